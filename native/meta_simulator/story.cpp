#include "native/meta_simulator/story.h"

#include <algorithm>
#include <array>
#include <utility>

#include "native/meta_simulator/onboarding_bodies.h"
#include "native/meta_simulator/random.h"

namespace twinline::simulator {
namespace {

constexpr std::int64_t lead_s = 300;  // the history ends where live traffic begins
constexpr std::int64_t declined_after_ms = 1'000;
constexpr std::int64_t calm_ms = 5'000;  // from the end of the history to what the scenario brings next
constexpr std::int64_t suspended_ms = 15'000;
constexpr std::int64_t overtaken_ms = 2'000;
constexpr std::int64_t restricted_s = 7 * day_s;
constexpr std::int64_t review_ms = 3'000;   // of a template
constexpr std::int64_t rating_ms = 12'000;  // until a template has a quality
constexpr std::int64_t no_room_ms = 500;
constexpr std::string_view live_act = "live", offboard_act = "offboard", reconnect_act = "reconnect",
                           vanish_act = "vanish", restrict_act = "restrict", review_act = "review ",
                           rating_act = "rate ";

std::string_view field_of(const Step& step, const World& world, const Onboarding& onboarding) {
  switch (step.kind) {
    case StepKind::contacts:
    case StepKind::contact_removal:
      return "smb_app_state_sync";
    case StepKind::live:
      return "messages";
    case StepKind::media:
      return media_route(world, onboarding.media()[step.begin]) == MediaRoute::smb_echoes ? "smb_message_echoes"
                                                                                          : "history";
    case StepKind::history:
      break;
  }
  return "history";
}

Json declined_value(const Business& business) {
  constexpr std::string_view title = "History sync is turned off by the business from the WhatsApp Business App";
  Json value = make_value(business);
  const Json error = {{"code", 2593109},
                      {"title", title},
                      {"message", title},
                      {"error_data", {{"details", "History sharing is turned off by the business"}}}};
  value["history"] = Json::array({{{"errors", Json::array({error})}}});
  return value;
}

// Meta rejects parameters that stand next to each other.
bool has_touching_parameters(const Json& components) { return components.dump().find("}}{{") != std::string::npos; }

}  // namespace

Story::Story(PlatformState& state, StoryPlan plan) : state_(state), plan_(std::move(plan)) {}

std::int64_t Story::paced(std::int64_t span_ms) const {
  return plan_.speed > 0 ? static_cast<std::int64_t>(static_cast<double>(span_ms) / plan_.speed) : 0;
}

const Story::Told& Story::told_of(const PhoneNumber& number) {
  const auto found = told_.find(number.business.number);
  if (found != told_.end()) return found->second;
  WorldPlan plan = state_.world;
  // The first number has the seed's own world.
  if (number.business.number != state_.portfolios.front().numbers.front().business.number) {
    plan.seed = mix(plan.seed, std::stoull(number.business.number));
  }
  plan.onboarded_at_s = number.world_at_s;
  Told told;
  told.world = std::make_shared<const World>(make_world(plan, number.business));
  OnboardingPlan onboarding;
  onboarding.duration_ms = plan_.scenario.duration_ms;
  told.onboarding = std::make_shared<const Onboarding>(*told.world, onboarding);
  told.steps = told_steps(*told.onboarding, plan_.scenario.twist);
  return told_.emplace(number.business.number, std::move(told)).first->second;
}

void Story::connect(PhoneNumber& number, bool shares_chats, std::int64_t now_ms) {
  state_.outbox.forget(number.business.number);
  number.link = Link::connected;
  number.connected_at_ms = now_ms;
  number.shares_chats = shares_chats;
  number.contacts_asked_ms.reset();
  number.history_asked_ms.reset();
  number.restricted_until_ms = 0;
  if (number.world_at_s == 0) {
    number.world_at_s = state_.world.onboarded_at_s != 0 ? state_.world.onboarded_at_s : now_ms / 1000 - lead_s;
  }
  if (plan_.scenario.live_afterwards) push_act(number, live_act, now_ms);
}

void Story::push_steps(const PhoneNumber& number, const std::vector<std::uint32_t>& steps, std::int64_t now_ms) {
  const Told& told = told_of(number);
  for (const std::uint32_t index : steps) {
    const Step& step = told.onboarding->steps()[index];
    Outgoing outgoing;
    outgoing.due_ms = now_ms + paced(told.steps.due_ms.at(index));
    outgoing.kind = Outgoing::Kind::step;
    outgoing.what = told.onboarding->describe(step);
    outgoing.waba = number.business.waba;
    outgoing.number = number.business.number;
    outgoing.field = field_of(step, *told.world, *told.onboarding);
    outgoing.step = index;
    state_.outbox.push(std::move(outgoing));
  }
}

void Story::push_act(const PhoneNumber& number, std::string_view name, std::int64_t due_ms) {
  Outgoing act;
  act.due_ms = due_ms;
  act.kind = Outgoing::Kind::act;
  act.waba = number.business.waba;
  act.number = number.business.number;
  act.text = name;
  state_.outbox.push(std::move(act));
}

void Story::begin_contacts(PhoneNumber& number, std::int64_t now_ms) {
  number.contacts_asked_ms = now_ms;
  push_steps(number, told_of(number).steps.contacts, now_ms);
}

void Story::begin_history(PhoneNumber& number, std::int64_t now_ms) {
  number.history_asked_ms = now_ms;
  const Twist twist = plan_.scenario.twist;
  if (twist == Twist::nothing_arrives) return;
  if (!number.shares_chats || twist == Twist::declined) {
    tell(number, "history", "the history is declined",
         make_body(number.business, "history", declined_value(number.business)), now_ms + paced(declined_after_ms));
    return;
  }
  push_steps(number, told_of(number).steps.history, now_ms);
  push_ending(number, now_ms + paced(plan_.scenario.duration_ms + calm_ms));
}

// What the scenario brings when the history is over.
void Story::push_ending(const PhoneNumber& number, std::int64_t now_ms) {
  switch (plan_.scenario.twist) {
    case Twist::offboarded:
    case Twist::reconnected_first:
      push_act(number, offboard_act, now_ms);
      push_act(number, reconnect_act, now_ms + paced(suspended_ms));
      break;
    case Twist::silent_disconnect:
      push_act(number, vanish_act, now_ms);
      break;
    case Twist::restricted:
      push_act(number, restrict_act, now_ms);
      break;
    default:
      break;
  }
}

void Story::tell(const PhoneNumber& number, std::string_view field, std::string what, std::string body,
                 std::int64_t due_ms) {
  Outgoing outgoing;
  outgoing.due_ms = due_ms;
  outgoing.what = std::move(what);
  outgoing.waba = number.business.waba;
  outgoing.number = number.business.number;
  outgoing.field = field;
  outgoing.text = std::move(body);
  state_.outbox.push(std::move(outgoing));
}

void Story::account_event(const PhoneNumber& number, const Json& value, std::int64_t now_ms, std::int64_t later_ms) {
  tell(number, "account_update", value.at("event").get<std::string>(),
       make_account_body(number.business.waba, now_ms / 1000, "account_update", value), now_ms + later_ms);
}

void Story::rate(PhoneNumber& number, const std::string& quality, const std::string& limit, std::int64_t now_ms) {
  number.quality = quality;
  if (limit == number.limit) return;
  const Json value = {{"display_phone_number", number.business.phone},
                      {"event", "ONBOARDING"},
                      {"old_limit", number.limit},
                      {"current_limit", limit},
                      {"max_daily_conversations_per_business", limit}};
  number.limit = limit;
  tell(number, "phone_number_quality_update", "the limit is " + limit,
       make_account_body(number.business.waba, now_ms / 1000, "phone_number_quality_update", value), now_ms);
}

void Story::restrict(PhoneNumber& number, std::int64_t span_s, std::int64_t now_ms) {
  const Json info = {{"restriction_type", "RESTRICTED_BIZ_INITIATED_MESSAGING"},
                     {"expiration", now_ms / 1000 + span_s}};
  number.restricted_until_ms = now_ms + span_s * 1000;
  account_event(number, {{"event", "ACCOUNT_RESTRICTION"}, {"restriction_info", Json::array({info})}}, now_ms);
}

void Story::offboard(PhoneNumber& number, std::int64_t now_ms) {
  if (number.link != Link::connected) return;
  number.link = Link::offboarded;
  const bool overtaken = plan_.scenario.twist == Twist::reconnected_first;
  account_event(number, {{"event", "ACCOUNT_OFFBOARDED"}}, now_ms, overtaken ? paced(suspended_ms + overtaken_ms) : 0);
}

void Story::reconnect(PhoneNumber& number, std::int64_t now_ms) {
  if (number.link != Link::offboarded) return;
  number.link = Link::connected;
  account_event(number, {{"event", "ACCOUNT_RECONNECTED"}}, now_ms);
  const bool is_live = state_.outbox.has_act(number.business.number, live_act);
  if (plan_.scenario.live_afterwards && !is_live) push_act(number, live_act, now_ms);
}

void Story::leave(PhoneNumber& number) {
  number.link = Link::gone;
  Portfolio* const account = state_.find_account(number.business.waba);
  const bool others = std::any_of(account->numbers.begin(), account->numbers.end(), [](const PhoneNumber& each) {
    return each.link == Link::connected || each.link == Link::offboarded;
  });
  if (others) return;
  account->admitted.clear();
  account->subscribed.clear();
}

void Story::remove(PhoneNumber& number, const Removal& removal, std::int64_t now_ms) {
  if (number.link != Link::connected && number.link != Link::offboarded) return;
  const Portfolio& account = *state_.find_account(number.business.waba);
  const bool told = !account.subscribed.empty();
  state_.outbox.forget(number.business.number);
  if (told) {
    Json value = {{"event", "PARTNER_REMOVED"}};
    if (removal.names_number) {
      value = {{"phone_number", number.business.phone}, {"event", "PARTNER_REMOVED"}};
    } else {
      value["waba_info"] = {{"waba_id", account.waba}, {"owner_business_id", account.id}};
    }
    value["disconnection_info"] = {{"reason", removal.reason}, {"initiated_by", removal.initiated_by}};
    Outgoing outgoing;
    outgoing.due_ms = now_ms;
    outgoing.what = "PARTNER_REMOVED";
    outgoing.waba = account.waba;
    outgoing.number = number.business.number;
    outgoing.field = "account_update";
    // Events about partners come from the partner's own portfolio.
    const std::string partner =
        std::to_string(Random(mix(state_.world.seed, 0x9a)).between(100'000'000'000'000, 999'999'999'999'999));
    outgoing.text =
        make_account_body(removal.names_number ? account.waba : partner, now_ms / 1000, "account_update", value);
    outgoing.farewell = true;
    state_.outbox.push(std::move(outgoing));
  }
  leave(number);
}

void Story::vanish(PhoneNumber& number) {
  if (number.link != Link::connected && number.link != Link::offboarded) return;
  state_.outbox.forget(number.business.number);
  leave(number);
}

void Story::decide(Portfolio& account, Template& draft, std::int64_t now_ms) {
  push_act(account.numbers.front(), std::string(review_act) + draft.id, now_ms + paced(review_ms));
}

void Story::settle_template(const Outgoing& act, std::int64_t now_ms) {
  Portfolio* const account = state_.find_account(act.waba);
  const std::string id = act.text.substr(act.text.find(' ') + 1);
  const auto found = std::find_if(account->templates.begin(), account->templates.end(),
                                  [&id](const Template& each) { return each.id == id; });
  if (found == account->templates.end()) return;
  Template& draft = *found;
  Json value = Json::object();
  std::string_view field = "message_template_status_update";
  if (act.text.starts_with(review_act)) {
    const bool rejected = has_touching_parameters(draft.components);
    draft.status = rejected ? "REJECTED" : "APPROVED";
    draft.rejected_reason = rejected ? "INVALID_FORMAT" : "NONE";
    value = {{"event", draft.status},
             {"message_template_id", std::stoll(draft.id)},
             {"message_template_name", draft.name},
             {"message_template_language", draft.language},
             {"reason", draft.rejected_reason},
             {"message_template_category", draft.category}};
    if (!rejected) push_act(account->numbers.front(), std::string(rating_act) + id, now_ms + paced(rating_ms));
  } else {
    field = "message_template_quality_update";
    value = {{"previous_quality_score", draft.quality},
             {"new_quality_score", "GREEN"},
             {"message_template_id", std::stoll(draft.id)},
             {"message_template_name", draft.name},
             {"message_template_language", draft.language}};
    draft.quality = "GREEN";
    draft.quality_at_s = now_ms / 1000;
  }
  tell(account->numbers.front(), field, "template " + draft.name + ": " + std::string(field),
       make_account_body(account->waba, now_ms / 1000, field, value), now_ms);
}

void Story::act(const Outgoing& act, std::int64_t now_ms, bool room) {
  if (act.text.starts_with(review_act) || act.text.starts_with(rating_act)) return settle_template(act, now_ms);
  PhoneNumber* const number = state_.find_number(act.number);
  if (number == nullptr) return;
  if (act.text == live_act) return live(*number, now_ms, room);
  if (act.text == offboard_act) return offboard(*number, now_ms);
  if (act.text == reconnect_act) return reconnect(*number, now_ms);
  if (act.text == vanish_act) return vanish(*number);
  if (act.text == restrict_act) {
    rate(*number, "YELLOW", "TIER_2K", now_ms);
    restrict(*number, restricted_s, now_ms);
  }
}

void Story::live(PhoneNumber& number, std::int64_t now_ms, bool room) {
  if (number.link != Link::connected) return;
  auto found = live_.find(number.business.number);
  if (found == live_.end()) {
    const std::uint64_t salt =
        mix(mix(state_.world.seed, static_cast<std::uint64_t>(now_ms)), std::stoull(number.business.number));
    found = live_.emplace(number.business.number, LiveTraffic(world_of(number), salt)).first;
  }
  LiveTraffic& traffic = found->second;
  const bool wanted = !state_.find_account(number.business.waba)->subscribed.empty();
  if (wanted && room) {
    for (LivePost& post : traffic.next(now_ms / 1000)) {
      const bool echo = post.body.find("\"field\":\"smb_message_echoes\"") != std::string::npos;
      const bool contact = post.body.find("\"field\":\"smb_app_state_sync\"") != std::string::npos;
      // Every other echo is lost where Meta's events are inconsistent.
      if (echo && plan_.scenario.twist == Twist::inconsistent_events && ++state_.serial % 2 == 0) continue;
      tell(number,
           echo      ? "smb_message_echoes"
           : contact ? "smb_app_state_sync"
                     : "messages",
           "live: " + post.what, std::move(post.body), now_ms + paced(post.after_ms));
    }
  }
  push_act(number, live_act, now_ms + (room ? std::max<std::int64_t>(paced(traffic.pause_ms()), 1) : no_room_ms));
}

bool Story::may_leave(const Outgoing& outgoing) {
  if (state_.fields.count(outgoing.field) == 0) return false;
  if (outgoing.farewell) return true;
  const Portfolio* const account = state_.find_account(outgoing.waba);
  if (outgoing.kind == Outgoing::Kind::step) {
    const PhoneNumber* const number = state_.find_number(outgoing.number);
    if (number == nullptr || outgoing.step >= onboarding_of(*number).steps().size()) return false;
  }
  return account != nullptr && !account->subscribed.empty();
}

std::function<std::string()> Story::body_of(const Outgoing& outgoing) {
  if (outgoing.kind == Outgoing::Kind::webhook) return [body = outgoing.text] { return body; };
  const PhoneNumber* const number = state_.find_number(outgoing.number);
  const Told& told = told_of(*number);
  // The world is held too: the onboarding tells from it.
  return [world = told.world, onboarding = told.onboarding, step = told.onboarding->steps()[outgoing.step]] {
    return onboarding->body(step);
  };
}

void Story::resume(std::int64_t now_ms) {
  for (Portfolio& portfolio : state_.portfolios) {
    for (PhoneNumber& number : portfolio.numbers) {
      const bool is_live = state_.outbox.has_act(number.business.number, live_act);
      if (plan_.scenario.live_afterwards && number.link == Link::connected && !is_live) {
        push_act(number, live_act, now_ms);
      }
    }
  }
}

}  // namespace twinline::simulator
