#include "native/meta_simulator/stop_signals.h"

#include <ctime>

namespace twinline::simulator {

StopSignals::StopSignals(Stop& stop) {
  sigset_t both;
  sigemptyset(&both);
  sigaddset(&both, SIGINT);
  sigaddset(&both, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &both, &before_);
  waiter_ = std::thread([this, &stop, both] {
    while (!over_) {
      const timespec pause{0, 100'000'000};
      if (sigtimedwait(&both, nullptr, &pause) > 0) stop.request();
    }
  });
}

StopSignals::~StopSignals() {
  over_ = true;
  waiter_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace twinline::simulator
