// How many messages a second Meta lets a coexistence number handle, as dated data.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace twinline {

struct RateRule {
  std::string_view from;   // ISO date of the first copy of the source that says so
  std::string_view until;  // the day it ceased to hold; empty: it holds
  int per_second;          // messages in and out together
  std::string_view source;
};

std::span<const RateRule> coexistence_rates();

// The rule in force on a date (ISO), or the newest one.
const RateRule& coexistence_rate(std::optional<std::string_view> date = std::nullopt);

}  // namespace twinline
