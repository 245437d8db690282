// The pacing thread, and the way of one send: begun in the store, handed to the client, settled by what comes back.

#include <algorithm>
#include <chrono>
#include <utility>

#include "native/sending/axis.h"
#include "native/sending/sending.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr TimeMs tidy_every_ms = 600'000;
constexpr TimeMs longest_sleep_ms = 1'000;
constexpr TimeMs store_pause_ms = 1'000;

}  // namespace

void Sending::work() {
  for (;;) {
    TimeMs now = axis_now();
    judge_lives(now);
    tidy(now);
    give_up_late(now);
    std::vector<QueuePtr> queues;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      woken_ = false;
      for (const auto& [number, queue] : queues_) queues.push_back(queue);
    }
    TimeMs next = now + longest_sleep_ms;
    const TimeMs blocked_until = no_connection_until_;
    if (now < blocked_until) {
      next = std::min(next, blocked_until);
    } else {
      for (const QueuePtr& queue : queues) {
        if (const auto due = queue->due(); !due.empty()) begin(queue, due);
        next = std::min(next, queue->wake());
      }
    }
    std::unique_lock lock(mutex_);
    if (!deadlines_.empty()) next = std::min(next, deadlines_.begin()->first);
    now = axis_now();
    const auto rest = std::chrono::milliseconds(std::clamp<TimeMs>(next - now, 1, longest_sleep_ms));
    changed_.wait_for(lock, rest, [this] { return woken_ || stopping_ || lives_told_; });
    if (stopping_) return;
  }
}

void Sending::tidy(TimeMs now) {
  if (now < tidied_ + tidy_every_ms) return;
  tidied_ = now;
  SendsChange change;
  change.forget_keys_before_s = unix_now_ms() / ms - keys_live_s;
  writer_->keep(std::move(change));
}

void Sending::give_up_late(TimeMs now) {
  std::vector<Late> late;
  {
    const std::lock_guard lock(mutex_);
    const auto end = deadlines_.upper_bound(now);
    for (auto one = deadlines_.begin(); one != end; ++one) late.push_back(std::move(one->second));
    deadlines_.erase(deadlines_.begin(), end);
  }
  // One that is on its way is waited for.
  for (const Late& one : late) {
    one.queue->cancel(one.id, {EndReason::waited_too_long, "waited too long for its turn"}, true);
  }
}

void Sending::begin(const QueuePtr& queue, const std::vector<NumberQueue::Due>& due) {
  SendsChange change;
  for (const NumberQueue::Due& one : due) {
    change.begun.push_back({queue->number(), one.id, one.attempts, unix_now_ms()});
  }
  writer_->submit(std::move(change), [this, queue, due](bool stored) {
    for (const NumberQueue::Due& one : due) {
      if (stored) {
        go(queue, one.id);
      } else {
        queue->release(one.id);
      }
    }
    if (!stored) no_connection_until_ = axis_now() + store_pause_ms;
  });
}

void Sending::go(const QueuePtr& queue, const std::string& id) {
  const auto send = around_.sends.find(queue->number(), id);
  std::string app;
  {
    const std::lock_guard lock(mutex_);
    app = apps_[queue->number()];
  }
  const auto token = around_.affairs.token(app);
  if (!send || !*send || !token) {
    queue->release(id);
    no_connection_until_ = axis_now() + store_pause_ms;
    return look_at_lives();
  }
  GraphApi api = graph_.api(today(), *token);
  if (!(*send)->version.empty()) api.version = (*send)->version;
  client_->send(
      send_message(api, queue->number(), (*send)->body),
      [this, queue, id] {
        const bool may = queue->start(id);
        if (may) ++figures_.started;
        return may;
      },
      [this, queue, id](const CallEnd& end) {
        came_back(queue, id, end);
        wake();
      },
      [queue, id] { queue->written(id); });
}

void Sending::came_back(const QueuePtr& queue, const std::string& id, const CallEnd& end) {
  switch (end.fate) {
    case CallFate::withheld:
      return;
    case CallFate::not_written:
      queue->release(id);
      return no_connection(end.problem);
    case CallFate::lost: {
      SendAnswer lost;
      lost.result.kind = SendResult::Kind::lost;
      return queue->settle(id, lost, {});
    }
    case CallFate::answered:
      failures_in_a_row_ = 0;
      return queue->settle(id, read_send_answer(end.answer, graph_.policy, today()), end.answer);
  }
}

// Meta cannot be reached: all wait, longer each time.
void Sending::no_connection(const std::string& problem) {
  ++figures_.unsent;
  if (axis_now() < no_connection_until_) return;
  constexpr int most_doublings = 5;
  const int shift = std::min(failures_in_a_row_++, most_doublings);
  no_connection_until_ = axis_now() + (TimeMs{ms} << shift);
  around_.problem("messages wait, Meta cannot be reached: " + problem);
}

}  // namespace twinline
