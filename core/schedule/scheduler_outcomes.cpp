// What becomes of a send: Meta's answers, retries, ends.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/schedule/jitter.h"
#include "core/schedule/scheduler.h"

namespace twinline {

namespace {

using State = HeldSend::State;

std::string_view words_of_drop(EndReason why) {
  switch (why) {
    case EndReason::expired:
      return "expired";
    case EndReason::window_closed:
      return "the user's service window is closed, send a template";
    case EndReason::opted_out:
      return "the user opted out of marketing";
    default:
      return "cancelled";
  }
}

std::string describe(const Refusal& refusal, const SendResult& result) {
  if (result.kind != SendResult::Kind::refused) return refusal.meaning;
  return "error " + std::to_string(result.code) + ": " + refusal.meaning;
}

}  // namespace

void Scheduler::written(Ticket ticket, TimeMs now) {
  move_clock(now);
  if (options_.hold_ms == 0 || !sends_.knows(ticket) || sends_[ticket.slot].state != State::in_flight) return;
  TimeMs& started = sends_.details(ticket.slot).started_ms;
  const TimeMs latest = std::min(now_, started + options_.hold_ms);
  window_.move_open(started, latest);
  started = latest;
}

// What was a start becomes the time at which Meta counted it, at the latest.
void Scheduler::date_start(std::uint32_t slot, const SendResult& result) {
  if (options_.hold_ms == 0) return;
  const TimeMs started = sends_.details(slot).started_ms;
  if (result.kind == SendResult::Kind::not_written) return window_.close_start(started, started);
  const TimeMs late = now_ - started - way_.usual_ms() - options_.guard_ms;
  window_.close_start(started, started + std::clamp<TimeMs>(late, 0, options_.hold_ms));
  if (result.kind != SendResult::Kind::accepted) return;
  way_.note(now_ - started);
  // Where every answer takes a whole window, that one is missing says nothing.
  window_.set_hold(way_.usual_ms() < rate_window_ms ? options_.hold_ms : 0);
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
  date_start(slot, result);
  switch (result.kind) {
    case SendResult::Kind::accepted:
      leave(slot);
      return Settled::accepted;
    case SendResult::Kind::lost:
      end(slot, {EndKind::in_doubt, EndReason::answer_lost, "no answer came after its bytes were written"});
      return Settled::ended;
    case SendResult::Kind::not_written:
      return refuse(slot, refusal_without_connection(), result);
    case SendResult::Kind::refused:
      break;
  }
  if (result.code == opted_out_code) permissions_.opt_out(users_.name(held.user));
  return refuse(slot, refusal_of(rules_, result.code, result.subcode), result);
}

Settled Scheduler::refuse(std::uint32_t slot, const Refusal& refusal, const SendResult& result) {
  HeldSend& held = sends_[slot];
  if (refusal.slows_number) {
    quiet_until_ms_ = std::max(quiet_until_ms_, now_ + result.retry_after_ms);
    // Slow is meant for what starts: behind a quiet time it begins with its end.
    slow_until_ms_ = std::max(slow_until_ms_, std::max(now_, quiet_until_ms_) + slow_for_ms);
  }
  if (refusal.action == RefusalAction::stop) {
    halted_ = "the number was stopped by " + describe(refusal, result);
    stopped_by_meta_ = true;
  }
  if (refusal.action != RefusalAction::retry || held.attempts >= refusal.attempts) {
    const bool tried = refusal.action == RefusalAction::retry;
    std::string reason = tried ? "given up after " + std::to_string(held.attempts) + " attempts, " : std::string();
    end(slot, {EndKind::failed, EndReason::refused, reason + describe(refusal, result), refusal.alerts});
    return Settled::ended;
  }
  const TimeMs delay = retry_delay_ms(refusal, held.attempts);
  const TimeMs jitter = jitter_ms(options_.seed, held.order, held.attempts, delay * refusal.jitter_percent / 100);
  const TimeMs retry_at = now_ + std::max(delay, result.retry_after_ms) + jitter;
  if (sends_.expired(slot, now_)) {
    end(slot, {EndKind::dropped, EndReason::expired, "expired after " + describe(refusal, result)});
    return Settled::ended;
  }
  held.state = State::backing_off;
  sends_.details(slot).retry_at_ms = retry_at;
  timers_.set({retry_at, held.order, slot, Timer::Kind::retry});
  // The timer that was set at submission may have passed while the send was on its way.
  if (held.expires) timers_.set({sends_.details(slot).expires_ms, held.order, slot, Timer::Kind::expiry});
  return Settled::retrying;
}

void Scheduler::count_as_gone(const HeldSend& held) {
  ++campaigns_[held.campaign].progress[static_cast<std::size_t>(held.lane)].gone;
}

void Scheduler::end(std::uint32_t slot, End how) {
  const Ticket ticket = sends_.ticket(slot);
  endings_.push_back(
      {ticket, send(ticket), how.kind, how.why, now_, sends_[slot].attempts, std::move(how.reason), how.alerts});
  leave(slot);
}

void Scheduler::drop(std::uint32_t slot, EndReason why) {
  end(slot, {EndKind::dropped, why, std::string(words_of_drop(why))});
}

void Scheduler::leave(std::uint32_t slot) {
  HeldSend& held = sends_[slot];
  const std::uint32_t user = held.user;
  if (held.attempts == 0) count_as_gone(held);
  --users_[user].sends;
  if (held.state == State::queued) {
    held.state = State::over;
    users_[user].offered = 0;
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
