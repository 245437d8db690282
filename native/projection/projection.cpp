#include "native/projection/projection.h"

#include <chrono>
#include <utility>

namespace twinline {
namespace {

constexpr std::chrono::seconds pause_after_failure{1};

}  // namespace

Projection::Projection(Journal& journal, Records& records, Events events, OnboardingAt onboarding_at)
    : projector_(journal, records, std::move(onboarding_at)), events_(std::move(events)), thread_([this] { work(); }) {}

Projection::~Projection() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Projection::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

bool Projection::sleep(bool until_woken) {
  std::unique_lock lock(mutex_);
  if (until_woken) {
    changed_.wait(lock, [this] { return woken_ || stopping_; });
  } else {
    changed_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
  }
  woken_ = false;
  return !stopping_;
}

void Projection::work() {
  for (bool idle = true; sleep(idle);) {
    idle = true;
    for (;;) {
      const auto step = projector_.step();
      if (!step) {
        events_.failed(step.error().what);
        idle = false;
        break;
      }
      if (step->deliveries == 0) break;
      events_.saved(*step);
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
  }
}

}  // namespace twinline
