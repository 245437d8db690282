// What people do to what waits: cancel, pause, resume.

#include <string>
#include <utility>

#include "core/schedule/scheduler.h"

namespace twinline {

namespace {

using State = HeldSend::State;

}  // namespace

bool Scheduler::cancel(Ticket ticket, TimeMs now) {
  move_clock(now);
  if (!sends_.knows(ticket) || sends_[ticket.slot].state == State::in_flight) return false;
  if (sends_[ticket.slot].state == State::released) --reserved_;
  drop(ticket.slot, EndReason::cancelled);
  return true;
}

void Scheduler::cancel_campaign(std::string_view campaign, TimeMs now) {
  const std::uint32_t wanted = campaigns_.find_or_add(campaign);
  for (std::uint32_t slot = 0; slot < sends_.slots(); ++slot) {
    if (sends_[slot].campaign == wanted && sends_.knows(sends_.ticket(slot))) cancel(sends_.ticket(slot), now);
  }
}

void Scheduler::pause(std::string reason, TimeMs now) {
  move_clock(now);
  if (stopped_by_meta_) return;
  halted_ = reason.empty() ? "the number is paused" : std::move(reason);
}

void Scheduler::stop(std::string reason, TimeMs now) {
  move_clock(now);
  halted_ = std::move(reason);
  stopped_by_meta_ = true;
}

void Scheduler::lift_halt(TimeMs now) {
  move_clock(now);
  halted_.clear();
  stopped_by_meta_ = false;
}

void Scheduler::resume(TimeMs now) {
  lift_halt(now);
  quiet_until_ms_ = long_ago_ms;
}

void Scheduler::pause_campaign(std::string_view campaign, TimeMs now) {
  move_clock(now);
  const std::uint32_t paused = campaigns_.find_or_add(campaign);
  campaigns_[paused].paused = true;
  for (std::size_t i = 0; i < lane_count; ++i) {
    for (const Ready& entry : ready_[i].take_campaign(paused)) {
      HeldSend& held = sends_[entry.slot];
      if (!is(held, static_cast<Lane>(i), entry)) continue;
      held.offered = false;
      users_[held.user].offered = 0;
      if (held.state == State::retry_ready || held.state == State::queued) offer(held.user);
    }
  }
}

void Scheduler::resume_campaign(std::string_view campaign, TimeMs now) {
  move_clock(now);
  Campaign& resumed = campaigns_[campaigns_.find_or_add(campaign)];
  resumed.paused = false;
  for (const Ticket ticket : std::exchange(resumed.parked, {})) {
    if (sends_.knows(ticket) && sends_[ticket.slot].state == State::parked) enqueue(ticket.slot);
  }
}

}  // namespace twinline
