#include "native/cli/progress.h"

#include <iostream>

namespace twinline {

Progress::Progress(std::string job, std::string things, std::int64_t total)
    : job_(std::move(job)), things_(std::move(things)), total_(total) {}

void Progress::at(std::int64_t done) {
  done_ = done;
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::seconds(1);
  said_ = true;
  say();
}

void Progress::finish() {
  if (said_) say();
}

void Progress::say() const {
  std::cerr << "twinline: " << job_ << ": " << done_;
  if (total_ > 0) std::cerr << " of " << total_;
  std::cerr << " " << things_ << "\n";
}

}  // namespace twinline
