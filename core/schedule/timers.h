// Moments at which something changes by itself, earliest first.
//
// A timer names its subject by index and stamp; a subject that is gone or has moved on has another stamp, so timers are
// never cancelled, only ignored.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/schedule/time.h"

namespace twinline {

struct Timer {
  enum class Kind : std::uint8_t { not_before, retry, expiry, user };

  TimeMs at;
  std::uint64_t stamp;
  std::uint32_t index;
  Kind kind;

  // Fires after `other`.
  bool operator<(const Timer& other) const {
    if (at != other.at) return at > other.at;
    if (stamp != other.stamp) return stamp > other.stamp;
    return kind > other.kind;
  }
};

class Timers {
 public:
  void set(const Timer& timer) {
    timers_.push_back(timer);
    std::push_heap(timers_.begin(), timers_.end());
  }
  TimeMs next() const { return timers_.empty() ? never_ms : timers_.front().at; }
  // Requires: next() != never_ms.
  Timer take() {
    std::pop_heap(timers_.begin(), timers_.end());
    const Timer timer = timers_.back();
    timers_.pop_back();
    return timer;
  }

 private:
  std::vector<Timer> timers_;
};

}  // namespace twinline
