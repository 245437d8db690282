// Does things one after another, each as soon as its time has come, on a thread of its own: calls are answered here, so that
// those who take them in never wait, and answers that take their time are sent.
//
// What is still waiting at the end is done then. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace twinline::simulator {

class AnswerDesk {
 public:
  using Task = std::function<void()>;

  AnswerDesk() : thread_([this] { run(); }) {}
  ~AnswerDesk() { stop(); }
  AnswerDesk(const AnswerDesk&) = delete;
  AnswerDesk& operator=(const AnswerDesk&) = delete;

  // In the order in which they come, where they are due at the same time. After the end: not at all.
  void add(Task task, std::int64_t after_ms = 0);
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Clock::time_point, Task> waiting_;
  bool stopped_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace twinline::simulator
