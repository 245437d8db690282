// The users a scheduler has something for, or who still owe something under the pair rule.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/prefetch.h"
#include "core/schedule/name_table.h"
#include "core/schedule/paged_vector.h"
#include "core/schedule/pair_debt.h"
#include "core/schedule/send_table.h"

namespace twinline {

// The sends of one user and lane, in order of arrival: a list that is linked through the SendTable. What comes back into
// its middle costs the way there, which is long only for a user who has very much queued.
class UserQueue {
 public:
  bool empty() const { return front_ == no_slot; }
  std::uint32_t front() const { return front_; }

  // Requires: nothing in the queue came later.
  void push_latest(SendTable& sends, std::uint32_t slot) {
    sends.next(slot) = no_slot;
    (empty() ? front_ : sends.next(back_)) = slot;
    back_ = slot;
  }
  void push(SendTable& sends, std::uint32_t slot) {
    const auto earlier = [&](std::uint32_t other) { return sends[other].order < sends[slot].order; };
    if (empty() || earlier(back_)) return push_latest(sends, slot);
    std::uint32_t* link = &front_;
    while (earlier(*link)) link = &sends.next(*link);
    sends.next(slot) = *link;
    *link = slot;
  }
  void pop(const SendTable& sends) { front_ = sends.next(front_); }

 private:
  std::uint32_t front_ = no_slot, back_ = no_slot;
};

struct alignas(64) User {
  PairDebt debt;
  std::array<UserQueue, lane_count> queues;
  TimeMs timer_at_ms = never_ms;  // the earliest timer that is set for this user
  std::uint32_t generation = 0;
  std::uint32_t busy = no_slot;  // the one send that is released, in flight or between two attempts
  std::uint32_t sends = 0;       // all that the scheduler holds
  // By lane, a bit: the front of its queue has an entry in the ReadyLane, so there is nothing to be done about it.
  std::uint8_t offered = 0;
};

static_assert(sizeof(User) == 64);

class UserTable {
 public:
  std::uint32_t find_or_add(std::string_view name) {
    const auto [number, added] = names_.find_or_add(name);
    if (number == users_.size()) users_.push_back({});
    return number;
  }

  // Requires: nothing is held for this user and nothing is owed.
  void remove(std::uint32_t number) {
    names_.remove(number);
    const std::uint32_t generation = users_[number].generation + 1;
    users_[number] = User{};
    users_[number].generation = generation;
  }

  // Two steps towards a user who will be asked for.
  void prefetch_name(std::string_view name) const { names_.prefetch(name); }
  void prefetch(std::string_view name) const {
    if (const std::uint32_t number = names_.likely(name); number != NameTable::none) prefetch(number);
  }
  [[gnu::always_inline]] void prefetch(std::uint32_t number) const { twinline::prefetch(&users_[number]); }

  User& operator[](std::uint32_t number) { return users_[number]; }
  const User& operator[](std::uint32_t number) const { return users_[number]; }
  const std::string& name(std::uint32_t number) const { return names_.name(number); }

 private:
  NameTable names_;
  PagedVector<User> users_;
};

}  // namespace twinline
