// While this lives, SIGINT and SIGTERM are wishes to stop.
//
// Make it before any other thread: the signals are blocked in the thread that makes it and in those started afterwards,
// and taken by a thread of its own, so no code runs inside a signal handler.
#pragma once

#include <atomic>
#include <csignal>
#include <thread>

#include "native/meta_simulator/stop.h"

namespace twinline::simulator {

class StopSignals {
 public:
  explicit StopSignals(Stop& stop);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  sigset_t before_{};
  std::atomic<bool> over_ = false;
  std::thread waiter_;
};

}  // namespace twinline::simulator
