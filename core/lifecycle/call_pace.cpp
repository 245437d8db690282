#include "core/lifecycle/call_pace.h"

#include <algorithm>

namespace twinline {

CallLimits call_limits(const Policy& policy, Date day) {
  const std::int64_t never = std::int64_t{1} << 40;
  const auto seconds = [&](const char* name) { return policy.limit(name, day).value_or(never); };
  CallLimits limits{};
  limits.code_life_s = policy.limit("signup_code_s", day).value_or(0);
  limits.first_pause_s = seconds("call_first_pause_s");
  limits.longest_pause_s = seconds("call_longest_pause_s");
  limits.answer_s = seconds("call_answer_s");
  limits.number_expected_s = seconds("number_expected_s");
  limits.given_up_s = seconds("call_given_up_s");
  limits.pin_life_s = policy.limit("registration_pin_s", day).value_or(0);
  return limits;
}

Turn turn_of(const MetaCall* call, std::optional<std::int64_t> told_at, const CallLimits& limits, Watch& watch) {
  if (call == nullptr || !call->asked_at) return Turn::due;
  const std::int64_t answered_at = call->answer ? call->answer->at : 0;
  if (*call->asked_at > answered_at) {
    return watch.reached(*call->asked_at + limits.answer_s) ? Turn::due : Turn::later;
  }
  if (told_at > answered_at) return Turn::due;
  const bool done = call->answer->outcome == Outcome::done;
  if (!done && !call->answer->again) return Turn::refused;
  const std::int64_t begun_at = std::max(call->first_asked_at.value_or(answered_at), told_at.value_or(0));
  const std::int64_t lasted_s = answered_at - begun_at;
  if (lasted_s >= limits.given_up_s) return Turn::given_up;
  // Trouble may pass any minute; what Meta does not know yet it learns from people, who take their time.
  const std::int64_t pause_s = done ? lasted_s : std::min(lasted_s, limits.longest_pause_s);
  return watch.reached(answered_at + std::max(limits.first_pause_s, pause_s)) ? Turn::due : Turn::later;
}

bool never_sent(const MetaCall& call) {
  return call.answer && call.answer->outcome == Outcome::not_sent && call.asked_at <= call.answer->at;
}

}  // namespace twinline
