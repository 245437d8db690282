// What the sends of a number are told from outside (deliveries, people, the number's life), and what they tell.

#include <algorithm>
#include <utility>

#include "core/sending/words.h"
#include "native/sending/axis.h"
#include "native/sending/heard.h"
#include "native/sending/number_queue.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;

}  // namespace

// ── what deliveries tell ──

// By the id that we or the caller gave it. Ours is enough; a caller's own has to come with the same user, and several
// with the same one cannot be told apart.
NumberQueue::Held* NumberQueue::find_by_opaque(const DeliveryStatus& status) {
  const auto [first, last] = by_opaque_.equal_range(status.opaque);
  Held* found = nullptr;
  for (auto one = first; one != last; ++one) {
    Held* const held = find(one->second);
    if (held == nullptr) continue;
    if (!held->send.wamid.empty() && held->send.wamid == status.wamid) return nullptr;
    const bool is_its = status.opaque == held->send.id || status.user.empty() || held->send.user == status.user;
    const bool open = held->send.state == SendState::in_flight || held->send.state == SendState::in_doubt;
    if (!open || !is_its) continue;
    if (found != nullptr) return nullptr;
    found = held;
  }
  return found;
}

void NumberQueue::hear(const DeliveryStatus& status) {
  const std::lock_guard lock(mutex_);
  Held* const held = status.opaque.empty() ? nullptr : find_by_opaque(status);
  if (held != nullptr && held->send.state == SendState::in_doubt) return accept_by_status(*held, status);
  SendsChange change;
  if (held != nullptr) {
    if (!held->heard || held->heard->rank < status.rank) held->heard = status;
    change.heard.push_back(heard_of(status, held->send.id));
  } else {
    change.heard.push_back(heard_of(status, {}));
  }
  save_(std::move(change), {});
}

void NumberQueue::accept_by_status(Held& held, const DeliveryStatus& status) {
  held.send.wamid = status.wamid;
  held.send.answer_status = 200;
  held.send.answer = accepted_answer(held.send.to, status.wamid);
  SendsChange change;
  change.heard.push_back(heard_of(status, held.send.id));
  held.send.status = status.status;
  finish(held, SendState::accepted, {EndReason::none, "a status told that it was sent"});
  save_(std::move(change), {});
}

// What came late (an outage, a journal read anew) took part in the rate of its own time.
void NumberQueue::customer(const std::string& user, std::int64_t at_s, bool opens_window, bool counts) {
  const std::lock_guard lock(mutex_);
  if (opens_window) scheduler_.open_window(user, axis_of(at_s * ms));
  if (!counts || !is_news(at_s, unix_now_ms())) return;
  scheduler_.inbound(1, axis_now());
  ++second(unix_now_ms() / ms).in;
}

void NumberQueue::received(std::int64_t count) {
  const std::lock_guard lock(mutex_);
  scheduler_.inbound(count, axis_now());
}

void NumberQueue::wish(const std::string& user, bool stop) {
  const std::lock_guard lock(mutex_);
  if (stop) {
    scheduler_.opt_out(user);
  } else {
    scheduler_.opt_in(user);
  }
}

void NumberQueue::remember_start(const std::string& user, std::int64_t at_unix_ms) {
  const std::lock_guard lock(mutex_);
  scheduler_.remember_start(user, axis_of(at_unix_ms));
}

// ── pauses ──

void NumberQueue::set_pause(std::string by_person) {
  const std::lock_guard lock(mutex_);
  person_pause_ = by_person.empty() ? "paused by a person" : std::move(by_person);
  apply_pauses();
  save_halt();
}

void NumberQueue::set_life(std::string why_not) {
  const std::lock_guard lock(mutex_);
  if (life_pause_ == why_not) return;
  life_pause_ = std::move(why_not);
  apply_pauses();
}

void NumberQueue::set_rules(SchedulerRules rules) {
  const std::lock_guard lock(mutex_);
  rate_ = static_cast<int>(rules.most_per_s);
  scheduler_.set_rules(std::move(rules), axis_now());
}

void NumberQueue::restore(NumberHalt halt) {
  const std::lock_guard lock(mutex_);
  person_pause_ = std::move(halt.paused);
  stopped_ = std::move(halt.stopped);
  apply_pauses();
}

void NumberQueue::resume() {
  const std::lock_guard lock(mutex_);
  person_pause_.clear();
  stopped_.clear();
  scheduler_.resume(axis_now());
  applied_pause_.clear();
  apply_pauses();
  save_halt();
}

void NumberQueue::apply_pauses() {
  const std::string& wanted = !stopped_.empty() ? stopped_ : !person_pause_.empty() ? person_pause_ : life_pause_;
  if (wanted == applied_pause_) return;
  // The scheduler lifts all at once; Meta's stop is among what is wanted, so it stays.
  scheduler_.lift_halt(axis_now());
  if (!stopped_.empty()) {
    scheduler_.stop(wanted, axis_now());
  } else if (!wanted.empty()) {
    scheduler_.pause(wanted, axis_now());
  }
  applied_pause_ = wanted;
}

// An answer may have stopped the number: that outlives the process.
void NumberQueue::note_stop() {
  const std::string& halted = scheduler_.halted();
  if (halted.empty() || halted == applied_pause_) return;
  stopped_ = applied_pause_ = halted;
  save_halt();
}

void NumberQueue::save_halt() {
  SendsChange change;
  change.halts.push_back({number_, person_pause_, stopped_});
  save_(std::move(change), {});
}

void NumberQueue::pause_campaign(const std::string& campaign) {
  const std::lock_guard lock(mutex_);
  scheduler_.pause_campaign(campaign, axis_now());
}

void NumberQueue::resume_campaign(const std::string& campaign) {
  const std::lock_guard lock(mutex_);
  scheduler_.resume_campaign(campaign, axis_now());
}

void NumberQueue::cancel_campaign(const std::string& campaign) {
  const std::lock_guard lock(mutex_);
  scheduler_.cancel_campaign(campaign, axis_now());
  collect();
  for (auto& [id, held] : open_) {
    if (held.ticket && held.send.campaign == campaign)
      held.cancelled = {EndReason::cancelled, "the campaign was cancelled"};
  }
}

// ── views ──

std::optional<NumberQueue::Standing> NumberQueue::standing(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(id);
  if (found == open_.end()) return std::nullopt;
  const Held& held = found->second;
  return Standing{held.send, held.ticket ? scheduler_.outlook(*held.ticket, axis_now()) : Outlook{}};
}

Outlook NumberQueue::campaign_outlook(const std::string& campaign) const {
  const std::lock_guard lock(mutex_);
  return scheduler_.campaign_outlook(campaign, axis_now());
}

Scheduler NumberQueue::copy_of_scheduler() const {
  const std::lock_guard lock(mutex_);
  return scheduler_;
}

NumberQueue::Second& NumberQueue::second(std::int64_t at_s) {
  Second& slot = seconds_[static_cast<std::size_t>(at_s) % seconds_.size()];
  if (slot.at_s != at_s) slot = {at_s, 0, 0};
  return slot;
}

NumberQueue::View NumberQueue::view() const {
  constexpr std::int64_t shown = 60;
  const std::lock_guard lock(mutex_);
  View view;
  view.rate = rate_;
  view.rate_now = scheduler_.allowed(axis_now());
  view.stopped = stopped_;
  view.paused = person_pause_.empty() ? life_pause_ : person_pause_;
  view.lanes = lanes_;
  for (std::size_t lane = 0; lane < lane_count; ++lane) {
    if (view.lanes[lane].waiting == 0) continue;
    const Outlook outlook = scheduler_.lane_outlook(static_cast<Lane>(lane), axis_now());
    if (outlook.estimate_ms != never_ms) view.lanes[lane].ends_s = unix_of(outlook.estimate_ms) / ms;
  }
  view.in_doubt = in_doubt_;
  const std::int64_t now_s = unix_now_ms() / ms;
  for (std::int64_t at_s = now_s - shown + 1; at_s <= now_s; ++at_s) {
    const Second& slot = seconds_[static_cast<std::size_t>(at_s) % seconds_.size()];
    view.seconds.push_back(slot.at_s == at_s ? slot : Second{at_s, 0, 0});
  }
  return view;
}

EndReason NumberQueue::objection(const std::string& user, Lane lane, bool free_form) const {
  Send send;
  send.to = user;
  send.lane = lane;
  send.free_form = free_form;
  const std::lock_guard lock(mutex_);
  return scheduler_.objection(send, axis_now());
}

std::int64_t NumberQueue::in_flight() const {
  const std::lock_guard lock(mutex_);
  std::int64_t count = 0;
  for (const LaneView& lane : lanes_) count += lane.in_flight;
  return count;
}

}  // namespace twinline
