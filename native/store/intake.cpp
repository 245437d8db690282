#include "native/store/intake.h"

namespace twinline {

Intake::Intake(Journal& journal, Events events, std::size_t max_waiting_bytes)
    : journal_(journal),
      events_(std::move(events)),
      max_waiting_bytes_(max_waiting_bytes),
      thread_([this] { work(); }) {}

Intake::~Intake() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Intake::submit(Delivery delivery, Done done) {
  bool refused = false;
  {
    const std::lock_guard lock(mutex_);
    refused = stopping_ || waiting_bytes_ + delivery.body.size() > max_waiting_bytes_;
    if (!refused) {
      waiting_bytes_ += delivery.body.size();
      deliveries_.push_back(std::move(delivery));
      waiting_.push_back(std::move(done));
    }
  }
  if (refused) {
    done(false);
  } else {
    changed_.notify_one();
  }
}

void Intake::work() {
  std::vector<Delivery> deliveries;
  std::vector<Done> waiting;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !deliveries_.empty(); });
      if (deliveries_.empty()) return;
      deliveries.swap(deliveries_);
      waiting.swap(waiting_);
      waiting_bytes_ = 0;
    }
    const auto stored = journal_.append(deliveries);
    // Before the requests are answered: who has got his 200 finds his delivery counted.
    if (stored) {
      events_.committed(deliveries.size());
    } else {
      events_.failed(stored.error().what);
    }
    for (const Done& done : waiting) done(static_cast<bool>(stored));
    deliveries.clear();
    waiting.clear();
  }
}

}  // namespace twinline
