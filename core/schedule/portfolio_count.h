// How many users a business portfolio reached outside service windows in the last 24 hours: what Meta's messaging limit
// counts.
//
// Advice only: Meta counts all numbers and all senders of the portfolio, so its error decides. One count serves all
// schedulers of a portfolio. Times must not go back.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/schedule/time.h"

namespace twinline {

class PortfolioCount {
 public:
  explicit PortfolioCount(TimeMs window_ms = 24 * 3600 * TimeMs{1000}) : window_ms_(window_ms) {}

  // A message outside the user's window went out.
  void add(std::string_view user, TimeMs at) {
    latest_[std::string(user)] = at;
    sends_.emplace_back(at, user);
  }

  std::size_t users(TimeMs now) {
    for (; !sends_.empty() && sends_.front().first <= now - window_ms_; sends_.pop_front()) {
      const auto found = latest_.find(sends_.front().second);
      if (found != latest_.end() && found->second <= now - window_ms_) latest_.erase(found);
    }
    return latest_.size();
  }

 private:
  TimeMs window_ms_;
  std::unordered_map<std::string, TimeMs> latest_;
  std::deque<std::pair<TimeMs, std::string>> sends_;
};

}  // namespace twinline
