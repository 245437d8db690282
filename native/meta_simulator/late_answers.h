// Answers that take their time: each is sent when its time has come, by a thread of its own.
//
// What is still waiting at the end is sent then. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "native/http/server.h"

namespace twinline::simulator {

class LateAnswers {
 public:
  LateAnswers() : thread_([this] { run(); }) {}
  ~LateAnswers() { stop(); }
  LateAnswers(const LateAnswers&) = delete;
  LateAnswers& operator=(const LateAnswers&) = delete;

  void send(Reply reply, Response response, std::int64_t after_ms);
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Clock::time_point, std::pair<Reply, Response>> waiting_;
  bool stopped_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace twinline::simulator
