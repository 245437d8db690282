// The dated rules of core/policy as the scheduler uses them: how fast a number may send, and what a refusal means for
// the message that got it and for those behind it.
//
// Only refusals come here: Meta answered with an error body, so the message was not taken and may be sent again. An
// answer that was lost is in doubt and has no rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/policy/policy.h"
#include "core/schedule/pair_debt.h"
#include "core/schedule/time.h"

namespace twinline {

struct SchedulerRules {
  std::int64_t most_per_s = 0;  // messages in and out together, of a coexistence number
  PairRule pair;
  TimeMs service_window_ms = 0;
  std::vector<ErrorRule> errors;  // those in force
};

SchedulerRules scheduler_rules(const Policy& policy, Date day);

// Meta's rules as far as they are known today: those without an end.
SchedulerRules newest_scheduler_rules();

// How long the rate stays halved after the last answer that asks for it.
inline constexpr TimeMs slow_for_ms = 10'000;

// Refused because the user opted out: marketing to them stops.
inline constexpr std::int64_t opted_out_code = 131050;

enum class RefusalAction : std::uint8_t {
  give_up,  // the message has failed, the others go on
  retry,    // after a delay that grows with each failed attempt
  stop,     // the message has failed and the number stops until a person resumes it
};

struct Refusal {
  RefusalAction action = RefusalAction::give_up;
  TimeMs first_delay_ms = 0;  // the delay after failed attempt n is first_delay * factor^(n-1)
  std::int64_t factor = 1;
  unsigned attempts = 1;            // the last attempt that is made
  std::int64_t jitter_percent = 0;  // of the delay, added by chance
  bool slows_number = false;        // the rate is halved for a while
  bool alerts = false;              // it concerns more than this message: a person must look
  std::string meaning;
};

// Codes never seen give up.
Refusal refusal_of(const SchedulerRules& rules, std::int64_t code, std::optional<std::int64_t> subcode);

// For an attempt of which no byte was written: name not resolved, connection or TLS refused.
Refusal refusal_without_connection();

// The delay after failed attempt number `attempt` (from 1), without jitter.
TimeMs retry_delay_ms(const Refusal& refusal, unsigned attempt);

}  // namespace twinline
