// The scheduler on a virtual clock: what would start when, and what becomes of every message.
//
// Deterministic: the same scenario gives the same steps. Within one millisecond inbound traffic comes first, then
// answers, new messages and starts; an attempt that has no answer in the scenario is accepted at once.
// It does not check the 24-hour window, opt-outs or the portfolio's limit.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/schedule/scenario.h"
#include "core/schedule/send.h"

namespace twinline {

// A start, or the end of a message that did not end in its last start.
struct PlanStep {
  enum class Kind : std::uint8_t { start, end };

  Kind kind = Kind::start;
  const Scenario::Message* message = nullptr;
  TimeMs at_ms = 0;
  unsigned attempt = 0;     // of a start
  std::string_view end;     // dropped, failed, in_doubt, waiting
  std::string_view reason;  // of an end
};

// How the rate was used while something waited for it alone.
struct PlanUse {
  TimeMs held_ms = 0;            // how long that was, in all
  std::int64_t started = 0;      // starts in that time
  std::int64_t inbound = 0;      // received in that time
  std::int64_t capacity_ms = 0;  // the sum over that time of what a window allowed, times milliseconds
};

PlanUse run_plan(const Scenario& scenario, const std::function<void(const PlanStep&)>& sink);

// One line of NDJSON, with its LF.
void write_plan_step(const PlanStep& step, std::string& out);

}  // namespace twinline
