#include "core/schedule/portfolio_count.h"

#include <algorithm>

namespace twinline {

std::optional<std::size_t> users_of_tier(std::string_view tier) {
  constexpr std::string_view prefix = "TIER_";
  constexpr std::size_t most_digits = 9;
  if (tier.substr(0, prefix.size()) == prefix) tier.remove_prefix(prefix.size());
  if (tier == "UNLIMITED") return 0;
  std::size_t factor = 1;
  if (!tier.empty() && tier.back() == 'K') {
    factor = 1000;
    tier.remove_suffix(1);
  }
  if (tier.empty() || tier.size() > most_digits) return std::nullopt;
  std::size_t users = 0;
  for (const char digit : tier) {
    if (digit < '0' || digit > '9') return std::nullopt;
    users = users * 10 + static_cast<std::size_t>(digit - '0');
  }
  return users * factor;
}

void PortfolioCount::add(std::string_view user, TimeMs at) {
  latest_[std::string(user)] = at;
  sends_.emplace_back(at, user);
}

std::size_t PortfolioCount::users(TimeMs now) {
  for (; !sends_.empty() && sends_.front().first <= now - window_ms_; sends_.pop_front()) {
    const auto found = latest_.find(sends_.front().second);
    if (found != latest_.end() && found->second <= now - window_ms_) latest_.erase(found);
  }
  return latest_.size();
}

bool PortfolioCount::counts(std::string_view user, TimeMs now) const {
  const auto found = latest_.find(std::string(user));
  return found != latest_.end() && found->second > now - window_ms_;
}

PortfolioCount::Advice PortfolioCount::foresee(const Plans& plans, TimeMs now) {
  Advice advice;
  advice.users = users(now);
  if (plans.limit == 0) return advice;
  // One after the other leaves the count, and one after the other of those who wait takes a place.
  std::size_t places = plans.limit > advice.users ? plans.limit - advice.users : 0;
  auto leaving = sends_.begin();
  const auto next_leaves = [&] {
    while (leaving != sends_.end() && latest_[leaving->second] != leaving->first) ++leaving;
    return leaving == sends_.end() ? never_ms : leaving->first + window_ms_;
  };
  for (;;) {
    if (plans.new_users <= places) return advice;
    const TimeMs full = now + static_cast<TimeMs>(places) * std::max<TimeMs>(plans.every_ms, 0);
    const TimeMs leaves = next_leaves();
    if (leaves > full) {
      advice.full_at_ms = full;
      return advice;
    }
    ++leaving;
    ++places;
  }
}

}  // namespace twinline
