#include "core/schedule/scheduler.h"

#include <algorithm>
#include <utility>

namespace twinline {

namespace {

using State = HeldSend::State;

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
  if (options.hold_ms < 0) return bad_value("hold_ms", "is negative, give milliseconds");
  if (options.floor < 0) return bad_value("floor", "is negative, give starts a window");
  if (options.pair.every_ms < 0) return bad_value("pair.every_ms", "is negative, give milliseconds");
  if (options.pair.guard_ms < 0) return bad_value("pair.guard_ms", "is negative, give milliseconds");
  if (options.pair.burst < 0) return bad_value("pair.burst", "is negative, give a number of starts");
  return std::nullopt;
}

std::size_t index(Lane lane) { return static_cast<std::size_t>(lane); }

}  // namespace

Result<Scheduler> Scheduler::create(const SchedulerOptions& options, SchedulerRules rules) {
  if (auto error = check(options, rules)) return *std::move(error);
  return Scheduler(options, std::move(rules));
}

Scheduler::Scheduler(const SchedulerOptions& options, SchedulerRules rules)
    : options_(options),
      rules_(std::move(rules)),
      window_(rate_window_ms + options.guard_ms, options.hold_ms),
      permissions_(rules_.service_window_ms) {}

// ── what comes in ──

std::optional<Error> Scheduler::set_rate(int rate, TimeMs now) {
  move_clock(now);
  if (auto error = check_rate(rate, rules_.most_per_s)) return error;
  options_.rate = rate;
  return std::nullopt;
}

void Scheduler::set_rules(SchedulerRules rules, TimeMs now) {
  move_clock(now);
  options_.rate = static_cast<int>(rules.most_per_s);
  rules.pair.guard_ms = options_.pair.guard_ms;
  options_.pair = rules.pair;
  permissions_.set_window(rules.service_window_ms);
  rules_ = std::move(rules);
}

Ticket Scheduler::submit(Send send, TimeMs now) {
  move_clock(now);
  const std::uint32_t user = users_.find_or_add(send.to);
  const std::uint32_t campaign = campaigns_.find_or_add(send.campaign);
  const std::uint32_t slot = sends_.add(send);
  HeldSend& held = sends_[slot];
  held.user = user;
  held.campaign = campaign;
  held.place = campaigns_[campaign].progress[index(send.lane)].submitted++;
  held.state = State::scheduled;
  ++users_[user].sends;
  const Ticket ticket = sends_.ticket(slot);
  if (send.expires_ms <= now_) {
    drop(slot, EndReason::expired);
    return ticket;
  }
  if (send.expires_ms != never_ms) timers_.set({send.expires_ms, held.order, slot, Timer::Kind::expiry});
  if (send.not_before_ms > now_) {
    timers_.set({send.not_before_ms, held.order, slot, Timer::Kind::not_before});
    return ticket;
  }
  UserQueue& queue = users_[user].queues[index(send.lane)];
  if (queue.empty() || campaigns_[campaign].paused) {
    enqueue(slot);
  } else {
    // Behind another one it changes nothing yet.
    held.state = State::queued;
    queue.push_latest(sends_, slot);
  }
  return ticket;
}

std::vector<Ticket> Scheduler::submit(std::vector<Send> sends, TimeMs now) {
  constexpr std::size_t far = 16, near = 8;
  std::vector<Ticket> tickets;
  tickets.reserve(sends.size());
  for (std::size_t i = 0; i < sends.size(); ++i) {
    if (i + far < sends.size()) users_.prefetch_name(sends[i + far].to);
    if (i + near < sends.size()) users_.prefetch(sends[i + near].to);
    tickets.push_back(submit(std::move(sends[i]), now));
  }
  return tickets;
}

void Scheduler::inbound(std::int64_t count, TimeMs now) {
  move_clock(now);
  window_.add_inbound(now_, count);
}

void Scheduler::remember_start(std::string_view to, TimeMs at) {
  // Nobody will tell when it was answered.
  window_.open_start(at);
  const std::uint32_t user = users_.find_or_add(to);
  users_[user].debt.start(at, options_.pair);
  set_user_timer(user, users_[user].debt.paid_at());
}

// ── decisions ──

std::optional<Ticket> Scheduler::due(TimeMs now) {
  move_clock(now);
  run_timers();
  if (!halted_.empty() || now_ < opens_at()) return std::nullopt;
  window_.advance(now_);
  for (;;) {
    const bool any = room();
    if (!any && !floor_room()) return std::nullopt;
    std::array<std::uint32_t, lane_count> fronts{};
    LaneShare::Available waiting{};
    for (std::size_t i = 0; i < lane_count; ++i) {
      const std::optional<Ready> entry = front(static_cast<Lane>(i));
      waiting[i] = entry && (any || i == index(Lane::reply));
      fronts[i] = entry ? entry->slot : no_slot;
    }
    const std::optional<Lane> lane = share_.next(waiting);
    if (!lane) return std::nullopt;
    const std::uint32_t slot = fronts[index(*lane)];
    HeldSend& held = sends_[slot];
    if (const EndReason why = objection(held); why != EndReason::none) {
      drop(slot, why);
      continue;
    }
    if (any) share_.served(*lane, waiting);
    const auto [soon, later] = ready_[index(*lane)].take();
    if (soon != no_slot) {
      users_.prefetch(sends_[soon].user);
      sends_.prefetch(later);
      sends_.prefetch(sends_.next(later));
    }
    held.offered = false;
    User& user = users_[held.user];
    if (held.state == State::queued) user.queues[index(*lane)].pop(sends_);
    user.offered &= static_cast<std::uint8_t>(~(1U << index(*lane)));
    sends_.prefetch(user.queues[index(*lane)].front());
    user.busy = slot;
    held.state = State::released;
    ++reserved_;
    return sends_.ticket(slot);
  }
}

EndReason Scheduler::objection(const HeldSend& held) const {
  if (!options_.checks_permissions) return EndReason::none;
  return permissions_.objection(users_.name(held.user), held.lane, held.free_form, now_);
}

bool Scheduler::started(Ticket ticket, TimeMs now) {
  move_clock(now);
  if (!sends_.knows(ticket) || sends_[ticket.slot].state != State::released) return false;
  HeldSend& held = sends_[ticket.slot];
  User& user = users_[held.user];
  window_.advance(now_);
  --reserved_;
  const bool fits = window_.total() < allowed(now_) || (held.lane == Lane::reply && window_.starts() < options_.floor);
  if (sends_.expired(ticket.slot, now_)) {
    drop(ticket.slot, EndReason::expired);
    return false;
  }
  if (const EndReason why = objection(held); why != EndReason::none) {
    drop(ticket.slot, why);
    return false;
  }
  if (!fits || !halted_.empty() || campaigns_[held.campaign].paused || !user.debt.allows(now_, options_.pair)) {
    enqueue(ticket.slot);
    free_user(held.user);
    return false;
  }
  if (options_.hold_ms > 0) {
    window_.open_start(now_);
    sends_.details(ticket.slot).started_ms = now_;
  } else {
    window_.add_starts(now_, 1);
  }
  user.debt.start(now_, options_.pair);
  if (held.attempts == 0) count_as_gone(held);
  ++held.attempts;
  held.state = State::in_flight;
  return true;
}

std::int64_t Scheduler::allowed(TimeMs now) const {
  const std::int64_t usual = options_.rate - options_.headroom;
  if (usual <= 0) return 0;
  return now < slow_until_ms_ ? std::max<std::int64_t>(usual / 2, 1) : usual;
}

Send Scheduler::send(Ticket ticket) const {
  const HeldSend& held = sends_[ticket.slot];
  const SendDetails& details = sends_.details(ticket.slot);
  Send send;
  send.id = details.id;
  send.to = users_.name(held.user);
  send.lane = held.lane;
  send.campaign = campaigns_.name(held.campaign);
  send.free_form = held.free_form;
  send.not_before_ms = details.not_before_ms;
  send.expires_ms = details.expires_ms;
  return send;
}

std::vector<Ending> Scheduler::take_endings() { return std::exchange(endings_, {}); }

}  // namespace twinline
