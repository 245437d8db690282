// Which lane goes next: reply before utility before marketing, and none of them starves.
//
// A lane that has something to start and is passed over earns a twentieth of a start; with a whole one earned it goes
// first. So under any load utility and marketing get at least one start in twenty-one each, and reply the rest.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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

  // About how many starts of all lanes come before the one of `lane` that has `before` others of its own lane ahead of it,
  // while so many wait in each.
  static std::uint64_t starts_before(std::array<std::uint64_t, lane_count> waiting, Lane lane, std::uint64_t before) {
    constexpr double share = 1.0 / (starts_per_share + 1);
    const auto own = static_cast<std::size_t>(lane);
    std::array<double, lane_count> left{};
    for (std::size_t i = 0; i < lane_count; ++i) left[i] = static_cast<double>(waiting[i]);
    left[own] = static_cast<double>(before);
    double starts = 0;
    while (left[own] > 0) {
      // The first lane that has something gets what the others leave it; it is so until one of them is empty.
      std::array<double, lane_count> part{};
      std::size_t first = lane_count;
      for (std::size_t i = lane_count; i-- > 0;) {
        if (left[i] > 0) part[first = i] = share;
      }
      part[first] = 1;
      for (std::size_t i = first + 1; i < lane_count; ++i) part[first] -= part[i];
      double until = left[own] / part[own];
      for (std::size_t i = 0; i < lane_count; ++i) {
        if (part[i] > 0) until = std::min(until, left[i] / part[i]);
      }
      for (std::size_t i = 0; i < lane_count; ++i) {
        left[i] -= until * part[i];
        if (left[i] < 0.5) left[i] = 0;
      }
      starts += until;
    }
    // Nothing of its own lane is ahead any more, but lanes above go first, until its share comes.
    double above = 0;
    for (std::size_t i = 0; i < own; ++i) above += left[i];
    return static_cast<std::uint64_t>(starts + std::min<double>(above, starts_per_share));
  }

 private:
  static constexpr int starts_per_share = 20;
  std::array<int, lane_count> passed_over_{};
};

}  // namespace twinline
