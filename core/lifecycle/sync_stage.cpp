#include "core/lifecycle/sync_stage.h"

#include <algorithm>
#include <string>

namespace twinline {
namespace {

constexpr std::int64_t code_used_up = 2593107;
constexpr std::int64_t code_too_late = 2593108;
constexpr std::int64_t code_declined = 2593109;
constexpr std::int64_t day_s = 86400;

SyncStage stage_of_refusal(std::int64_t code) {
  switch (code) {
    case code_used_up:
      return SyncStage::used_up;
    case code_too_late:
      return SyncStage::too_late;
    case code_declined:
      return SyncStage::declined;
    default:
      return SyncStage::refused;
  }
}

std::string subject(SyncType type) { return type == SyncType::contacts ? "The contacts" : "The chat history"; }

std::string error_words(const SyncAnswer& refusal) {
  return refusal.code == code_not_sent ? " (it was not reached)" : " (error " + std::to_string(refusal.code) + ')';
}

constexpr const char* only_remedy =
    " The only remedy is to disconnect in the app (Settings, Account, Business Platform) and to go through the signup "
    "again.";

}  // namespace

LifeLimits life_limits(const Policy& policy, std::int64_t now_s) {
  const Date day = date_of(now_s);
  // A policy of a partner may leave a limit out; then it never comes.
  const std::int64_t never = std::int64_t{1} << 40;
  const auto seconds = [&](const char* name) { return policy.limit(name, day).value_or(never); };
  const auto days = [&](const char* name) { return policy.limit(name, day).value_or(never / day_s) * day_s; };
  LifeLimits limits{};
  limits.sync_window_s = seconds("sync_window_s");
  limits.sync_answer_s = seconds("sync_answer_s");
  limits.history_start_s = seconds("history_start_s");
  limits.sync_stall_s = seconds("sync_stall_s");
  limits.new_messages_wait_s = seconds("new_messages_wait_s");
  limits.sync_first_pause_s = seconds("sync_first_pause_s");
  limits.sync_longest_pause_s = seconds("sync_longest_pause_s");
  limits.contacts_first_s = policy.limit("contacts_first_s", day).value_or(0);
  limits.limit_change_shown_s = days("limit_change_shown_days");
  limits.keep_alive_warn_s = days("keep_alive_warn_days");
  limits.keep_alive_urge_s = days("keep_alive_urge_days");
  limits.keep_alive_overdue_s = days("keep_alive_overdue_days");
  limits.reconnect_skew_s = policy.limit("reconnect_skew_s", day).value_or(0);
  limits.reconnect_expected_s = seconds("reconnect_expected_s");
  limits.connection_poll_s = seconds("connection_poll_s");
  limits.offboarded_poll_s = seconds("offboarded_poll_s");
  return limits;
}

SyncStage sync_stage(SyncType type, const SyncState& sync, std::int64_t onboarded_at, const LifeLimits& limits,
                     Watch& watch) {
  // Changes of contacts come all the time, asked for or not: only after a request that was not refused they say that the
  // sync has come. They tell no progress; what came is what there is.
  const bool used_up = sync.answer && sync.answer->code == code_used_up;
  const bool asked = sync.answer ? sync.answer->accepted || used_up : sync.asked_at.has_value();
  if (sync.last_data_at && type == SyncType::contacts && asked) return SyncStage::complete;
  if (sync.last_data_at && type == SyncType::history) {
    if (sync.progress >= 100) return SyncStage::complete;
    return watch.reached(*sync.last_data_at + limits.sync_stall_s) ? SyncStage::stalled : SyncStage::arriving;
  }
  if (sync.declined_at) return SyncStage::declined;
  const bool again = sync.answer && !sync.answer->accepted && sync.last_asked_at > sync.answer->at;
  if (again) {
    return watch.reached(*sync.last_asked_at + limits.sync_answer_s) ? SyncStage::unknown : SyncStage::asked;
  }
  // Asked more than once and then told that it was used up: an answer that spoke of passing trouble was not true, and Meta
  // had taken the request.
  if (used_up && sync.last_asked_at > sync.asked_at) {
    return watch.reached(sync.answer->at + limits.history_start_s) ? SyncStage::silent : SyncStage::accepted;
  }
  if (sync.answer && !sync.answer->accepted) {
    const SyncStage stage = stage_of_refusal(sync.answer->code);
    const bool over = stage == SyncStage::refused && watch.reached(onboarded_at + limits.sync_window_s);
    return over ? SyncStage::missed : stage;
  }
  if (sync.answer) {
    return watch.reached(sync.answer->at + limits.history_start_s) ? SyncStage::silent : SyncStage::accepted;
  }
  if (sync.asked_at) {
    return watch.reached(*sync.asked_at + limits.sync_answer_s) ? SyncStage::unknown : SyncStage::asked;
  }
  return watch.reached(onboarded_at + limits.sync_window_s) ? SyncStage::missed : SyncStage::not_asked;
}

std::optional<std::int64_t> asked_again_at(const SyncState& sync, std::int64_t onboarded_at, const Policy& policy,
                                           const LifeLimits& limits) {
  if (!sync.answer || sync.answer->accepted || sync.declined_at || sync.last_asked_at > sync.answer->at) return {};
  const SyncAnswer& refusal = *sync.answer;
  if (stage_of_refusal(refusal.code) != SyncStage::refused) return {};
  std::int64_t first_pause_s = limits.sync_first_pause_s;
  if (refusal.code != code_not_sent) {
    constexpr std::int64_t ms = 1000;
    const ErrorRule* rule = policy.error(refusal.code, {}, date_of(refusal.at));
    const bool passing =
        rule != nullptr && (rule->advice == RetryAdvice::retry || rule->advice == RetryAdvice::back_off);
    if (!passing) return {};
    first_pause_s = std::max(first_pause_s, rule->first_wait_ms / ms);
  }
  // Pauses become longer with the time that the trouble has lasted.
  const std::int64_t lasted_s = refusal.at - sync.asked_at.value_or(refusal.at);
  const std::int64_t at = refusal.at + std::max(first_pause_s, std::min(lasted_s, limits.sync_longest_pause_s));
  return at < onboarded_at + limits.sync_window_s ? std::optional<std::int64_t>(at) : std::nullopt;
}

std::optional<Advice> sync_advice(SyncType type, SyncStage stage, const SyncState& sync, std::int64_t onboarded_at,
                                  const LifeLimits& limits, std::optional<std::int64_t> again_at) {
  const std::string what = subject(type);
  const std::string quote =
      sync.answer && !sync.answer->request_id.empty() ? " Quote the request " + sync.answer->request_id + "." : "";
  switch (stage) {
    case SyncStage::not_asked:
      return Advice{AdviceKind::ask_for_sync, Urgency::warning, type, onboarded_at + limits.sync_window_s,
                    what + " can be asked for once, and only within 24 hours after onboarding."};
    case SyncStage::missed:
      return Advice{AdviceKind::sync_missed,
                    Urgency::warning,
                    type,
                    {},
                    what + " could not be asked for within 24 hours after onboarding." + only_remedy};
    case SyncStage::unknown:
      return Advice{AdviceKind::sync_unknown,
                    Urgency::warning,
                    type,
                    {},
                    "The answer to the request was lost, so nobody knows whether Meta took it. It is not repeated: it "
                    "can be made once. Wait for data to arrive, or ask Meta's support."};
    case SyncStage::silent:
      return Advice{
          AdviceKind::sync_silent,
          Urgency::warning,
          type,
          {},
          "Meta accepted the request but nothing has arrived. Keep the app open on the phone; most such cases "
          "start on Meta's side." +
              quote};
    case SyncStage::accepted:
    case SyncStage::asked:
    case SyncStage::arriving:
      return Advice{AdviceKind::keep_app_open,
                    Urgency::note,
                    type,
                    {},
                    "Keep the WhatsApp Business app open on the phone until the sync is complete; it may take a few "
                    "minutes, for a long history more."};
    case SyncStage::stalled:
      return Advice{AdviceKind::sync_stalled,
                    Urgency::warning,
                    type,
                    {},
                    what + " stopped arriving at " + std::to_string(sync.progress) +
                        " %. Open the app on the phone and keep it open." + quote};
    case SyncStage::declined:
      return Advice{AdviceKind::sync_declined,
                    Urgency::warning,
                    type,
                    {},
                    "The business chose not to share its chats." + std::string(only_remedy)};
    case SyncStage::too_late:
      return Advice{AdviceKind::sync_too_late,
                    Urgency::warning,
                    type,
                    {},
                    what + " were asked for later than 24 hours after onboarding." + only_remedy};
    case SyncStage::used_up:
      return Advice{AdviceKind::sync_used_up,
                    Urgency::warning,
                    type,
                    {},
                    what + " were asked for before, and Meta sends them once." + only_remedy};
    case SyncStage::refused:
      if (again_at) {
        return Advice{AdviceKind::sync_refused, Urgency::note, type, again_at,
                      "Meta could not take the request for now" + error_words(*sync.answer) +
                          ". It is asked for again by itself, until 24 hours after onboarding are over."};
      }
      return Advice{AdviceKind::sync_refused, Urgency::warning, type, onboarded_at + limits.sync_window_s,
                    "Meta refused the request with error " + std::to_string(sync.answer ? sync.answer->code : 0) +
                        ". Settle what the error says and ask again within 24 hours after onboarding."};
    case SyncStage::complete:
      return {};
  }
  return {};
}

std::string why_not_ask(SyncType type, const NextStep& step) {
  const bool connected =
      step.stage == NumberStage::connected || step.stage == NumberStage::syncing || step.stage == NumberStage::live;
  if (!connected) return "The number is not connected.";
  if (step.wants == Want::subscribe_app) return "The app has to be subscribed to the account's webhooks first.";
  const SyncStage stage = type == SyncType::contacts ? step.contacts : step.history;
  const bool contacts_open = step.contacts == SyncStage::not_asked || step.contacts == SyncStage::asked;
  if (type == SyncType::history && stage == SyncStage::not_asked && contacts_open) {
    return "The contacts are asked for first.";
  }
  switch (stage) {
    case SyncStage::not_asked:
    case SyncStage::refused:
      return "";
    case SyncStage::missed:
    case SyncStage::too_late:
      return "It can be asked for within 24 hours after onboarding only, and these are over." +
             std::string(only_remedy);
    case SyncStage::declined:
      return "The business chose not to share its chats." + std::string(only_remedy);
    case SyncStage::unknown:
      return "It was asked for and the answer was lost. It can be asked for once, so it is not repeated.";
    default:
      return "It was asked for already, and can be asked for once." + std::string(only_remedy);
  }
}

}  // namespace twinline
