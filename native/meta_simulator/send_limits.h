// Meta's two limits on what a number sends, as Meta would see them: by the time at which a message reaches it.
//
// A judge of its own: nothing here is shared with the scheduler that is judged. A second is half-open, so what came
// exactly 1,000 ms ago no longer counts. Times need not rise: what comes with an earlier time counts as now.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace twinline::simulator {

// What happened in the last second, and the most that ever happened in one.
class SlidingSecond {
 public:
  void add(std::int64_t at_ms);
  std::size_t count(std::int64_t now_ms);
  std::size_t highest() const { return highest_; }

 private:
  std::deque<std::int64_t> times_;
  std::size_t highest_ = 0;
};

// What one number sends to one user: a message every 6 seconds. Up to 45 may go within 6 seconds, borrowed from the
// future: each costs 6 seconds, and until they have passed nothing more goes.
class PairLimit {
 public:
  // Whether a message may go now; if so it is counted.
  bool take(std::int64_t now_ms);

 private:
  std::int64_t burst_began_ms_ = 0;
  std::int64_t paid_at_ms_ = 0;
  std::size_t in_burst_ = 0;
};

constexpr std::size_t coexistence_rate = 20;  // messages in any second, inbound ones among them

}  // namespace twinline::simulator
