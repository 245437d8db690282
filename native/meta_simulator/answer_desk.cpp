#include "native/meta_simulator/answer_desk.h"

#include <utility>

namespace twinline::simulator {

void AnswerDesk::add(Task task, std::int64_t after_ms) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  waiting_.emplace(Clock::now() + std::chrono::milliseconds(after_ms), std::move(task));
  changed_.notify_one();
}

void AnswerDesk::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void AnswerDesk::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_ || !waiting_.empty()) {
    if (waiting_.empty()) {
      changed_.wait(lock);
    } else if (!stopped_ && waiting_.begin()->first > Clock::now()) {
      changed_.wait_until(lock, waiting_.begin()->first);
    } else {
      const Task task = std::move(waiting_.extract(waiting_.begin()).mapped());
      lock.unlock();
      task();
      lock.lock();
    }
  }
}

}  // namespace twinline::simulator
