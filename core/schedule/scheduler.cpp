#include "core/schedule/scheduler.h"

#include <algorithm>
#include <utility>

#include "core/schedule/jitter.h"

namespace twinline {

namespace {

using State = HeldSend::State;

constexpr TimeMs rate_window_ms = 1000;

Error bad_value(std::string place, std::string what) {
  return Error{.code = ErrorCode::bad_value, .byte = 0, .place = std::move(place), .what = std::move(what)};
}

std::optional<Error> check_rate(int rate, std::int64_t most) {
  if (rate < 0) return bad_value("rate", "is negative, give messages a second");
  if (rate > most) {
    return bad_value("rate", std::to_string(rate) + " is more than the " + std::to_string(most) +
                                 " a second that Meta allows a coexistence number, give at most " +
                                 std::to_string(most));
  }
  return std::nullopt;
}

std::optional<Error> check(const SchedulerOptions& options, const SchedulerRules& rules) {
  if (auto error = check_rate(options.rate, rules.most_per_s)) return error;
  if (options.headroom < 0) return bad_value("headroom", "is negative, give messages a second");
  if (options.guard_ms < 0) return bad_value("guard_ms", "is negative, give milliseconds");
  if (options.floor < 0) return bad_value("floor", "is negative, give starts a window");
  if (options.pair.every_ms < 0) return bad_value("pair.every_ms", "is negative, give milliseconds");
  if (options.pair.burst < 0) return bad_value("pair.burst", "is negative, give a number of starts");
  return std::nullopt;
}

std::size_t index(Lane lane) { return static_cast<std::size_t>(lane); }

std::string describe(const Refusal& refusal, const SendResult& result) {
  if (result.kind != SendResult::Kind::refused) return refusal.meaning;
  return "error " + std::to_string(result.code) + ": " + refusal.meaning;
}

}  // namespace

Result<Scheduler> Scheduler::create(const SchedulerOptions& options, SchedulerRules rules) {
  if (auto error = check(options, rules)) return *std::move(error);
  return Scheduler(options, std::move(rules));
}

Scheduler::Scheduler(const SchedulerOptions& options, SchedulerRules rules)
    : options_(options),
      rules_(std::move(rules)),
      window_(rate_window_ms + options.guard_ms),
      permissions_(rules_.service_window_ms) {}

// ── what comes in ──

Ticket Scheduler::submit(Send send, TimeMs now) {
  move_clock(now);
  const std::uint32_t user = users_.find_or_add(send.to);
  const std::uint32_t campaign = campaigns_.find_or_add(send.campaign);
  const std::uint32_t slot = sends_.add(std::move(send));
  HeldSend& held = sends_[slot];
  held.user = user;
  held.campaign = campaign;
  held.place_in_campaign = campaigns_[campaign].progress[index(held.send.lane)].submitted++;
  held.state = State::scheduled;
  ++users_[user].sends;
  const Ticket ticket = sends_.ticket(slot);
  if (held.send.expires_ms <= now_) {
    end(slot, EndKind::dropped, "expired");
    return ticket;
  }
  if (held.send.expires_ms != never_ms) timers_.set({held.send.expires_ms, held.order, slot, Timer::Kind::expiry});
  if (held.send.not_before_ms > now_) {
    timers_.set({held.send.not_before_ms, held.order, slot, Timer::Kind::not_before});
  } else {
    enqueue(slot);
  }
  return ticket;
}

void Scheduler::inbound(std::int64_t count, TimeMs now) {
  move_clock(now);
  window_.add_inbound(now_, count);
}

void Scheduler::remember_start(std::string_view to, TimeMs at) {
  window_.add_starts(at, 1);
  const std::uint32_t user = users_.find_or_add(to);
  users_[user].debt.start(at, options_.pair);
  set_user_timer(user, users_[user].debt.paid_at());
}

// ── decisions ──

std::optional<Ticket> Scheduler::due(TimeMs now) {
  move_clock(now);
  run_timers();
  if (!halted_.empty() || now_ < options_.first_start_ms) return std::nullopt;
  window_.advance(now_);
  while (const std::optional<Lane> lane = next_lane()) {
    const std::uint32_t slot = front(*lane)->slot;
    HeldSend& held = sends_[slot];
    if (const std::string_view reason = objection(held.send); !reason.empty()) {
      end(slot, EndKind::dropped, std::string(reason));
      continue;
    }
    if (room()) share_.served(*lane, available());
    ready_[index(*lane)].take();
    held.offered = false;
    if (held.state == State::queued) users_[held.user].queues[index(*lane)].pop();
    users_[held.user].busy = slot;
    held.state = State::released;
    ++reserved_;
    return sends_.ticket(slot);
  }
  return std::nullopt;
}

// Whose turn it is to start now, if the window has room.
std::optional<Lane> Scheduler::next_lane() {
  const bool any = room();
  if (!any && !floor_room()) return std::nullopt;
  const LaneShare::Available waiting = available();
  if (any) return share_.next(waiting);
  return waiting[index(Lane::reply)] ? std::optional(Lane::reply) : std::nullopt;
}

std::string_view Scheduler::objection(const Send& send) const {
  return options_.checks_permissions ? permissions_.objection(send, now_) : std::string_view();
}

// What is ordered by within a lane: the send's own end, or that of the user's service window if it needs one.
TimeMs Scheduler::window_end(const Send& send) const {
  if (!options_.checks_permissions || !send.free_form) return send.expires_ms;
  return std::min(send.expires_ms, permissions_.window_ends(send.to));
}

bool Scheduler::started(Ticket ticket, TimeMs now) {
  move_clock(now);
  if (!sends_.knows(ticket) || sends_[ticket.slot].state != State::released) return false;
  HeldSend& held = sends_[ticket.slot];
  User& user = users_[held.user];
  window_.advance(now_);
  --reserved_;
  const bool fits =
      window_.total() < allowed(now_) || (held.send.lane == Lane::reply && window_.starts() < options_.floor);
  if (held.send.expires_ms <= now_) {
    end(ticket.slot, EndKind::dropped, "expired");
    return false;
  }
  if (const std::string_view reason = objection(held.send); !reason.empty()) {
    end(ticket.slot, EndKind::dropped, std::string(reason));
    return false;
  }
  if (!fits || !halted_.empty() || campaigns_[held.campaign].paused || !user.debt.allows(now_, options_.pair)) {
    enqueue(ticket.slot);
    free_user(held.user);
    return false;
  }
  window_.add_starts(now_, 1);
  user.debt.start(now_, options_.pair);
  if (held.attempts == 0) count_as_gone(held);
  ++held.attempts;
  held.state = State::in_flight;
  return true;
}

Settled Scheduler::settle(Ticket ticket, const SendResult& result, TimeMs now) {
  move_clock(now);
  if (!sends_.knows(ticket)) return Settled::unknown;
  const std::uint32_t slot = ticket.slot;
  HeldSend& held = sends_[slot];
  if (held.state == State::released && result.kind == SendResult::Kind::not_written) {
    --reserved_;
    enqueue(slot);
    free_user(held.user);
    return Settled::retrying;
  }
  if (held.state != State::in_flight) return Settled::unknown;
  switch (result.kind) {
    case SendResult::Kind::accepted:
      leave(slot);
      return Settled::accepted;
    case SendResult::Kind::lost:
      end(slot, EndKind::in_doubt, "no answer came after its bytes were written");
      return Settled::ended;
    case SendResult::Kind::not_written:
      return refuse(slot, refusal_without_connection(), result);
    case SendResult::Kind::refused:
      break;
  }
  if (result.code == opted_out_code) permissions_.opt_out(held.send.to);
  return refuse(slot, refusal_of(rules_, result.code, result.subcode), result);
}

Settled Scheduler::refuse(std::uint32_t slot, const Refusal& refusal, const SendResult& result) {
  HeldSend& held = sends_[slot];
  if (refusal.slows_number) slow_until_ms_ = now_ + slow_for_ms;
  if (refusal.action == RefusalAction::stop) {
    halted_ = "the number was stopped by " + describe(refusal, result);
    stopped_by_meta_ = true;
  }
  if (refusal.action != RefusalAction::retry || held.attempts >= refusal.attempts) {
    const bool tried = refusal.action == RefusalAction::retry;
    std::string reason = tried ? "given up after " + std::to_string(held.attempts) + " attempts, " : std::string();
    end(slot, EndKind::failed, reason + describe(refusal, result), refusal.alerts);
    return Settled::ended;
  }
  const TimeMs delay = retry_delay_ms(refusal, held.attempts);
  const TimeMs jitter = jitter_ms(options_.seed, held.order, held.attempts, delay * refusal.jitter_percent / 100);
  held.retry_at_ms = now_ + std::max(delay, result.retry_after_ms) + jitter;
  if (held.send.expires_ms <= now_) {
    end(slot, EndKind::dropped, "expired after " + describe(refusal, result));
    return Settled::ended;
  }
  held.state = State::backing_off;
  timers_.set({held.retry_at_ms, held.order, slot, Timer::Kind::retry});
  // The timer that was set at submission may have passed while the send was on its way.
  if (held.send.expires_ms != never_ms) timers_.set({held.send.expires_ms, held.order, slot, Timer::Kind::expiry});
  return Settled::retrying;
}

// ── commands ──

bool Scheduler::cancel(Ticket ticket, TimeMs now) {
  move_clock(now);
  if (!sends_.knows(ticket) || sends_[ticket.slot].state == State::in_flight) return false;
  if (sends_[ticket.slot].state == State::released) --reserved_;
  end(ticket.slot, EndKind::dropped, "cancelled");
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

void Scheduler::resume(TimeMs now) {
  move_clock(now);
  halted_.clear();
  stopped_by_meta_ = false;
}

void Scheduler::pause_campaign(std::string_view campaign, TimeMs now) {
  move_clock(now);
  const std::uint32_t paused = campaigns_.find_or_add(campaign);
  campaigns_[paused].paused = true;
  for (ReadyLane& lane : ready_) {
    for (const Ready& entry : lane.take_campaign(paused)) {
      HeldSend& held = sends_[entry.slot];
      if (held.order != entry.order) continue;
      held.offered = false;
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

std::optional<Error> Scheduler::set_rate(int rate, TimeMs now) {
  move_clock(now);
  if (auto error = check_rate(rate, rules_.most_per_s)) return error;
  options_.rate = rate;
  return std::nullopt;
}

std::vector<Ending> Scheduler::take_endings() { return std::exchange(endings_, {}); }

// ── rate and time ──

std::int64_t Scheduler::allowed(TimeMs now) const {
  const std::int64_t usual = options_.rate - options_.headroom;
  if (usual <= 0) return 0;
  return now < slow_until_ms_ ? std::max<std::int64_t>(usual / 2, 1) : usual;
}

TimeMs Scheduler::wake(TimeMs now) {
  move_clock(now);
  window_.advance(now_);
  const LaneShare::Available waiting = available();  // may set timers
  const TimeMs timer = timers_.next();
  if (!halted_.empty()) return timer;
  if (now_ < options_.first_start_ms) return std::min(timer, options_.first_start_ms);
  if (std::none_of(waiting.begin(), waiting.end(), [](bool any) { return any; })) return timer;
  const bool reply = waiting[index(Lane::reply)];
  if (room() || (reply && floor_room())) return now_;
  TimeMs next = std::min(timer, rate_opens_at(0));
  if (reply && options_.floor > reserved_) {
    next = std::min(next, window_.when_starts_are(options_.floor - reserved_ - 1));
  }
  if (now_ < slow_until_ms_) next = std::min(next, slow_until_ms_);
  return next;
}

// When the window has room for one more after `ahead` others, if nothing but they start. Every start makes room again
// one window later, so the pattern of the last window repeats.
TimeMs Scheduler::rate_opens_at(std::uint64_t ahead) const {
  const std::int64_t most = allowed(now_) - reserved_;
  if (most <= 0) return never_ms;
  const std::int64_t free = std::max<std::int64_t>(most - window_.total(), 0);
  if (ahead < static_cast<std::uint64_t>(free)) return now_;
  const auto behind = static_cast<std::int64_t>(ahead) - free;
  const std::int64_t left = most - 1 - behind % most;
  const TimeMs opens = window_.total() > left ? window_.when_total_is(left) : now_ + window_.length_ms();
  return opens + behind / most * window_.length_ms();
}

bool Scheduler::held_by_rate(TimeMs now) {
  move_clock(now);
  if (!halted_.empty() || now_ < options_.first_start_ms) return false;
  window_.advance(now_);
  const LaneShare::Available waiting = available();
  return !room() && std::any_of(waiting.begin(), waiting.end(), [](bool any) { return any; });
}

void Scheduler::move_clock(TimeMs now) { now_ = std::max(now_, now); }

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
      if (held.state != State::backing_off || held.retry_at_ms != timer.at) break;
      held.state = State::retry_ready;
      offer(held.user);
      break;
    case Timer::Kind::expiry:
      // One that is on its way cannot be called back.
      if (held.state == State::released || held.state == State::in_flight) break;
      end(timer.index, EndKind::dropped, "expired");
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
  users_[held.user].queues[index(held.send.lane)].push(held.order, slot);
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
    queue.pop();
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
  for (UserQueue& queue : user.queues) clear_front(queue);
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
  for (const UserQueue& queue : user.queues) {
    if (!queue.empty()) offer_send(queue.front());
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
  ready_[index(held.send.lane)].push(held.campaign, {window_end(held.send), held.order, slot});
}

bool Scheduler::may_go(const Ready& entry) const {
  const HeldSend& held = sends_[entry.slot];
  if (held.order != entry.order) return false;
  const User& user = users_[held.user];
  const bool next = user.busy == no_slot
                        ? held.state == State::queued && user.queues[index(held.send.lane)].front() == entry.slot
                        : held.state == State::retry_ready && user.busy == entry.slot;
  return next && user.debt.allows(now_, options_.pair);
}

void Scheduler::now_stale(const Ready& entry) {
  HeldSend& held = sends_[entry.slot];
  if (held.order != entry.order || held.state == State::free || held.state == State::over) return;
  held.offered = false;
  const User& user = users_[held.user];
  // A user who is busy is offered again by free_user(), one who owes by the timer.
  if (!user.debt.allows(now_, options_.pair)) set_user_timer(held.user, user.debt.paid_at());
}

const Ready* Scheduler::front(Lane lane) {
  return ready_[index(lane)].peek([this](const Ready& entry) { return may_go(entry); },
                                  [this](const Ready& entry) { now_stale(entry); });
}

LaneShare::Available Scheduler::available() {
  return {front(Lane::reply) != nullptr, front(Lane::utility) != nullptr, front(Lane::marketing) != nullptr};
}

void Scheduler::set_user_timer(std::uint32_t index_of_user, TimeMs at) {
  User& user = users_[index_of_user];
  if (user.timer_at_ms <= at) return;
  user.timer_at_ms = at;
  timers_.set({at, user.generation, index_of_user, Timer::Kind::user});
}

// ── ends ──

void Scheduler::count_as_gone(HeldSend& held) { ++campaigns_[held.campaign].progress[index(held.send.lane)].gone; }

void Scheduler::end(std::uint32_t slot, EndKind kind, std::string reason, bool alerts) {
  HeldSend& held = sends_[slot];
  endings_.push_back({sends_.ticket(slot), held.send, kind, now_, held.attempts, std::move(reason), alerts});
  leave(slot);
}

void Scheduler::leave(std::uint32_t slot) {
  HeldSend& held = sends_[slot];
  const std::uint32_t user = held.user;
  if (held.attempts == 0) count_as_gone(held);
  --users_[user].sends;
  if (held.state == State::queued) {
    held.state = State::over;
    offer(user);
  } else {
    sends_.remove(slot);
  }
  if (users_[user].busy == slot) {
    free_user(user);
  } else {
    forget_if_idle(user);
  }
}

void Scheduler::free_user(std::uint32_t index_of_user) {
  users_[index_of_user].busy = no_slot;
  offer(index_of_user);
  forget_if_idle(index_of_user);
}

void Scheduler::forget_if_idle(std::uint32_t index_of_user) {
  const User& user = users_[index_of_user];
  if (user.sends > 0 || user.busy != no_slot) return;
  for (const UserQueue& queue : user.queues) {
    if (!queue.empty()) return;
  }
  if (user.debt.paid_at() > now_) {
    set_user_timer(index_of_user, user.debt.paid_at());
  } else {
    users_.remove(index_of_user);
  }
}

}  // namespace twinline
