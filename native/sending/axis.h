// The two clocks of sending: Unix time for people, the store and Meta; a clock that never goes back for the scheduler.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/policy/date.h"
#include "core/schedule/time.h"

namespace twinline {

inline std::int64_t unix_now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

inline Date today() { return date_of(unix_now_ms() / 1000); }

inline TimeMs axis_now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// As the two clocks stand now: a jump of Unix time moves what is converted afterwards only.
inline TimeMs axis_of(std::int64_t unix_ms) { return unix_ms - unix_now_ms() + axis_now(); }
inline std::int64_t unix_of(TimeMs axis_ms) { return axis_ms - axis_now() + unix_now_ms(); }

}  // namespace twinline
