// The campaigns a scheduler has seen: which are paused, and how far each has come in each lane.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/schedule/send.h"

namespace twinline {

struct CampaignProgress {
  std::uint64_t submitted = 0;
  std::uint64_t gone = 0;  // started at least once, or ended
  std::uint64_t waiting() const { return submitted - gone; }
};

struct Campaign {
  std::array<CampaignProgress, lane_count> progress;
  std::vector<Ticket> parked;
  bool paused = false;
};

class Campaigns {
 public:
  std::uint32_t find_or_add(std::string_view name) {
    const auto [entry, added] = by_name_.try_emplace(std::string(name), static_cast<std::uint32_t>(campaigns_.size()));
    if (added) campaigns_.emplace_back();
    return entry->second;
  }
  std::optional<std::uint32_t> find(std::string_view name) const {
    const auto entry = by_name_.find(std::string(name));
    if (entry == by_name_.end()) return std::nullopt;
    return entry->second;
  }
  Campaign& operator[](std::uint32_t index) { return campaigns_[index]; }
  const std::vector<Campaign>& all() const { return campaigns_; }

 private:
  std::unordered_map<std::string, std::uint32_t> by_name_;
  std::vector<Campaign> campaigns_;
};

}  // namespace twinline
