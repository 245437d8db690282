// What `twinline plan` is given: messages, inbound traffic and Meta's answers on a virtual clock, read from JSON.
//
// Only `rate`, `messages` and their `id`, `at`, `to` are required; lists come in any order; unknown members are ignored.
// A scenario that is wrong is refused with the byte and the member (`messages[3].lane`); of duplicate members the last
// counts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/schedule/scheduler.h"
#include "core/schedule/send.h"

namespace twinline {

struct Scenario {
  struct Inbound {
    TimeMs at_ms = 0;
    std::int64_t count = 1;
  };
  struct Message {
    Send send;
    TimeMs at_ms = 0;
  };
  struct ScriptedAnswer {
    std::size_t message = 0;  // which of `messages`
    unsigned attempt = 1;
    SendResult result;
    TimeMs latency_ms = 0;
  };

  SchedulerOptions options;
  SchedulerRules rules;
  std::vector<Inbound> inbound;         // as listed
  std::vector<Message> messages;        // as listed
  std::vector<ScriptedAnswer> answers;  // by message, then attempt
};

// Whoever reads many reads the rules once.
Result<Scenario> read_scenario(std::string_view json, const SchedulerRules& rules = newest_scheduler_rules());

}  // namespace twinline
