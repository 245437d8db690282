#include "native/sending/sends_writer.h"

#include <chrono>
#include <future>
#include <iterator>
#include <memory>
#include <utility>

namespace twinline {
namespace {

constexpr std::chrono::seconds pause_after_failure{1};

}  // namespace

SendsWriter::SendsWriter(Sends& sends, Failed failed)
    : sends_(sends), failed_(std::move(failed)), thread_([this] { work(); }) {}

SendsWriter::~SendsWriter() { stop(); }

void SendsWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SendsWriter::submit(SendsChange change, Done done) { take({std::move(change), std::move(done), false}); }

void SendsWriter::keep(SendsChange change, std::function<void()> done) {
  const auto told = [done = std::move(done)](bool stored) {
    if (stored && done) done();
  };
  take({std::move(change), told, true});
}

void SendsWriter::take(Item item) {
  bool refused = false;
  {
    const std::lock_guard lock(mutex_);
    refused = ended_;
    if (!refused) items_.push_back(std::move(item));
  }
  if (refused) {
    if (item.done) item.done(false);
  } else {
    changed_.notify_all();
  }
}

void SendsWriter::flush() {
  const auto passed = std::make_shared<std::promise<void>>();
  submit({}, [passed](bool) { passed->set_value(); });
  passed->get_future().wait();
}

void SendsWriter::work() {
  std::vector<Item> again;
  for (;;) {
    std::vector<Item> items = std::move(again);
    again.clear();
    {
      std::unique_lock lock(mutex_);
      if (!items.empty()) changed_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
      changed_.wait(lock, [&] { return stopping_ || !items_.empty() || !items.empty(); });
      if (stopping_ && items_.empty() && items.empty()) {
        ended_ = true;
        return;
      }
      std::move(items_.begin(), items_.end(), std::back_inserter(items));
      items_.clear();
    }
    again = store(std::move(items));
    const std::lock_guard lock(mutex_);
    if (stopping_) again.clear();  // the next start finds them as they were
  }
}

std::vector<SendsWriter::Item> SendsWriter::store(std::vector<Item> items) {
  if (items.empty()) return {};
  std::vector<SendsChange> changes;
  changes.reserve(items.size());
  for (Item& item : items) changes.push_back(std::move(item.change));
  const auto stored = sends_.save(changes);
  std::vector<Item> again;
  if (!stored) failed_(stored.error().what);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!stored && items[i].must) {
      items[i].change = std::move(changes[i]);
      again.push_back(std::move(items[i]));
    } else if (items[i].done) {
      items[i].done(static_cast<bool>(stored));
    }
  }
  return again;
}

}  // namespace twinline
