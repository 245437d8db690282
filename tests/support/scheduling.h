// What tests of the scheduler begin with: a scheduler, sends, and a host that does all at once.
#pragma once

#include <string>
#include <vector>

#include "core/schedule/scheduler.h"
#include "tests/support/catch.h"

namespace twinline {

// Read once: they are the same all day.
inline const SchedulerRules& rules_of_meta() {
  static const SchedulerRules rules = newest_scheduler_rules();
  return rules;
}

inline Scheduler scheduler_with(const SchedulerOptions& options) {
  auto scheduler = Scheduler::create(options, rules_of_meta());
  REQUIRE(scheduler);
  return *scheduler;
}

inline Send send_to(const std::string& user, Lane lane = Lane::utility, const std::string& campaign = "") {
  Send send;
  send.id = user;
  send.to = user;
  send.lane = lane;
  send.campaign = campaign;
  return send;
}

// Starts all that is due and accepts it at once; gives the ids.
inline std::vector<std::string> start_all(Scheduler& scheduler, TimeMs now) {
  std::vector<std::string> ids;
  while (const auto ticket = scheduler.due(now)) {
    ids.push_back(scheduler.send(*ticket).id);
    REQUIRE(scheduler.started(*ticket, now));
    REQUIRE(scheduler.settle(*ticket, {}, now) == Settled::accepted);
  }
  return ids;
}

inline Ticket start_one(Scheduler& scheduler, TimeMs now) {
  const auto ticket = scheduler.due(now);
  REQUIRE(ticket);
  REQUIRE(scheduler.started(*ticket, now));
  return *ticket;
}

// `retry_after_ms`: what Meta names beside it, 0 for nothing.
inline SendResult refused(std::int64_t code, TimeMs retry_after_ms = 0) {
  SendResult result;
  result.kind = SendResult::Kind::refused;
  result.code = code;
  result.retry_after_ms = retry_after_ms;
  return result;
}

inline SendResult result_of(SendResult::Kind kind) {
  SendResult result;
  result.kind = kind;
  return result;
}

}  // namespace twinline
