#include "native/meta_simulator/courier.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

#include "native/meta_simulator/meta_bytes.h"

namespace twinline::simulator {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t farewell_ms = 400;

struct Waiting {
  Clock::time_point due;
  std::uint64_t number = 0;  // bodies that are due at the same time leave in the order in which they came
  unsigned attempts = 0;
  std::shared_ptr<Parcel> parcel;

  bool operator<(const Waiting& other) const { return due != other.due ? due > other.due : number > other.number; }
};

}  // namespace

struct Courier::State {
  CourierOptions options;
  std::function<Send()> make_send;
  std::shared_ptr<spdlog::logger> log;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::priority_queue<Waiting> queue;
  CourierCounts counts;
  std::uint64_t last_number = 0;
  unsigned running = 0;
  bool stopping = false;
  std::vector<std::thread> workers;

  void work();
  bool take(Waiting& waiting);
  bool deliver(const Send& send, const Waiting& waiting);
  void settle(Waiting waiting, bool taken);
};

bool Courier::State::take(Waiting& waiting) {
  std::unique_lock lock(mutex);
  while (!stopping) {
    if (queue.empty()) {
      changed.wait(lock);
    } else if (queue.top().due > Clock::now()) {
      changed.wait_until(lock, Clock::time_point(queue.top().due));
    } else {
      waiting = queue.top();
      queue.pop();
      ++counts.posts;
      return true;
    }
  }
  return false;
}

bool Courier::State::deliver(const Send& send, const Waiting& waiting) {
  Request request;
  request.method = "POST";
  request.url = options.url;
  request.body = waiting.parcel->body();
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "facebookexternalua"},
                     {"X-Hub-Signature-256", signature(options.app_secret, request.body)}};
  const Answer answer = send(request);
  if (answer.status == 200) return true;
  log->warn("{}: {}, attempt {}", waiting.parcel->what,
            answer.status == 0 ? "no answer" : "answered " + std::to_string(answer.status), waiting.attempts + 1);
  return false;
}

void Courier::State::settle(Waiting waiting, bool taken) {
  if (taken && waiting.parcel->acknowledged) waiting.parcel->acknowledged();
  const std::lock_guard lock(mutex);
  if (taken) {
    ++counts.taken;
    --counts.pending;
  } else {
    ++counts.refused;
    const std::int64_t pause_ms =
        std::min(options.longest_retry_ms, options.first_retry_ms << std::min(waiting.attempts, 20U));
    ++waiting.attempts;
    waiting.due = Clock::now() + std::chrono::milliseconds(pause_ms);
    queue.push(std::move(waiting));
  }
  changed.notify_all();
}

void Courier::State::work() {
  const Send send = make_send();
  Waiting waiting;
  while (take(waiting)) {
    const bool taken = deliver(send, waiting);
    settle(std::move(waiting), taken);
  }
  const std::lock_guard lock(mutex);
  --running;
  changed.notify_all();
}

Courier::Courier(CourierOptions options, std::function<Send()> make_send, std::shared_ptr<spdlog::logger> log)
    : state_(std::make_shared<State>()) {
  state_->options = std::move(options);
  state_->make_send = std::move(make_send);
  state_->log = std::move(log);
  state_->running = state_->options.workers;
  for (unsigned i = 0; i < state_->options.workers; ++i) {
    state_->workers.emplace_back([state = state_] { state->work(); });
  }
}

Courier::~Courier() { stop(); }

void Courier::post(Parcel parcel, std::int64_t after_ms) {
  const std::lock_guard lock(state_->mutex);
  ++state_->counts.pending;
  state_->queue.push({Clock::now() + std::chrono::milliseconds(after_ms), ++state_->last_number, 0,
                      std::make_shared<Parcel>(std::move(parcel))});
  state_->changed.notify_all();
}

CourierCounts Courier::counts() const {
  const std::lock_guard lock(state_->mutex);
  return state_->counts;
}

bool Courier::wait_until_pending(std::size_t limit, std::int64_t patience_ms) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, std::chrono::milliseconds(patience_ms),
                                  [this, limit] { return state_->counts.pending <= limit; });
}

void Courier::stop() {
  std::vector<std::thread> workers;
  bool all_ended = false;
  {
    std::unique_lock lock(state_->mutex);
    state_->stopping = true;
    state_->changed.notify_all();
    all_ended =
        state_->changed.wait_for(lock, std::chrono::milliseconds(farewell_ms), [this] { return state_->running == 0; });
    workers.swap(state_->workers);
  }
  for (std::thread& worker : workers) {
    if (all_ended) {
      worker.join();
    } else {
      worker.detach();
    }
  }
}

}  // namespace twinline::simulator
