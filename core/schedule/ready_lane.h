// The sends of one lane that could start now, as far as their user is concerned.
//
// Campaigns take turns; within a campaign the window that ends first goes first, then the order of arrival. Entries are
// not removed when a user becomes busy or a send ends: they go stale and are thrown away when they reach the top, so
// every operation costs the logarithm of what one campaign has ready.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "core/schedule/time.h"

namespace twinline {

struct Ready {
  TimeMs window_ends_ms;
  std::uint64_t order;  // of arrival
  std::uint32_t slot;

  // Goes behind `other`.
  bool operator<(const Ready& other) const {
    if (window_ends_ms != other.window_ends_ms) return window_ends_ms > other.window_ends_ms;
    return order > other.order;
  }
};

class ReadyLane {
 public:
  using Campaign = std::uint32_t;

  void push(Campaign campaign, const Ready& entry) {
    if (campaign >= campaigns_.size()) campaigns_.resize(campaign + 1);
    Queue& queue = campaigns_[campaign];
    queue.entries.push_back(entry);
    std::push_heap(queue.entries.begin(), queue.entries.end());
    if (!queue.in_turn) turns_.push_back(campaign);
    queue.in_turn = true;
  }

  // The entry whose turn it is. `valid` says of an entry whether it may still start; the others are thrown away and
  // given to `stale`.
  template <class Valid, class Stale>
  const Ready* peek(Valid valid, Stale stale) {
    while (!turns_.empty()) {
      Queue& queue = campaigns_[turns_.front()];
      while (!queue.entries.empty()) {
        if (valid(queue.entries.front())) return &queue.entries.front();
        const Ready entry = pop(queue);
        stale(entry);
      }
      queue.in_turn = false;
      turns_.pop_front();
    }
    return nullptr;
  }

  // Takes what peek() showed and passes the turn on.
  void take() {
    const Campaign campaign = turns_.front();
    turns_.pop_front();
    Queue& queue = campaigns_[campaign];
    pop(queue);
    queue.in_turn = !queue.entries.empty();
    if (queue.in_turn) turns_.push_back(campaign);
  }

  // Takes out everything of one campaign.
  std::vector<Ready> take_campaign(Campaign campaign) {
    if (campaign >= campaigns_.size()) return {};
    return std::exchange(campaigns_[campaign].entries, {});
  }

 private:
  struct Queue {
    std::vector<Ready> entries;  // a heap
    bool in_turn = false;
  };

  static Ready pop(Queue& queue) {
    std::pop_heap(queue.entries.begin(), queue.entries.end());
    const Ready entry = queue.entries.back();
    queue.entries.pop_back();
    return entry;
  }

  std::vector<Queue> campaigns_;
  std::deque<Campaign> turns_;
};

}  // namespace twinline
