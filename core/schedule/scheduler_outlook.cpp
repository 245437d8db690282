// Why a send waits and when it will be out: views for people. Nothing here decides.

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/schedule/scheduler.h"

namespace twinline {

namespace {

using State = HeldSend::State;

constexpr std::array<std::string_view, 12> reason_texts{
    "nothing",
    "its time has not come",
    "the rate is used up, or others go first",
    "the rate is halved after error 130429",
    "an earlier message to the same user is not settled",
    "too much was sent to this user",
    "refused before, its next attempt comes",
    "it is on its way",
    "its campaign is paused",
    "the number is paused",
    "the number is stopped",
    "one quiet window after a start",
};

std::size_t index(Lane lane) { return static_cast<std::size_t>(lane); }

// When the send behind `before` others to the same user may go, each at the first moment the pair rule allows.
TimeMs after_others(PairDebt debt, TimeMs now, std::size_t before, const PairRule& rule) {
  constexpr std::size_t enough_for_an_estimate = 10'000;
  TimeMs at = debt.allowed_at(now, rule);
  for (std::size_t i = 0; i < std::min(before, enough_for_an_estimate); ++i) {
    debt.start(at, rule);
    at = debt.allowed_at(at, rule);
  }
  return at;
}

}  // namespace

std::string_view to_string(WaitReason reason) { return reason_texts[static_cast<std::size_t>(reason)]; }

Outlook Scheduler::outlook(Ticket ticket, TimeMs now) const {
  now = std::max(now, now_);
  if (!knows(ticket)) return {WaitReason::nothing, never_ms};
  const HeldSend& held = sends_[ticket.slot];
  const User& user = users_[held.user];
  if (held.state == State::in_flight) return {WaitReason::in_flight, now};
  if (!halted_.empty()) {
    return {stopped_by_meta_ ? WaitReason::number_stopped : WaitReason::number_paused, never_ms};
  }
  if (campaigns_.all()[held.campaign].paused) return {WaitReason::campaign_paused, never_ms};

  std::size_t before = 0;
  for (std::size_t lane = 0; lane <= index(held.lane); ++lane) {
    const UserQueue& queue = user.queues[lane];
    for (std::uint32_t slot = queue.front(); slot != no_slot; slot = sends_.next(slot)) {
      if (lane == index(held.lane) && sends_[slot].order >= held.order) break;
      if (sends_[slot].state == State::queued) ++before;
    }
  }
  const bool behind_busy = user.busy != no_slot && user.busy != ticket.slot;
  const TimeMs user_ready = after_others(user.debt, now, before, options_.pair);
  const TimeMs own_ready = held.state == State::scheduled     ? sends_.details(ticket.slot).not_before_ms
                           : held.state == State::backing_off ? sends_.details(ticket.slot).retry_at_ms
                                                              : now;
  const TimeMs rate_ready = rate_opens_at(held.attempts > 0 ? 0 : sends_ahead(held));
  const TimeMs estimate = std::max({now, user_ready, own_ready, rate_ready, options_.first_start_ms});

  if (held.state == State::scheduled) return {WaitReason::not_before, estimate};
  if (held.state == State::backing_off) return {WaitReason::retry, estimate};
  if (now < options_.first_start_ms) return {WaitReason::process_started, estimate};
  if (behind_busy) return {WaitReason::user_in_flight, estimate};
  if (user_ready > now) return {WaitReason::pair_limit, estimate};
  if (estimate <= now) return {WaitReason::nothing, now};
  return {now < slow_until_ms_ ? WaitReason::slowed : WaitReason::rate, estimate};
}

Outlook Scheduler::campaign_outlook(std::string_view campaign, TimeMs now) const {
  Outlook last{WaitReason::nothing, std::max(now, now_)};
  const std::uint32_t wanted = campaigns_.find(campaign);
  if (wanted == NameTable::none) return last;
  for (std::size_t lane = lane_count; lane-- > 0;) {
    const CampaignProgress& progress = campaigns_.all()[wanted].progress[lane];
    if (progress.waiting() == 0) continue;
    if (!halted_.empty()) {
      return {stopped_by_meta_ ? WaitReason::number_stopped : WaitReason::number_paused, never_ms};
    }
    if (campaigns_.all()[wanted].paused) return {WaitReason::campaign_paused, never_ms};
    const TimeMs out = rate_opens_at(sends_ahead(wanted, static_cast<Lane>(lane), progress.waiting() - 1));
    if (out > last.estimate_ms) last = {WaitReason::rate, out};
  }
  return last;
}

Outlook Scheduler::lane_outlook(Lane lane, TimeMs now) const {
  std::uint64_t ahead = 0;
  std::uint64_t own = 0;
  std::uint64_t paused = 0;
  for (const Campaign& campaign : campaigns_.all()) {
    (campaign.paused ? paused : own) += campaign.progress[index(lane)].waiting();
    if (campaign.paused) continue;
    for (std::size_t above = 0; above < index(lane); ++above) ahead += campaign.progress[above].waiting();
  }
  if (own + paused == 0) return {WaitReason::nothing, std::max(now, now_)};
  if (!halted_.empty()) {
    return {stopped_by_meta_ ? WaitReason::number_stopped : WaitReason::number_paused, never_ms};
  }
  if (own == 0) return {WaitReason::campaign_paused, never_ms};
  return {WaitReason::rate, std::max({now, now_, rate_opens_at(ahead + own - 1)})};
}

std::uint64_t Scheduler::sends_ahead(const HeldSend& held) const {
  const CampaignProgress& own = campaigns_.all()[held.campaign].progress[index(held.lane)];
  const std::uint64_t behind_gone = held.place > own.gone ? held.place - own.gone : 0;
  return sends_ahead(held.campaign, held.lane, behind_gone);
}

// With `before` sends of its own campaign and lane ahead, how many go first in all: the lanes above, and the other
// campaigns of its lane, which take turns with it.
std::uint64_t Scheduler::sends_ahead(std::uint32_t campaign, Lane lane, std::uint64_t before) const {
  std::uint64_t ahead = before;
  for (std::uint32_t other = 0; other < campaigns_.all().size(); ++other) {
    const Campaign& rival = campaigns_.all()[other];
    if (rival.paused) continue;
    for (std::size_t above = 0; above < index(lane); ++above) ahead += rival.progress[above].waiting();
    if (other != campaign) ahead += std::min(rival.progress[index(lane)].waiting(), before);
  }
  return ahead;
}

}  // namespace twinline
