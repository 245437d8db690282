// The sends a scheduler holds, by slot. A slot is used again; its generation tells the tickets of its tenants apart.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/schedule/send.h"

namespace twinline {

inline constexpr std::uint32_t no_slot = 0xffffffffU;

struct HeldSend {
  enum class State : std::uint8_t {
    free,         // the slot has no tenant
    scheduled,    // its not_before has not come
    queued,       // in its user's queue
    parked,       // its campaign is paused
    released,     // due() gave it out, its first byte is not written
    in_flight,    // started, no answer yet
    backing_off,  // refused, waits for its next attempt; its user waits with it
    retry_ready,  // its next attempt may go
    over,         // ended, but its user's queue still names it
  };

  Send send;
  std::uint64_t order = 0;  // of arrival, never given twice
  TimeMs retry_at_ms = 0;
  std::uint64_t place_in_campaign = 0;
  std::uint32_t generation = 0;
  std::uint32_t user = 0;
  std::uint32_t campaign = 0;
  unsigned attempts = 0;
  State state = State::free;
  bool offered = false;  // it has an entry in its ReadyLane
};

class SendTable {
 public:
  std::uint32_t add(Send send) {
    std::uint32_t slot = static_cast<std::uint32_t>(sends_.size());
    if (free_.empty()) {
      sends_.emplace_back();
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    HeldSend& held = sends_[slot];
    held.send = std::move(send);
    held.order = next_order_++;
    held.attempts = 0;
    held.offered = false;
    return slot;
  }

  void remove(std::uint32_t slot) {
    HeldSend& held = sends_[slot];
    held.state = HeldSend::State::free;
    ++held.generation;
    held.send = Send{};
    free_.push_back(slot);
  }

  HeldSend& operator[](std::uint32_t slot) { return sends_[slot]; }
  const HeldSend& operator[](std::uint32_t slot) const { return sends_[slot]; }

  Ticket ticket(std::uint32_t slot) const { return {slot, sends_[slot].generation}; }
  bool knows(Ticket ticket) const {
    return ticket.slot < sends_.size() && sends_[ticket.slot].generation == ticket.generation &&
           sends_[ticket.slot].state != HeldSend::State::free && sends_[ticket.slot].state != HeldSend::State::over;
  }
  std::uint32_t slots() const { return static_cast<std::uint32_t>(sends_.size()); }

 private:
  std::vector<HeldSend> sends_;
  std::vector<std::uint32_t> free_;
  std::uint64_t next_order_ = 1;
};

}  // namespace twinline
