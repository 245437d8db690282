#include "native/sending/news_reader.h"

#include <chrono>
#include <iterator>
#include <utility>

namespace twinline {
namespace {

constexpr std::size_t step_deliveries = 512;
constexpr std::size_t step_bytes = 4U << 20;
constexpr std::chrono::seconds pause_after_failure{1};

template <class Entry>
void append(std::vector<Entry>& all, std::vector<Entry> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

NewsReader::NewsReader(Journal& journal, Cursor from, Hear hear, Failed failed)
    : journal_(journal), cursor_(std::move(from)), hear_(std::move(hear)), failed_(std::move(failed)), thread_([this] {
        work();
      }) {}

NewsReader::~NewsReader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void NewsReader::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    idle_ = false;
  }
  changed_.notify_all();
}

void NewsReader::catch_up() {
  wake();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return idle_ || stopping_; });
}

void NewsReader::work() {
  for (;;) {
    while (step()) {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    std::unique_lock lock(mutex_);
    if (failing_) {
      changed_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
      if (stopping_) return;
      continue;
    }
    if (!woken_) {
      idle_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return woken_ || stopping_; });
    }
    woken_ = false;
    if (stopping_) return;
  }
}

bool NewsReader::step() {
  const auto lanes = journal_.lanes();
  SendingNews news;
  Cursor moved;
  failing_ = !lanes;
  if (!lanes) failed_(lanes.error().what);
  for (const std::int64_t lane : lanes ? *lanes : std::vector<std::int64_t>()) {
    const auto deliveries = journal_.read(lane, cursor_[lane], step_deliveries, step_bytes);
    if (!deliveries) {
      failing_ = true;
      failed_(deliveries.error().what);
    }
    if (!deliveries || deliveries->empty()) continue;
    for (const Delivery& delivery : *deliveries) {
      cursor_[lane] = moved[lane] = delivery.seq;
      if (delivery.kind != Delivery::Kind::webhook) continue;
      const auto batch = decoder_(delivery.body, Source{delivery.received_ms, delivery.onboarding});
      if (!batch) continue;
      SendingNews told = sending_news_of(**batch);
      append(news.signs, std::move(told.signs));
      append(news.wishes, std::move(told.wishes));
      append(news.statuses, std::move(told.statuses));
    }
  }
  if (moved.empty()) return false;
  hear_(news, std::move(moved));
  return true;
}

}  // namespace twinline
