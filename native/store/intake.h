// Group commit: deliveries of many requests share one transaction of the journal.
//
// submit() returns at once; `done` is called, from the intake's own thread, when the delivery is durable (true) or the
// journal failed (false). While one transaction is on its way to the disk the next one gathers. What cannot be taken because
// too much is waiting already is refused at once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "native/store/journal.h"

namespace twinline {

class Intake {
 public:
  using Done = std::function<void(bool stored)>;
  // Called after each commit and before those who wait are told, from the intake's thread, with how many deliveries it
  // stored; or with what went wrong.
  struct Events {
    std::function<void(std::size_t deliveries)> committed;
    std::function<void(const std::string& what)> failed;
  };

  Intake(Journal& journal, Events events, std::size_t max_waiting_bytes = 256U << 20);
  ~Intake();  // stores what is waiting, then ends
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  void submit(Delivery delivery, Done done);

 private:
  void work();

  Journal& journal_;
  Events events_;
  std::size_t max_waiting_bytes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Delivery> deliveries_;
  std::vector<Done> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace twinline
