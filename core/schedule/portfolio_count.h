// How many users a business portfolio reached outside service windows in the last 24 hours: what Meta's messaging limit
// counts, and when that limit will be met.
//
// Advice only: Meta counts all numbers and all senders of the portfolio, so its error decides. What a number has sent is
// counted by Scheduler::reached, and how many more wait tells Scheduler::new_users. Times must not go back.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/schedule/time.h"

namespace twinline {

// What Meta accepted for one user within the last window.
struct UserStarts {
  std::string user;
  TimeMs first_ms = 0;
  TimeMs latest_ms = 0;
};

// The limit that Meta's word names ("TIER_2K", "250"); 0: unlimited. Nothing where it names none.
std::optional<std::size_t> users_of_tier(std::string_view tier);

class PortfolioCount {
 public:
  static constexpr TimeMs usual_window_ms = 24 * 3600 * TimeMs{1000};

  explicit PortfolioCount(TimeMs window_ms = usual_window_ms) : window_ms_(window_ms) {}

  // A message outside the user's window went out.
  void add(std::string_view user, TimeMs at);

  std::size_t users(TimeMs now);
  bool counts(std::string_view user, TimeMs now) const;

  struct Plans {
    std::size_t limit = 0;      // 0: unlimited
    std::size_t new_users = 0;  // who wait, and are not counted yet
    TimeMs every_ms = 0;        // the pace: one new user in so many milliseconds
  };
  struct Advice {
    std::size_t users = 0;         // counted now
    TimeMs full_at_ms = never_ms;  // when one of those who wait will find no room; never_ms: there is room for all
  };
  Advice foresee(const Plans& plans, TimeMs now);

 private:
  TimeMs window_ms_;
  std::unordered_map<std::string, TimeMs> latest_;
  std::deque<std::pair<TimeMs, std::string>> sends_;
};

}  // namespace twinline
