#include "core/lifecycle/next_step.h"

#include <algorithm>

#include "core/lifecycle/event_words.h"
#include "core/lifecycle/sync_stage.h"

namespace twinline {
namespace {

using Time = std::optional<std::int64_t>;

Time latest(std::initializer_list<Time> times) {
  return std::max(times);  // nothing is before everything
}

Time plus(Time time, std::int64_t seconds) {
  if (time) *time += seconds;
  return time;
}

enum class Link : std::uint8_t { none, connected, offboarded, removed, lost };

// The latest evidence counts. A reconnect also ends an offboarding that is reported a little after it, since Meta's two
// events of one moment carry times that are not exact.
// A number that was brought live elsewhere has no onboarding here; what its phone does shows that it is connected.
Link link_of(const NumberState& state, const LifeLimits& limits) {
  if (!state.onboarded_at && !state.alive_at) return Link::none;
  const Time begun = state.onboarded_at ? state.onboarded_at : state.alive_at;
  const Time connected = latest({begun, state.reconnected_at, state.seen_connected_at});
  const Time covered = latest({connected, plus(state.reconnected_at, limits.reconnect_skew_s)});
  const bool removed = state.removed && state.removed->at >= *connected;
  const bool offboarded = state.offboarded_at > covered;
  if (removed) return Link::removed;
  if (offboarded) return Link::offboarded;
  // A number of the Cloud API alone is not on the app and never was.
  const bool lost = state.seen_disconnected_at > covered && !is_cloud_api_only(state);
  return lost ? Link::lost : Link::connected;
}

SyncState sync_of(const NumberState& state, SyncType type) {
  if (!state.onboarded_at) return {};
  const auto found = state.syncs.find({*state.onboarded_at, type});
  return found == state.syncs.end() ? SyncState{} : found->second;
}

bool in_progress(SyncStage stage) {
  return stage == SyncStage::asked || stage == SyncStage::accepted || stage == SyncStage::arriving;
}

std::string removal_text(const NumberState& state, const Policy& policy, Date day) {
  const Removal& removal = *state.removed;
  std::string text = account_event_text("PARTNER_REMOVED", removal.reason, removal.initiated_by, policy, day);
  const bool explained = policy.removal(removal.reason, day) != nullptr;
  if (!explained) text += " If the business wants to go on, it goes through the signup again.";
  return text;
}

void advise_keep_alive(const NumberState& state, const LifeLimits& limits, Watch& watch, std::vector<Advice>& advice) {
  const std::int64_t alive = *latest({state.onboarded_at, state.reconnected_at, state.alive_at});
  const std::int64_t overdue_at = alive + limits.keep_alive_overdue_s;
  const std::string count =
      " The phone's last sign of life is that old; sending or editing in the app gives a new one.";
  if (watch.reached(overdue_at)) {
    advice.push_back({AdviceKind::app_overdue,
                      Urgency::urgent,
                      {},
                      {},
                      "Open the WhatsApp Business app at once: WhatsApp may end the connection any day." + count});
  } else if (watch.reached(alive + limits.keep_alive_urge_s)) {
    advice.push_back({AdviceKind::open_app_now,
                      Urgency::urgent,
                      {},
                      overdue_at,
                      "Open the WhatsApp Business app today, or WhatsApp ends the connection." + count});
  } else if (watch.reached(alive + limits.keep_alive_warn_s)) {
    advice.push_back({AdviceKind::open_app_soon,
                      Urgency::warning,
                      {},
                      overdue_at,
                      "Open the WhatsApp Business app in the next days." + count});
  }
}

void advise_connection(const NumberState& state, const LifeLimits& limits, std::vector<Advice>& advice) {
  const Time answered = latest({state.seen_connected_at, state.onboarded_at});
  const Time reported = latest({state.offboarded_at, state.reconnected_at});
  const bool close = state.offboarded_at && state.reconnected_at && *state.offboarded_at > *state.reconnected_at;
  if (close && reported > answered && *state.offboarded_at <= *state.reconnected_at + limits.reconnect_skew_s) {
    advice.push_back({AdviceKind::check_connection,
                      Urgency::note,
                      {},
                      {},
                      "An offboarding and a reconnect were reported for one moment; ask Meta how the number stands."});
  }
  const std::vector<Gap> gaps = gaps_of(state, limits.reconnect_skew_s);
  const bool any = std::any_of(gaps.begin(), gaps.end(),
                               [&](const Gap& gap) { return gap.until && gap.until > state.onboarded_at; });
  if (any) {
    advice.push_back({AdviceKind::history_gap,
                      Urgency::note,
                      {},
                      {},
                      "Messages between offboarding and reconnect are in the app only; Meta does not send them later. "
                      "WhatsApp Web and other devices have to be linked again."});
  }
}

void advise_restrictions(const NumberState& state, const Policy& policy, Watch& watch, NextStep& step) {
  const Date day = date_of(watch.now_s());
  for (const auto& [type, restriction] : state.restrictions) {
    if (restriction.expires_at != 0 && watch.reached(restriction.expires_at)) continue;
    const Time until = restriction.expires_at == 0 ? Time() : Time(restriction.expires_at);
    const bool disabled = type == restriction_disabled;
    if (disabled) step.may_send = false;
    std::string text = "Meta restricts the account: " + type + '.';
    if (const Explained* known = policy.restriction(type, day)) text = known->text();
    step.advice.push_back({AdviceKind::restricted, disabled ? Urgency::urgent : Urgency::warning, {}, until, text});
  }
}

// How Meta rates the number, and how many customers it may write to first, where something can be done about it.
void advise_standing(const NumberState& state, const Policy& policy, const LifeLimits& limits, Watch& watch,
                     std::vector<Advice>& advice) {
  const Date day = date_of(watch.now_s());
  const auto add = [&](AdviceKind kind, const Explained& known, Time until) {
    advice.push_back({kind, known.urgency, {}, until, known.text()});
  };
  if (state.quality) {
    if (const Explained* known = policy.quality(state.quality->value, day)) add(AdviceKind::quality, *known, {});
  }
  const Explained* changed = state.limit_change ? policy.tier(state.limit_change->value, day) : nullptr;
  if (changed != nullptr && !watch.reached(state.limit_change->at + limits.limit_change_shown_s)) {
    return add(AdviceKind::messaging_limit, *changed, {});
  }
  if (!state.messaging_limit) return;
  if (const Explained* known = policy.tier(state.messaging_limit->value, day)) {
    add(AdviceKind::messaging_limit, *known, {});
  }
}

void disconnected(const NumberState& state, Link link, const Policy& policy, const LifeLimits& limits, Watch& watch,
                  NextStep& step) {
  if (link == Link::removed) {
    step.stage = NumberStage::removed;
    step.advice.push_back(
        {AdviceKind::onboard_again, Urgency::urgent, {}, {}, removal_text(state, policy, date_of(watch.now_s()))});
    return;
  }
  step.stage = NumberStage::offboarded;
  // The longer it lasts, the seldomer Meta is asked.
  constexpr std::int64_t share_of_wait = 30;
  const Time asked = latest({state.offboarded_at, state.seen_connected_at, state.seen_disconnected_at});
  const Time connected_at = latest({state.onboarded_at, state.reconnected_at, state.seen_connected_at});
  const Time since = link == Link::offboarded ? state.offboarded_at : connected_at;
  const std::int64_t longest_s = std::max(limits.offboarded_poll_s, limits.connection_poll_s);
  const std::int64_t pause_s =
      std::clamp((*asked - since.value_or(*asked)) / share_of_wait, limits.offboarded_poll_s, longest_s);
  if (state.onboarded_at && watch.reached(*asked + pause_s)) step.wants = Want::read_number;
  if (link == Link::lost) {
    step.advice.push_back({AdviceKind::check_connection,
                           Urgency::urgent,
                           {},
                           {},
                           "Meta no longer knows the number as connected, without having said so before. Sending is "
                           "paused; check the connection in the app."});
    return;
  }
  const std::int64_t expected_at = *state.offboarded_at + limits.reconnect_expected_s;
  if (watch.reached(expected_at)) {
    step.advice.push_back({AdviceKind::reconnect_by_hand,
                           Urgency::urgent,
                           {},
                           {},
                           "The number was registered on another phone and did not reconnect by itself. Open the "
                           "WhatsApp Business app there and connect it again. Sending is paused."});
  } else {
    step.advice.push_back({AdviceKind::wait_for_reconnect,
                           Urgency::warning,
                           {},
                           expected_at,
                           "The number was registered on another phone; it usually reconnects by itself within a few "
                           "minutes. Sending is paused."});
  }
}

// When each of the syncs is asked for again by itself.
struct Again {
  Time contacts, history;
};

// Contacts first, then history; the webhooks before both, or their answers would be lost.
std::optional<Want> next_want(const NumberState& state, const NextStep& step, const Again& again,
                              const LifeLimits& limits, Watch& watch) {
  if (state.subscribed_at < state.onboarded_at) return Want::subscribe_app;
  if (step.contacts == SyncStage::not_asked) return Want::sync_contacts;
  if (again.contacts && watch.reached(*again.contacts)) return Want::sync_contacts;
  if (step.contacts == SyncStage::asked) return {};
  // The history does not wait for ever for contacts that Meta refuses.
  const Time contacts_asked = sync_of(state, SyncType::contacts).asked_at;
  if (again.contacts && !watch.reached(contacts_asked.value_or(0) + limits.contacts_first_s)) return {};
  if (step.history == SyncStage::not_asked) return Want::sync_history;
  if (again.history && watch.reached(*again.history)) return Want::sync_history;
  return {};
}

// No app: nothing to sync and no phone to keep alive.
void connected_by_api_alone(const NumberState& state, NextStep& step) {
  const bool registered = state.registered_at >= state.onboarded_at;
  step.stage = registered ? NumberStage::live : NumberStage::connected;
  step.may_send = registered;
  if (state.subscribed_at < state.onboarded_at) step.wants = Want::subscribe_app;
  if (registered) return;
  step.advice.push_back({AdviceKind::register_number,
                         Urgency::warning,
                         {},
                         {},
                         "The number is not registered on the Cloud API yet: enter its PIN where it is brought live."});
}

void connected(const NumberState& state, const Policy& policy, const LifeLimits& limits, Watch& watch, NextStep& step) {
  if (is_cloud_api_only(state)) return connected_by_api_alone(state, step);
  step.may_send = true;
  if (!state.onboarded_at) {
    step.stage = NumberStage::live;
    advise_keep_alive(state, limits, watch, step.advice);
    advise_connection(state, limits, step.advice);
    return;
  }
  const std::int64_t onboarded = *state.onboarded_at;
  Again again;
  for (const SyncType type : {SyncType::contacts, SyncType::history}) {
    const SyncState sync = sync_of(state, type);
    const SyncStage stage = sync_stage(type, sync, onboarded, limits, watch);
    (type == SyncType::contacts ? step.contacts : step.history) = stage;
    Time& again_at = type == SyncType::contacts ? again.contacts : again.history;
    if (stage == SyncStage::refused) again_at = asked_again_at(sync, onboarded, policy, limits);
    if (auto advice = sync_advice(type, stage, sync, onboarded, limits, again_at))
      step.advice.push_back(std::move(*advice));
  }
  if (in_progress(step.contacts) || in_progress(step.history)) {
    step.stage = NumberStage::syncing;
  } else {
    const bool first = step.contacts == SyncStage::not_asked || step.history == SyncStage::not_asked;
    const bool to_ask = first || again.contacts || again.history;
    step.stage = to_ask ? NumberStage::connected : NumberStage::live;
  }
  step.wants = next_want(state, step, again, limits, watch);
  // Some disconnects are told by no webhook, so Meta is asked now and then.
  const std::int64_t seen = *latest({state.onboarded_at, state.reconnected_at, state.seen_connected_at});
  if (watch.reached(seen + limits.connection_poll_s) && !step.wants) step.wants = Want::read_number;
  if (step.wants == Want::subscribe_app) {
    step.advice.push_back(
        {AdviceKind::subscribe_app,
         Urgency::urgent,
         {},
         {},
         "Subscribe to the account's webhooks before anything else; what Meta sends before is lost."});
  }
  advise_keep_alive(state, limits, watch, step.advice);
  advise_connection(state, limits, step.advice);
}

}  // namespace

NextStep next_step(const NumberState& state, const Policy& policy, std::int64_t now_s) {
  Watch watch(now_s);
  const LifeLimits limits = life_limits(policy, now_s);
  NextStep step;
  const Link link = link_of(state, limits);
  if (link == Link::none) {
    step.stage = state.signup_at ? NumberStage::connecting : NumberStage::draft;
    step.advice.push_back(state.signup_at
                              ? Advice{AdviceKind::finish_signup, Urgency::note, {}, {}, "Finish the signup at Meta."}
                              : Advice{AdviceKind::start_signup, Urgency::note, {}, {}, "Connect the number."});
  } else if (link == Link::connected) {
    connected(state, policy, limits, watch, step);
  } else {
    disconnected(state, link, policy, limits, watch, step);
  }
  advise_restrictions(state, policy, watch, step);
  if (link != Link::none) advise_standing(state, policy, limits, watch, step.advice);
  std::stable_sort(step.advice.begin(), step.advice.end(),
                   [](const Advice& left, const Advice& right) { return left.urgency > right.urgency; });
  step.changes_at_s = watch.next_s();
  return step;
}

std::string_view to_string(NumberStage stage) {
  constexpr std::string_view names[] = {"draft", "connecting", "connected", "syncing", "live", "offboarded", "removed"};
  return names[static_cast<std::size_t>(stage)];
}

std::string_view to_string(SyncStage stage) {
  constexpr std::string_view names[] = {"not_asked", "missed",   "asked",   "unknown",  "accepted",
                                        "silent",    "arriving", "stalled", "complete", "declined",
                                        "too_late",  "used_up",  "refused"};
  return names[static_cast<std::size_t>(stage)];
}

std::string_view to_string(AdviceKind kind) {
  constexpr std::string_view names[] = {
      "start_signup",  "finish_signup",      "subscribe_app",     "ask_for_sync",     "keep_app_open",
      "sync_unknown",  "sync_silent",        "sync_stalled",      "sync_declined",    "sync_too_late",
      "sync_used_up",  "sync_refused",       "sync_missed",       "open_app_soon",    "open_app_now",
      "app_overdue",   "wait_for_reconnect", "reconnect_by_hand", "check_connection", "history_gap",
      "onboard_again", "restricted",         "register_number",   "quality",          "messaging_limit"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Urgency urgency) {
  constexpr std::string_view names[] = {"note", "warning", "urgent"};
  return names[static_cast<std::size_t>(urgency)];
}

}  // namespace twinline
