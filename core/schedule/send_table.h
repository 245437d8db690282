// The sends a scheduler holds, by slot. A slot is used again; its generation tells the tickets of its tenants apart.
//
// What every decision needs lies together in 32 bytes; the rest (the id, times that few sends have) lies apart.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/prefetch.h"
#include "core/schedule/paged_vector.h"
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

  std::uint64_t order = 0;  // of arrival, never given twice
  std::uint64_t place = 0;  // in the order of arrival in its campaign and lane
  std::uint32_t generation = 0;
  std::uint32_t user = 0;
  std::uint32_t campaign = 0;
  std::uint16_t attempts = 0;
  State state = State::free;
  Lane lane : 2;
  bool offered : 1;  // it has an entry in its ReadyLane
  bool free_form : 1;
  bool expires : 1;

  HeldSend() : lane(Lane::utility), offered(false), free_form(false), expires(false) {}
};

static_assert(sizeof(HeldSend) == 32);

// What few decisions need.
struct SendDetails {
  std::string id;
  TimeMs not_before_ms = long_ago_ms;
  TimeMs expires_ms = never_ms;
  TimeMs retry_at_ms = 0;
  // Its latest attempt: first byte, or last one once that is written; only where starts are held.
  TimeMs started_ms = 0;
};

class SendTable {
 public:
  std::uint32_t add(Send& send) {
    std::uint32_t slot = static_cast<std::uint32_t>(sends_.size());
    if (free_.empty()) {
      sends_.push_back({});
      details_.push_back({});
      next_.push_back(std::uint32_t{no_slot});
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    HeldSend& held = sends_[slot];
    held.order = next_order_++;
    held.attempts = 0;
    held.lane = send.lane;
    held.offered = false;
    held.free_form = send.free_form;
    held.expires = send.expires_ms != never_ms;
    SendDetails& details = details_[slot];
    details.id = std::move(send.id);
    details.not_before_ms = send.not_before_ms;
    details.expires_ms = send.expires_ms;
    return slot;
  }

  void remove(std::uint32_t slot) {
    HeldSend& held = sends_[slot];
    held.state = HeldSend::State::free;
    ++held.generation;
    details_[slot].id = std::string();
    free_.push_back(slot);
  }

  HeldSend& operator[](std::uint32_t slot) { return sends_[slot]; }
  const HeldSend& operator[](std::uint32_t slot) const { return sends_[slot]; }
  SendDetails& details(std::uint32_t slot) { return details_[slot]; }
  const SendDetails& details(std::uint32_t slot) const { return details_[slot]; }
  // Who comes behind in the queue of its user and lane.
  std::uint32_t& next(std::uint32_t slot) { return next_[slot]; }
  std::uint32_t next(std::uint32_t slot) const { return next_[slot]; }

  // Brings nearer what a decision about this send, and then about the one behind it, will ask for.
  [[gnu::always_inline]] void prefetch(std::uint32_t slot) const {
    if (slot != no_slot) twinline::prefetch(&sends_[slot]);
  }

  bool expired(std::uint32_t slot, TimeMs now) const {
    return sends_[slot].expires && details_[slot].expires_ms <= now;
  }
  Ticket ticket(std::uint32_t slot) const { return {slot, sends_[slot].generation}; }
  bool knows(Ticket ticket) const {
    return ticket.slot < sends_.size() && sends_[ticket.slot].generation == ticket.generation &&
           sends_[ticket.slot].state != HeldSend::State::free && sends_[ticket.slot].state != HeldSend::State::over;
  }
  std::uint32_t slots() const { return static_cast<std::uint32_t>(sends_.size()); }

 private:
  PagedVector<HeldSend> sends_;
  PagedVector<SendDetails> details_;
  PagedVector<std::uint32_t> next_;
  std::vector<std::uint32_t> free_;
  std::uint64_t next_order_ = 1;
};

}  // namespace twinline
