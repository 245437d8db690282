#include "native/meta_simulator/send_limits.h"

#include <algorithm>

namespace twinline::simulator {
namespace {

constexpr std::int64_t second_ms = 1'000;
constexpr std::int64_t burst_ms = 6'000;
constexpr std::int64_t cost_ms = 6'000;
constexpr std::size_t burst_size = 45;

}  // namespace

void SlidingSecond::add(std::int64_t at_ms) {
  if (!times_.empty()) at_ms = std::max(at_ms, times_.back());
  times_.push_back(at_ms);
  highest_ = std::max(highest_, count(at_ms));
}

std::size_t SlidingSecond::count(std::int64_t now_ms) {
  while (!times_.empty() && times_.front() <= now_ms - second_ms) times_.pop_front();
  return times_.size();
}

bool PairLimit::take(std::int64_t now_ms) {
  if (now_ms >= paid_at_ms_) {
    burst_began_ms_ = paid_at_ms_ = now_ms;
    in_burst_ = 0;
  } else if (now_ms >= burst_began_ms_ + burst_ms || in_burst_ == burst_size) {
    return false;
  }
  ++in_burst_;
  paid_at_ms_ += cost_ms;
  return true;
}

}  // namespace twinline::simulator
