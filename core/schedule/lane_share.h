// Which lane goes next: reply before utility before marketing, and none of them starves.
//
// A lane that has something to start and is passed over earns a twentieth of a start; with a whole one earned it goes
// first. So under any load utility and marketing get at least one start in twenty-one each, and reply the rest.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "core/schedule/send.h"

namespace twinline {

class LaneShare {
 public:
  using Available = std::array<bool, lane_count>;

  std::optional<Lane> next(const Available& available) const {
    std::optional<std::size_t> choice;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      if (!available[lane]) continue;
      const bool due = passed_over_[lane] >= starts_per_share;
      if (!choice || (due && passed_over_[lane] > passed_over_[*choice])) choice = lane;
    }
    if (!choice) return std::nullopt;
    return static_cast<Lane>(*choice);
  }

  void served(Lane lane, const Available& available) {
    for (std::size_t other = 0; other < lane_count; ++other) passed_over_[other] += available[other] ? 1 : 0;
    passed_over_[static_cast<std::size_t>(lane)] = 0;
  }

 private:
  static constexpr int starts_per_share = 20;
  std::array<int, lane_count> passed_over_{};
};

}  // namespace twinline
