// The campaigns a scheduler has seen: which are paused, and how far each has come in each lane.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/schedule/name_table.h"
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
    const std::uint32_t number = names_.find_or_add(name).first;
    if (number == campaigns_.size()) campaigns_.emplace_back();
    return number;
  }
  // NameTable::none where there is none.
  std::uint32_t find(std::string_view name) const { return names_.find(name); }
  const std::string& name(std::uint32_t number) const { return names_.name(number); }
  Campaign& operator[](std::uint32_t number) { return campaigns_[number]; }
  const std::vector<Campaign>& all() const { return campaigns_; }

 private:
  NameTable names_;
  std::vector<Campaign> campaigns_;
};

}  // namespace twinline
