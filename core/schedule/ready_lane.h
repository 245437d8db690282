// The sends of one lane that could start now, as far as their user is concerned.
//
// Campaigns take turns; within a campaign the window that ends first goes first, then the order of arrival. Entries are
// not removed when a user becomes busy or a send ends: they go stale and are thrown away when they come first. Sends
// without an end, nearly all, cost the same however many wait; the others the logarithm of what a campaign has of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "core/schedule/place_set.h"
#include "core/schedule/send_table.h"
#include "core/schedule/time.h"

namespace twinline {

struct Ready {
  TimeMs window_ends_ms;
  std::uint64_t place;  // in the order of arrival in its campaign and lane
  std::uint32_t slot;
  std::uint32_t campaign;

  // Goes behind `other`.
  bool operator<(const Ready& other) const {
    if (window_ends_ms != other.window_ends_ms) return window_ends_ms > other.window_ends_ms;
    return place > other.place;
  }
};

class ReadyLane {
 public:
  using Campaign = std::uint32_t;

  void push(const Ready& entry) {
    if (entry.campaign >= campaigns_.size()) campaigns_.resize(entry.campaign + 1);
    Queue& queue = campaigns_[entry.campaign];
    if (entry.window_ends_ms == never_ms && entry.place >= queue.unhurried.base()) {
      queue.unhurried.insert(entry.place, entry.slot);
    } else {
      queue.first.push_back(entry);
      std::push_heap(queue.first.begin(), queue.first.end());
    }
    if (!queue.in_turn) turns_.push_back(entry.campaign);
    queue.in_turn = true;
  }

  // The entry whose turn it is. `valid` says of an entry whether it may still start; the others are thrown away and
  // given to `stale`.
  template <class Valid, class Stale>
  std::optional<Ready> peek(Valid valid, Stale stale) {
    while (!turns_.empty()) {
      const Campaign campaign = turns_.front();
      Queue& queue = campaigns_[campaign];
      while (!queue.empty()) {
        const Ready entry = queue.front(campaign);
        if (valid(entry)) return entry;
        queue.pop();
        stale(entry);
      }
      queue.in_turn = false;
      turns_.pop_front();
    }
    return std::nullopt;
  }

  // Takes what peek() showed and passes the turn on. Says which two slots are likely to come soon, no_slot where unknown.
  std::pair<std::uint32_t, std::uint32_t> take() {
    const Campaign campaign = turns_.front();
    Queue& queue = campaigns_[campaign];
    queue.pop();
    queue.in_turn = !queue.empty();
    if (!queue.in_turn || turns_.size() > 1) {
      turns_.pop_front();
      if (queue.in_turn) turns_.push_back(campaign);
    }
    return queue.unhurried.empty() ? std::pair(no_slot, no_slot) : queue.unhurried.coming();
  }

  // Calls `tell` once with each campaign whose turn comes sooner than that of `campaign`.
  template <class Tell>
  void each_sooner(Campaign campaign, Tell tell) const {
    for (const Campaign each : turns_) {
      if (each == campaign) return;
      tell(each);
    }
  }

  // Takes out everything of one campaign.
  std::vector<Ready> take_campaign(Campaign campaign) {
    if (campaign >= campaigns_.size()) return {};
    Queue& queue = campaigns_[campaign];
    std::vector<Ready> all;
    for (; !queue.empty(); queue.pop()) all.push_back(queue.front(campaign));
    return all;
  }

 private:
  struct Queue {
    std::vector<Ready> first;  // a heap: what has an end, and what is too early for the places
    PlaceSet unhurried;
    bool in_turn = false;

    bool empty() const { return first.empty() && unhurried.empty(); }
    Ready front(Campaign campaign) {
      if (!first.empty()) return first.front();
      const std::uint64_t place = unhurried.first();
      return {never_ms, place, unhurried.slot(place), campaign};
    }
    void pop() {
      if (first.empty()) {
        unhurried.erase(unhurried.first());
        return;
      }
      std::pop_heap(first.begin(), first.end());
      first.pop_back();
    }
  };

  std::vector<Queue> campaigns_;
  std::deque<Campaign> turns_;
};

}  // namespace twinline
