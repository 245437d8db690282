#include "core/schedule/rules.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/policy/load.h"

namespace twinline {

namespace {

// Senders that were refused together must not come back together. One user's own wait needs no spreading: nobody else
// waits for it.
constexpr std::int64_t usual_jitter_percent = 50;

constexpr TimeMs longest_delay_ms = TimeMs{6} * 3600 * 1000;

Refusal with_delays(Refusal refusal, const ErrorRule& rule) {
  refusal.action = RefusalAction::retry;
  refusal.first_delay_ms = rule.first_wait_ms;
  refusal.factor = rule.factor;
  refusal.attempts = static_cast<unsigned>(rule.attempts) + 1;
  refusal.jitter_percent = rule.advice == RetryAdvice::wait_for_user ? 0 : usual_jitter_percent;
  refusal.slows_number = rule.advice == RetryAdvice::back_off && rule.reach == Reach::number;
  return refusal;
}

const ErrorRule* find_rule(const std::vector<ErrorRule>& rules, std::int64_t code,
                           std::optional<std::int64_t> subcode) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const ErrorRule& rule) {
    return rule.code <= code && code <= rule.last_code && rule.subcode == subcode;
  });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace

SchedulerRules scheduler_rules(const Policy& policy, Date day) {
  SchedulerRules rules;
  rules.most_per_s = policy.limit("messages_per_s", day).value_or(0);
  rules.pair.every_ms = policy.limit("user_debt_ms", day).value_or(rules.pair.every_ms);
  rules.pair.burst = policy.limit("user_burst_messages", day).value_or(rules.pair.burst);
  rules.service_window_ms = policy.limit("service_window_s", day).value_or(0) * 1000;
  for (const ErrorRule& rule : policy.errors) {
    if (rule.dated.holds(day)) rules.errors.push_back(rule);
  }
  return rules;
}

SchedulerRules newest_scheduler_rules() {
  const std::optional<Policy> policy = builtin_policy("meta");
  return policy ? scheduler_rules(*policy, Date{std::numeric_limits<std::int32_t>::max()}) : SchedulerRules{};
}

Refusal refusal_of(const SchedulerRules& rules, std::int64_t code, std::optional<std::int64_t> subcode) {
  const ErrorRule* rule = subcode ? find_rule(rules.errors, code, subcode) : nullptr;
  if (rule == nullptr) rule = find_rule(rules.errors, code, std::nullopt);
  Refusal refusal;
  refusal.meaning = rule == nullptr ? "An error that is not known here." : rule->meaning;
  if (rule == nullptr) return refusal;
  refusal.alerts = rule->reach != Reach::message && rule->reach != Reach::user;
  switch (rule->advice) {
    case RetryAdvice::retry:
    case RetryAdvice::back_off:
    case RetryAdvice::wait_for_user:
      refusal.alerts = false;
      return with_delays(std::move(refusal), *rule);
    case RetryAdvice::stop:
    case RetryAdvice::authorise:  // every further message would fail in the same way
      refusal.action = RefusalAction::stop;
      return refusal;
    case RetryAdvice::use_template:
    case RetryAdvice::fetch_again:
    case RetryAdvice::look_in_app:
    case RetryAdvice::onboard_again:
    case RetryAdvice::never:
      break;
  }
  return refusal;
}

Refusal refusal_without_connection() {
  Refusal refusal;
  refusal.action = RefusalAction::retry;
  refusal.first_delay_ms = 1000;
  refusal.factor = 2;
  refusal.attempts = 12;
  refusal.jitter_percent = usual_jitter_percent;
  refusal.meaning = "No connection to Meta, no byte was written.";
  return refusal;
}

TimeMs retry_delay_ms(const Refusal& refusal, unsigned attempt) {
  TimeMs delay = refusal.first_delay_ms;
  for (unsigned i = 1; i < attempt && delay < longest_delay_ms; ++i) delay *= refusal.factor;
  return std::min(delay, longest_delay_ms);
}

}  // namespace twinline
