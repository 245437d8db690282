// The users a scheduler has something for, or who still owe something under the pair rule.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/schedule/pair_debt.h"
#include "core/schedule/send_table.h"

namespace twinline {

// The sends of one user and lane, in order of arrival.
class UserQueue {
 public:
  bool empty() const { return heap_.empty(); }
  std::uint32_t front() const { return heap_.front().slot; }
  void push(std::uint64_t order, std::uint32_t slot) {
    heap_.push_back({order, slot});
    std::push_heap(heap_.begin(), heap_.end());
  }
  void pop() {
    std::pop_heap(heap_.begin(), heap_.end());
    heap_.pop_back();
  }
  template <class Visit>
  void each(Visit visit) const {
    for (const Entry& entry : heap_) visit(entry.slot);
  }

 private:
  struct Entry {
    std::uint64_t order;
    std::uint32_t slot;
    bool operator<(const Entry& other) const { return order > other.order; }
  };
  std::vector<Entry> heap_;
};

struct User {
  const std::string* name = nullptr;
  PairDebt debt;
  std::array<UserQueue, lane_count> queues;
  TimeMs timer_at_ms = never_ms;  // the earliest timer that is set for this user
  std::uint32_t generation = 0;
  std::uint32_t busy = no_slot;  // the one send that is released, in flight or between two attempts
  std::uint32_t sends = 0;       // all that the scheduler holds
};

class UserTable {
 public:
  std::uint32_t find_or_add(std::string_view name) {
    const auto [entry, added] = by_name_.try_emplace(std::string(name), 0);
    if (!added) return entry->second;
    if (free_.empty()) {
      entry->second = static_cast<std::uint32_t>(users_.size());
      users_.emplace_back();
    } else {
      entry->second = free_.back();
      free_.pop_back();
    }
    users_[entry->second].name = &entry->first;
    return entry->second;
  }

  // Requires: nothing is held for this user and nothing is owed.
  void remove(std::uint32_t index) {
    const std::uint32_t generation = users_[index].generation + 1;
    by_name_.erase(by_name_.find(*users_[index].name));
    users_[index] = User{};
    users_[index].generation = generation;
    free_.push_back(index);
  }

  User& operator[](std::uint32_t index) { return users_[index]; }
  const User& operator[](std::uint32_t index) const { return users_[index]; }
  std::size_t size() const { return by_name_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> by_name_;
  std::vector<User> users_;
  std::vector<std::uint32_t> free_;
};

}  // namespace twinline
