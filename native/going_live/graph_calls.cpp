#include "native/going_live/graph_calls.h"

#include <utility>

namespace twinline {

GraphCalls::GraphCalls(unsigned threads) {
  for (unsigned i = 0; i < threads; ++i) clients_.emplace_back();
  for (HttpClient& client : clients_) threads_.emplace_back([this, &client] { work(client); });
}

GraphCalls::~GraphCalls() { stop(); }

void GraphCalls::run(Errand errand, Urgency urgency) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    if (urgency == Urgency::urgent) {
      errands_.push_front(std::move(errand));
    } else {
      errands_.push_back(std::move(errand));
    }
  }
  changed_.notify_one();
}

void GraphCalls::stop() {
  std::deque<Errand> forgotten;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    forgotten.swap(errands_);
  }
  changed_.notify_all();
  for (HttpClient& client : clients_) client.abandon();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void GraphCalls::work(HttpClient& client) {
  for (;;) {
    Errand errand;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !errands_.empty(); });
      if (stopping_) return;
      errand = std::move(errands_.front());
      errands_.pop_front();
    }
    errand(client);
  }
}

}  // namespace twinline
