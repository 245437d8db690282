// What an error code of Meta's means for the message that got it and for those behind it, as dated data.
//
// Only refusals come here: Meta answered with an error body, so the message was not taken and may be sent again. An
// answer that was lost is in doubt and has no entry.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/schedule/time.h"

namespace twinline {

enum class RetryAction : std::uint8_t {
  give_up,  // the message has failed, the others go on
  retry,    // after a delay that grows with each failed attempt
  stop,     // the message has failed and the number stops until a person resumes it
};

struct RetryRule {
  std::int32_t first_code, last_code;  // both included
  RetryAction action;
  TimeMs first_delay_ms;  // the delay after attempt n is first_delay * factor^(n-1), at most `longest_delay_ms`
  std::int32_t factor;
  TimeMs longest_delay_ms;
  std::int32_t jitter_percent;  // of the delay, added by chance
  unsigned attempts;            // the last attempt that is made
  bool slows_number;            // the rate is halved for a while
  bool alerts;                  // a person must look at it
  std::string_view meaning;
  std::string_view source;
};

// Where the entries come from, and the day it was read.
inline constexpr std::string_view retry_rules_date = "2026-09-11";

// How long the rate stays halved after the last answer that asks for it.
inline constexpr TimeMs slow_for_ms = 10'000;

std::span<const RetryRule> retry_rules();

// The rule of a code; codes never seen give up.
const RetryRule& retry_rule(std::int32_t code);

// For an attempt of which no byte was written: name not resolved, connection or TLS refused.
const RetryRule& connection_rule();

// The delay after failed attempt number `attempt` (from 1), without jitter.
TimeMs retry_delay_ms(const RetryRule& rule, unsigned attempt);

}  // namespace twinline
