// How far a long job is, on stderr: nothing in its first second, then a line a second, and one at the end if it took longer.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace twinline {

class Progress {
 public:
  // "import", "deliveries"; `total` 0: not known.
  Progress(std::string job, std::string things, std::int64_t total);
  void at(std::int64_t done);
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  void say() const;

  std::string job_, things_;
  std::int64_t total_, done_ = 0;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(1);
  bool said_ = false;
};

}  // namespace twinline
