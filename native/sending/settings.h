// What sending needs to know beside what going live knows.
#pragma once

#include <cstdint>

namespace twinline {

// How long an Idempotency-Key is remembered.
inline constexpr std::int64_t keys_live_s = std::int64_t{24} * 3600;

struct SendingSettings {
  std::int64_t wait_s = 20;               // how long a caller of `/messages` is kept waiting for a message's turn
  std::int64_t guard_ms = 100;            // lengthens the second that the rate is about
  std::int64_t media_mb = 100;            // the largest upload that is passed on
  std::int64_t most_waiting = 1'000'000;  // of a number, in memory at 1.3 KB each; 0: no bound
  std::int64_t answer_timeout_ms = 30'000;
};

}  // namespace twinline
