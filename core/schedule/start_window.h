// What lies in the half-open window (now - length, now]: our starts and what the number received.
//
// Exact: every event is kept with its millisecond until it has left the window, so no edge of a fixed second can let more
// through. A start may be left open: it counts until it is closed with the date it turned out to have, or for `hold` beyond
// the window. Times must not go back; Scheduler sees to that. Cost: one entry per millisecond in which something happened.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>

#include "core/schedule/time.h"

namespace twinline {

class StartWindow {
 public:
  explicit StartWindow(TimeMs length_ms, TimeMs hold_ms = 0) : length_ms_(length_ms), hold_ms_(hold_ms) {}

  void add_starts(TimeMs at, std::int64_t count) { add(at, count, 0); }
  void add_inbound(TimeMs at, std::int64_t count) { add(at, 0, count); }

  void open_start(TimeMs at) {
    insert_open(at);
    ++starts_;
    ++total_;
  }
  // An open start of `at` has a later date, and stays open.
  void move_open(TimeMs at, TimeMs later) {
    if (erase_open(at)) insert_open(later);
  }
  void close_start(TimeMs at, TimeMs date) {
    if (erase_open(at)) {
      --starts_;
      --total_;
    }
    add(date, 1, 0);
  }

  // Forgets what has left the window that ends at `now`.
  void advance(TimeMs now) {
    while (!moments_.empty() && moments_.front().at <= now - length_ms_) {
      starts_ -= moments_.front().starts;
      total_ -= moments_.front().starts + moments_.front().inbound;
      moments_.pop_front();
    }
    while (!open_.empty() && open_.front() <= now - length_ms_ - hold_ms_) {
      open_.pop_front();
      --starts_;
      --total_;
    }
  }

  void set_hold(TimeMs hold_ms) { hold_ms_ = hold_ms; }

  std::int64_t starts() const { return starts_; }
  std::int64_t total() const { return total_; }
  TimeMs length_ms() const { return length_ms_; }

  // How much of it will be left at a later time, if nothing is added and what is open is answered soon.
  std::int64_t total_at(TimeMs later) const {
    std::int64_t left = total_;
    for (const Moment& moment : moments_) {
      if (moment.at > later - length_ms_) break;
      left -= moment.starts + moment.inbound;
    }
    for (const TimeMs at : open_) left -= at <= later - length_ms_ ? 1 : 0;
    return left;
  }

  // The first time at which at most `count` events (starts) are left, if nothing is added. Requires: more are there now.
  TimeMs when_total_is(std::int64_t count) const {
    return when(count, total_, [](const Moment& moment) { return moment.starts + moment.inbound; });
  }
  TimeMs when_starts_are(std::int64_t count) const {
    return when(count, starts_, [](const Moment& moment) { return moment.starts; });
  }

 private:
  struct Moment {
    TimeMs at;
    std::int64_t starts, inbound;
  };

  // Later than all that is known, but for what is learned about after the fact.
  void add(TimeMs at, std::int64_t starts, std::int64_t inbound) {
    starts_ += starts;
    total_ += starts + inbound;
    if (!moments_.empty() && moments_.back().at == at) {
      moments_.back().starts += starts;
      moments_.back().inbound += inbound;
      return;
    }
    const auto later = [](TimeMs time, const Moment& moment) { return time < moment.at; };
    moments_.insert(std::upper_bound(moments_.begin(), moments_.end(), at, later), Moment{at, starts, inbound});
  }

  void insert_open(TimeMs at) { open_.insert(std::upper_bound(open_.begin(), open_.end(), at), at); }
  bool erase_open(TimeMs at) {
    const auto found = std::lower_bound(open_.begin(), open_.end(), at);
    if (found == open_.end() || *found != at) return false;
    open_.erase(found);
    return true;
  }

  template <class Size>
  TimeMs when(std::int64_t wanted, std::int64_t left, Size size) const {
    auto open = open_.begin();
    for (const Moment& moment : moments_) {
      for (; open != open_.end() && *open + hold_ms_ <= moment.at; ++open) {
        if (--left <= wanted) return *open + hold_ms_ + length_ms_;
      }
      left -= size(moment);
      if (left <= wanted) return moment.at + length_ms_;
    }
    for (; open != open_.end(); ++open) {
      if (--left <= wanted) return *open + hold_ms_ + length_ms_;
    }
    return never_ms;
  }

  TimeMs length_ms_, hold_ms_;
  std::deque<Moment> moments_;
  std::deque<TimeMs> open_;
  std::int64_t starts_ = 0, total_ = 0;
};

}  // namespace twinline
