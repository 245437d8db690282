// What the journal tells those who send: into the queues, and into the store.

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "native/sending/axis.h"
#include "native/sending/heard.h"
#include "native/sending/sending.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr std::chrono::milliseconds store_pause{1'000};
// More than any rate allows.
constexpr std::size_t most_recent_inbound = 100;
constexpr std::size_t ids_remembered = 20'000;

}  // namespace

void Sending::hear(const SendingNews& news, std::map<std::int64_t, std::int64_t> cursor) {
  SendsChange change;
  {
    const std::lock_guard making(making_);
    change = change_by(news);
    change.cursor = std::move(cursor);
  }
  if (!news.signs.empty() || !news.wishes.empty()) wake();
  for (;;) {
    const auto stored = std::make_shared<std::promise<bool>>();
    writer_->submit(change, [stored](bool done) { stored->set_value(done); });
    if (stored->get_future().get()) return;
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, store_pause, [this] { return stopping_; })) return;
  }
}

SendsChange Sending::change_by(const SendingNews& news) {
  SendsChange change;
  const auto queue_of = [this](const std::string& number) -> QueuePtr {
    const std::lock_guard lock(mutex_);
    const auto found = queues_.find(number);
    return found == queues_.end() ? nullptr : found->second;
  };
  for (const CustomerSign& sign : news.signs) {
    const bool opens = around_.affairs.onboarding_at(sign.number, sign.at_s).has_value();
    if (opens) change.users.push_back({sign.number, sign.user, sign.at_s, 0, 0});
    if (heard_before(sign.id)) continue;
    if (const QueuePtr queue = queue_of(sign.number)) {
      queue->customer(sign.user, sign.at_s, opens, sign.is_message);
    } else if (opens && sign.is_message && is_news(sign.at_s, unix_now_ms())) {
      note_inbound(sign.number);
    }
  }
  for (const MarketingWish& wish : news.wishes) {
    UserStanding now{wish.number, wish.user, 0, wish.stop ? wish.at_s : 0, wish.stop ? 0 : wish.at_s};
    change.users.push_back(now);
    if (const auto known = around_.sends.user(wish.number, wish.user); known && *known) {
      now.stopped_s = std::max(now.stopped_s, (*known)->stopped_s);
      now.resumed_s = std::max(now.resumed_s, (*known)->resumed_s);
    }
    if (const QueuePtr queue = queue_of(wish.number)) queue->wish(wish.user, now.stopped_s > now.resumed_s);
  }
  for (DeliveryStatus status : news.statuses) {
    if (const QueuePtr queue = queue_of(status.number)) {
      // Callers may give many messages the same data: what a wamid names is not looked for among the others.
      const auto known =
          status.opaque.empty() ? Stored<bool>(true) : around_.sends.knows_wamid(status.number, status.wamid);
      if (known && *known) status.opaque.clear();
      queue->hear(status);
    } else {
      change.heard.push_back(heard_of(status, {}));
    }
  }
  return change;
}

// What was received directly before a number sends for the first time takes part in its rate too.
void Sending::note_inbound(const std::string& number) {
  std::deque<TimeMs>& times = recent_inbound_[number];
  times.push_back(axis_now());
  while (times.size() > most_recent_inbound) times.pop_front();
}

std::int64_t Sending::take_recent_inbound(const std::string& number) {
  const auto found = recent_inbound_.extract(number);
  if (found.empty()) return 0;
  const TimeMs since = axis_now() - ms - settings_.guard_ms;
  return std::count_if(found.mapped().begin(), found.mapped().end(), [since](TimeMs at) { return at > since; });
}

// Meta repeats what it was not answered for; a message counts against the rate once.
bool Sending::heard_before(const std::string& id) {
  if (id.empty()) return false;
  if (!recent_.insert(id).second) return true;
  recent_ids_.push_back(id);
  if (recent_ids_.size() > ids_remembered) {
    recent_.erase(recent_ids_.front());
    recent_ids_.pop_front();
  }
  return false;
}

}  // namespace twinline
