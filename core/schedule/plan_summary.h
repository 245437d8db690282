// What a plan came to, for people: the fullest second, how much of the rate was used, who waited how long.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/schedule/plan.h"

namespace twinline {

class PlanSummary {
 public:
  explicit PlanSummary(const Scenario& scenario) : scenario_(scenario) {}

  void add(const PlanStep& step);
  std::string text(const PlanUse& use) const;

 private:
  using Waits = std::vector<TimeMs>;

  const Scenario& scenario_;
  std::deque<TimeMs> last_second_;  // starts in (t - 1000, t]
  std::size_t fullest_ = 0;
  TimeMs fullest_at_ = 0;
  std::int64_t starts_ = 0;
  std::map<std::string, std::int64_t, std::less<>> ends_;
  std::array<Waits, lane_count> by_lane_;
  std::map<std::string, Waits> by_campaign_;
};

}  // namespace twinline
