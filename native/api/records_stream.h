// The records of a number as NDJSON, from a version on: a ResponseStream over a record store.
//
// Records as lines; each batch closed by {"version":"…"}, which `since` takes later. A followed stream goes on when woken and
// says its version at least every 15 s. Reads one page at a time, and the next only when the client has taken it.
#pragma once

#include <chrono>
#include <string>

#include "native/api/followers.h"
#include "native/http/server.h"
#include "native/store/records.h"

namespace twinline {

class RecordsStream final : public ResponseStream {
 public:
  // `follow`: stays open; else it ends when it has caught up. The store must outlive the stream.
  RecordsStream(Records& records, std::string number, std::string since, bool follow)
      : records_(records), number_(std::move(number)), place_(std::move(since)), follow_(follow) {}

  void keep(Followers::Subscription subscription) { subscription_ = std::move(subscription); }
  Piece next() override;

 private:
  using Clock = std::chrono::steady_clock;
  void say_version(std::string& bytes);

  Records& records_;
  std::string number_;
  std::string place_;    // where to read on
  std::string version_;  // the last that was complete
  bool follow_;
  Clock::time_point said_at_ = Clock::now();
  Followers::Subscription subscription_;
};

}  // namespace twinline
