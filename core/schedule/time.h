// Time in this room: milliseconds on one axis that the host chooses. Nothing here reads a clock.
//
// The host passes a monotonic clock; `twinline plan` passes virtual milliseconds. Times of one scheduler are all on the
// same axis, those of messages included.
#pragma once

#include <cstdint>
#include <limits>

namespace twinline {

using TimeMs = std::int64_t;

inline constexpr TimeMs never_ms = std::numeric_limits<TimeMs>::max();
// What Meta's rate is about, half-open.
inline constexpr TimeMs rate_window_ms = 1000;
inline constexpr TimeMs long_ago_ms = std::numeric_limits<TimeMs>::min() / 2;

}  // namespace twinline
