// Who waits for what, and what changes with time alone.

#include <algorithm>
#include <cstddef>

#include "core/schedule/scheduler.h"

namespace twinline {

namespace {

using State = HeldSend::State;

std::size_t index(Lane lane) { return static_cast<std::size_t>(lane); }
std::uint8_t bit(Lane lane) { return static_cast<std::uint8_t>(1U << index(lane)); }

}  // namespace

// ── time ──

TimeMs Scheduler::wake(TimeMs now) {
  move_clock(now);
  window_.advance(now_);
  const LaneShare::Available waiting = available();  // may set timers
  const TimeMs timer = timers_.next();
  if (!halted_.empty()) return timer;
  if (now_ < opens_at()) return std::min(timer, opens_at());
  if (std::none_of(waiting.begin(), waiting.end(), [](bool any) { return any; })) return timer;
  const bool reply = waiting[index(Lane::reply)];
  if (room() || (reply && floor_room())) return now_;
  TimeMs next = std::min(timer, rate_opens_at());
  if (reply && options_.floor > reserved_) {
    next = std::min(next, window_.when_starts_are(options_.floor - reserved_ - 1));
  }
  if (now_ < slow_until_ms_) next = std::min(next, slow_until_ms_);
  return next;
}

// When the window has room for one more, if nothing starts before.
TimeMs Scheduler::rate_opens_at() const {
  const std::int64_t most = allowed(now_) - reserved_;
  if (most <= 0) return never_ms;
  return window_.total() < most ? now_ : window_.when_total_is(most - 1);
}

bool Scheduler::held_by_rate(TimeMs now) {
  move_clock(now);
  if (!halted_.empty() || now_ < opens_at()) return false;
  window_.advance(now_);
  const LaneShare::Available waiting = available();
  return !room() && std::any_of(waiting.begin(), waiting.end(), [](bool any) { return any; });
}

void Scheduler::run_timers() {
  while (timers_.next() <= now_) fire(timers_.take());
}

void Scheduler::fire(const Timer& timer) {
  if (timer.kind == Timer::Kind::user) {
    User& user = users_[timer.index];
    if (user.generation != timer.stamp || user.timer_at_ms != timer.at) return;
    user.timer_at_ms = never_ms;
    offer(timer.index);
    forget_if_idle(timer.index);
    return;
  }
  HeldSend& held = sends_[timer.index];
  if (held.order != timer.stamp || held.state == State::free || held.state == State::over) return;
  switch (timer.kind) {
    case Timer::Kind::not_before:
      if (held.state == State::scheduled) enqueue(timer.index);
      break;
    case Timer::Kind::retry:
      if (held.state != State::backing_off || sends_.details(timer.index).retry_at_ms != timer.at) break;
      held.state = State::retry_ready;
      offer(held.user);
      break;
    case Timer::Kind::expiry:
      // One that is on its way cannot be called back.
      if (held.state == State::released || held.state == State::in_flight) break;
      drop(timer.index, EndReason::expired);
      break;
    case Timer::Kind::user:
      break;
  }
}

// ── the queues ──

void Scheduler::enqueue(std::uint32_t slot) {
  HeldSend& held = sends_[slot];
  if (campaigns_[held.campaign].paused) {
    park(slot);
    return;
  }
  held.state = State::queued;
  User& user = users_[held.user];
  user.queues[index(held.lane)].push(sends_, slot);
  user.offered &= static_cast<std::uint8_t>(~bit(held.lane));
  offer(held.user);
}

void Scheduler::park(std::uint32_t slot) {
  sends_[slot].state = State::parked;
  campaigns_[sends_[slot].campaign].parked.push_back(sends_.ticket(slot));
}

void Scheduler::clear_front(UserQueue& queue) {
  while (!queue.empty()) {
    const std::uint32_t slot = queue.front();
    const bool over = sends_[slot].state == State::over;
    if (!over && !campaigns_[sends_[slot].campaign].paused) return;
    queue.pop(sends_);
    if (over) {
      sends_.remove(slot);
    } else {
      park(slot);
    }
  }
}

// Puts what this user may be sent next where due() sees it.
void Scheduler::offer(std::uint32_t index_of_user) {
  User& user = users_[index_of_user];
  for (std::size_t lane = 0; lane < lane_count; ++lane) {
    if ((user.offered & bit(static_cast<Lane>(lane))) == 0) clear_front(user.queues[lane]);
  }
  if (user.busy != no_slot) {
    const HeldSend& held = sends_[user.busy];
    if (held.state != State::retry_ready) return;
    if (!campaigns_[held.campaign].paused) {
      offer_send(user.busy);
      return;
    }
    park(user.busy);
    user.busy = no_slot;
  }
  for (std::size_t lane = 0; lane < lane_count; ++lane) {
    const UserQueue& queue = user.queues[lane];
    if (queue.empty() || (user.offered & bit(static_cast<Lane>(lane))) != 0) continue;
    offer_send(queue.front());
    if (sends_[queue.front()].offered) user.offered |= bit(static_cast<Lane>(lane));
  }
}

void Scheduler::offer_send(std::uint32_t slot) {
  HeldSend& held = sends_[slot];
  if (held.offered) return;
  const PairDebt& debt = users_[held.user].debt;
  if (!debt.allows(now_, options_.pair)) {
    set_user_timer(held.user, debt.paid_at());
    return;
  }
  held.offered = true;
  ready_[index(held.lane)].push({window_end(slot), held.place, slot, held.campaign});
}

// What is ordered by within a lane: the send's own end, or that of the user's service window if it needs one.
TimeMs Scheduler::window_end(std::uint32_t slot) const {
  const HeldSend& held = sends_[slot];
  const TimeMs own = held.expires ? sends_.details(slot).expires_ms : never_ms;
  if (!options_.checks_permissions || !held.free_form) return own;
  return std::min(own, permissions_.window_ends(users_.name(held.user)));
}

// Whether the entry is about this send, and not about one that had its slot before.
bool Scheduler::is(const HeldSend& held, Lane lane, const Ready& entry) const {
  return held.place == entry.place && held.campaign == entry.campaign && held.lane == lane &&
         held.state != State::free && held.state != State::over;
}

bool Scheduler::may_go(Lane lane, const Ready& entry) const {
  const HeldSend& held = sends_[entry.slot];
  if (!is(held, lane, entry)) return false;
  const User& user = users_[held.user];
  const bool next = user.busy == no_slot ? held.state == State::queued && user.queues[index(lane)].front() == entry.slot
                                         : held.state == State::retry_ready && user.busy == entry.slot;
  return next && user.debt.allows(now_, options_.pair);
}

void Scheduler::now_stale(Lane lane, const Ready& entry) {
  HeldSend& held = sends_[entry.slot];
  if (!is(held, lane, entry)) return;
  held.offered = false;
  User& user = users_[held.user];
  user.offered &= static_cast<std::uint8_t>(~bit(lane));
  // A user who is busy is offered again by free_user(), one who owes by the timer.
  if (!user.debt.allows(now_, options_.pair)) set_user_timer(held.user, user.debt.paid_at());
}

std::optional<Ready> Scheduler::front(Lane lane) {
  return ready_[index(lane)].peek([&](const Ready& entry) { return may_go(lane, entry); },
                                  [&](const Ready& entry) { now_stale(lane, entry); });
}

LaneShare::Available Scheduler::available() {
  return {front(Lane::reply).has_value(), front(Lane::utility).has_value(), front(Lane::marketing).has_value()};
}

void Scheduler::set_user_timer(std::uint32_t index_of_user, TimeMs at) {
  User& user = users_[index_of_user];
  if (user.timer_at_ms <= at) return;
  user.timer_at_ms = at;
  timers_.set({at, user.generation, index_of_user, Timer::Kind::user});
}

}  // namespace twinline
