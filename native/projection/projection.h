// Keeps the records up with the journal in a thread of its own.
//
// Sleeps until woken; goes on from the saved cursor after a restart. When the store fails it says so and tries again after a
// pause. Nothing it does can lose a delivery: it only reads the journal.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "native/projection/projector.h"

namespace twinline {

class Projection {
 public:
  // Both are called from the projection's thread.
  struct Events {
    std::function<void(const ProjectionStep&)> saved;
    std::function<void(const std::string& what)> failed;
  };

  Projection(Journal& journal, Records& records, Events events, OnboardingAt onboarding_at = {});
  ~Projection();  // ends after the step it is in
  Projection(const Projection&) = delete;
  Projection& operator=(const Projection&) = delete;

  // The journal has grown.
  void wake();

 private:
  void work();
  // False: it is time to end.
  bool sleep(bool until_woken);

  Projector projector_;
  Events events_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace twinline
