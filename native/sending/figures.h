// What sending has done since the start: written by its threads, read by /metrics.
#pragma once

#include <atomic>
#include <cstdint>

namespace twinline {

struct SendingFigures {
  std::atomic<std::int64_t> started = 0;   // attempts
  std::atomic<std::int64_t> unsent = 0;    // attempts of which no byte was written
  std::atomic<std::int64_t> accepted = 0;  // sends, as all that follow
  std::atomic<std::int64_t> failed = 0;
  std::atomic<std::int64_t> dropped = 0;
  std::atomic<std::int64_t> in_doubt = 0;
};

}  // namespace twinline
