#include "native/meta_simulator/late_answers.h"

namespace twinline::simulator {

void LateAnswers::send(Reply reply, Response response, std::int64_t after_ms) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      waiting_.emplace(Clock::now() + std::chrono::milliseconds(after_ms),
                       std::pair(std::move(reply), std::move(response)));
      changed_.notify_one();
      return;
    }
  }
  reply.send(std::move(response));
}

void LateAnswers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void LateAnswers::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_ || !waiting_.empty()) {
    if (waiting_.empty()) {
      changed_.wait(lock);
    } else if (!stopped_ && waiting_.begin()->first > Clock::now()) {
      changed_.wait_until(lock, waiting_.begin()->first);
    } else {
      const auto due = waiting_.extract(waiting_.begin());
      due.mapped().first.send(std::move(due.mapped().second));
    }
  }
}

}  // namespace twinline::simulator
