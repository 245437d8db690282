#include "native/sending/number_queue.h"

#include <algorithm>
#include <utility>

#include "core/sending/words.h"
#include "native/sending/axis.h"
#include "native/sending/heard.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;

Lane lane_of_send(const StoredSend& send) { return lane_of(send.lane).value_or(Lane::utility); }

}  // namespace

NumberQueue::NumberQueue(std::string number, Scheduler scheduler, int rate, Save save, Ended ended)
    : number_(std::move(number)),
      rate_(rate),
      save_(std::move(save)),
      ended_(std::move(ended)),
      scheduler_(std::move(scheduler)) {}

// ── what comes in ──

bool NumberQueue::reserve(const std::string& id) {
  const std::lock_guard lock(mutex_);
  return open_.count(id) == 0 && reserved_.insert(id).second;
}

std::size_t NumberQueue::size() const {
  const std::lock_guard lock(mutex_);
  return open_.size() + reserved_.size();
}

void NumberQueue::unreserve(const std::string& id) {
  std::vector<Ended> waiters;
  {
    const std::lock_guard lock(mutex_);
    reserved_.erase(id);
    if (auto early = early_waiters_.extract(id)) waiters = std::move(early.mapped());
  }
  StoredSend send;
  send.number = number_;
  send.id = id;
  send.state = SendState::dropped;
  send.reason = "it could not be stored";
  for (const Ended& waiter : waiters) waiter(send);
}

void NumberQueue::add(const StoredSend& send) {
  const std::lock_guard lock(mutex_);
  const auto [entry, added] = open_.try_emplace(send.id);
  reserved_.erase(send.id);
  if (!added) return;
  Held& held = entry->second;
  held.send = send;
  held.send.body.clear();
  if (auto early = early_waiters_.extract(send.id)) held.waiters = std::move(early.mapped());
  if (!send.opaque.empty()) by_opaque_.emplace(send.opaque, send.id);
  if (send.state == SendState::in_doubt) {
    ++in_doubt_;
    held.told = true;
    return;
  }
  ++lanes_[static_cast<std::size_t>(lane_of_send(send))].waiting;
  held.send.state = SendState::waiting;
  submit(held);
  collect();
}

void NumberQueue::submit(Held& held) {
  Send send;
  send.id = held.send.id;
  send.to = held.send.user;
  send.lane = lane_of_send(held.send);
  send.campaign = held.send.campaign;
  send.free_form = held.send.free_form;
  if (held.send.not_before_ms != 0) send.not_before_ms = axis_of(held.send.not_before_ms);
  if (held.send.expires_ms != 0) send.expires_ms = axis_of(held.send.expires_ms);
  held.ticket = scheduler_.submit(std::move(send), axis_now());
}

bool NumberQueue::when_ended(const std::string& id, Ended ended) {
  const std::lock_guard lock(mutex_);
  if (reserved_.count(id) != 0) {
    early_waiters_[id].push_back(std::move(ended));
    return true;
  }
  Held* const held = find(id);
  if (held == nullptr || held->told) return false;
  held->waiters.push_back(std::move(ended));
  return true;
}

NumberQueue::Held* NumberQueue::find(const std::string& id) {
  const auto found = open_.find(id);
  return found == open_.end() ? nullptr : &found->second;
}

// ── attempts ──

std::vector<NumberQueue::Due> NumberQueue::due() {
  const std::lock_guard lock(mutex_);
  std::vector<Due> found;
  const TimeMs now = axis_now();
  while (const std::optional<Ticket> ticket = scheduler_.due(now)) {
    Held* const held = find(scheduler_.id(*ticket));
    if (held == nullptr) continue;
    held->begun = true;
    found.push_back({held->send.id, held->send.attempts + 1});
  }
  collect();
  return found;
}

TimeMs NumberQueue::wake() {
  const std::lock_guard lock(mutex_);
  return scheduler_.wake(axis_now());
}

bool NumberQueue::start(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Held* const held = find(id);
  if (held == nullptr || !held->ticket) return false;
  if (!scheduler_.started(*held->ticket, axis_now())) {
    collect();
    if (Held* const still = find(id); still != nullptr && still->begun && still->send.state == SendState::waiting) {
      still->begun = false;
      save_state(*still, {});
    }
    return false;
  }
  const std::int64_t now_ms = unix_now_ms();
  ++held->send.attempts;
  held->send.started_ms = now_ms;
  set_state(*held, SendState::in_flight);
  lanes_[static_cast<std::size_t>(lane_of_send(held->send))].last_out_s = now_ms / ms;
  ++second(now_ms / ms).out;
  return true;
}

void NumberQueue::written(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (const Held* const held = find(id); held != nullptr && held->ticket) {
    scheduler_.written(*held->ticket, axis_now());
  }
}

void NumberQueue::release(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Held* const held = find(id);
  if (held == nullptr || !held->ticket) return;
  SendResult result;
  result.kind = SendResult::Kind::not_written;
  const Settled settled = scheduler_.settle(*held->ticket, result, axis_now());
  if (settled == Settled::retrying && held->cancelled) scheduler_.cancel(*held->ticket, axis_now());
  collect();
  Held* const still = find(id);
  if (still == nullptr || !still->begun || still->send.ended_ms != 0) return;
  still->begun = false;
  set_state(*still, SendState::waiting);
  save_state(*still, {});
}

void NumberQueue::settle(const std::string& id, const SendAnswer& read, const Answer& answer) {
  const std::lock_guard lock(mutex_);
  Held* const held = find(id);
  if (held == nullptr || !held->ticket || held->send.state != SendState::in_flight) return;
  if (answer.status != 0) {
    held->send.answer_status = answer.status;
    held->send.answer = answer.body;
    held->send.error_code = read.error.code.value_or(0);
    held->send.error_title = read.error.title;
    held->send.error_details = read.error.details;
  }
  const Settled settled = scheduler_.settle(*held->ticket, read.result, axis_now());
  held->begun = false;
  if (read.result.kind == SendResult::Kind::refused && read.result.code == opted_out_code) {
    SendsChange change;
    change.users.push_back({number_, held->send.user, 0, unix_now_ms() / ms, 0});
    save_(std::move(change), {});
  }
  if (settled == Settled::accepted) {
    held->send.wamid = read.wamid;
    finish(*held, SendState::accepted, {});
  } else if (settled == Settled::retrying) {
    set_state(*held, SendState::waiting);
    save_state(*held, {});
    // Nobody waits for it any more.
    if (held->cancelled) scheduler_.cancel(*held->ticket, axis_now());
  }
  note_stop();
  collect();
}

// ── ends ──

// What the scheduler says has ended.
void NumberQueue::collect() {
  for (Ending& ending : scheduler_.take_endings()) {
    Held* const held = find(ending.send.id);
    if (held == nullptr) continue;
    Cause cause{ending.why, std::move(ending.reason)};
    switch (ending.kind) {
      case EndKind::dropped:
        finish(*held, SendState::dropped, held->cancelled.value_or(std::move(cause)));
        break;
      case EndKind::failed:
        finish(*held, SendState::failed, std::move(cause));
        break;
      case EndKind::in_doubt:
        if (held->heard) {
          accept_by_status(*held, *held->heard);
        } else {
          finish(*held, SendState::in_doubt, std::move(cause));
        }
        break;
    }
  }
}

void NumberQueue::finish(Held& held, SendState state, Cause cause) {
  held.ticket.reset();
  held.begun = false;
  held.send.reason = std::move(cause.words);
  held.send.why = cause.why;
  held.send.ended_ms = unix_now_ms();
  set_state(held, state);
  save_state(
      held, [this, id = held.send.id, state, ended_ms = held.send.ended_ms] { ended_and_stored(id, state, ended_ms); });
}

void NumberQueue::save_state(Held& held, std::function<void()> stored) {
  const StoredSend& send = held.send;
  SendMoved moved{send.number, send.id, send.state, send.attempts, send.ended_ms};
  moved.wamid = send.wamid;
  moved.answer_status = send.answer_status;
  moved.answer = send.answer;
  moved.reason = send.reason;
  moved.why = send.why;
  moved.error_code = send.error_code;
  moved.error_title = send.error_title;
  moved.error_details = send.error_details;
  SendsChange change;
  change.moved.push_back(std::move(moved));
  save_(std::move(change), std::move(stored));
}

void NumberQueue::ended_and_stored(const std::string& id, SendState state, std::int64_t ended_ms) {
  StoredSend send;
  std::vector<Ended> waiters;
  {
    const std::lock_guard lock(mutex_);
    Held* const held = find(id);
    // One that has ended otherwise since is told when that is durable.
    if (held == nullptr || held->send.state != state || held->send.ended_ms != ended_ms) return;
    held->told = true;
    send = held->send;
    waiters = std::exchange(held->waiters, {});
    if (send.state != SendState::in_doubt) forget(id);
  }
  ended_(send);
  for (const Ended& waiter : waiters) waiter(send);
}

void NumberQueue::forget(const std::string& id) {
  const auto entry = open_.find(id);
  const auto [first, last] = by_opaque_.equal_range(entry->second.send.opaque);
  const auto named = std::find_if(first, last, [&](const auto& one) { return one.second == id; });
  if (named != last) by_opaque_.erase(named);
  open_.erase(entry);
}

void NumberQueue::set_state(Held& held, SendState state) {
  LaneView& lane = lanes_[static_cast<std::size_t>(lane_of_send(held.send))];
  const auto count = [&](SendState of) -> std::int64_t* {
    return of == SendState::waiting     ? &lane.waiting
           : of == SendState::in_flight ? &lane.in_flight
           : of == SendState::in_doubt  ? &in_doubt_
                                        : nullptr;
  };
  if (std::int64_t* const before = count(held.send.state)) --*before;
  held.send.state = state;
  if (std::int64_t* const after = count(state)) ++*after;
}

NumberQueue::Cancelled NumberQueue::cancel(const std::string& id, const Cause& cause, bool no_more_attempts) {
  const std::lock_guard lock(mutex_);
  Held* const held = find(id);
  if (held == nullptr || !held->ticket) return held == nullptr ? Cancelled::unknown : Cancelled::too_late;
  const auto before = std::exchange(held->cancelled, cause);
  if (!scheduler_.cancel(*held->ticket, axis_now())) {
    if (!no_more_attempts) held->cancelled = before;
    return Cancelled::too_late;
  }
  collect();
  return Cancelled::done;
}

bool NumberQueue::decide(const std::string& id, Decision decision) {
  const std::lock_guard lock(mutex_);
  Held* const held = find(id);
  if (held == nullptr || held->send.state != SendState::in_doubt) return false;
  switch (decision) {
    case Decision::was_sent:
      finish(*held, SendState::accepted, {EndReason::none, "a person said that it was sent"});
      break;
    case Decision::give_up:
      finish(*held, SendState::dropped, {EndReason::cancelled, "a person gave it up"});
      break;
    case Decision::send_again:
      set_state(*held, SendState::waiting);
      held->send.ended_ms = 0;
      held->send.reason.clear();
      held->send.why = EndReason::none;
      held->told = false;
      save_state(*held, {});
      submit(*held);
      collect();
      break;
  }
  return true;
}

}  // namespace twinline
