// Why a send waits and when it will be out: views for people. Nothing here decides.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

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
  const TimeMs rate_ready = out_after(held.attempts > 0 ? 0 : starts_before(held), now);
  const TimeMs estimate = std::max({now, user_ready, own_ready, rate_ready, opens_at()});

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
    const TimeMs out = out_after(starts_before(wanted, static_cast<Lane>(lane), progress.waiting() - 1), now);
    if (out > last.estimate_ms) last = {WaitReason::rate, out};
  }
  return last;
}

Outlook Scheduler::lane_outlook(Lane lane, TimeMs now) const {
  const std::uint64_t own = waiting_by_lane()[index(lane)];
  std::uint64_t paused = 0;
  for (const Campaign& campaign : campaigns_.all()) {
    if (campaign.paused) paused += campaign.progress[index(lane)].waiting();
  }
  if (own + paused == 0) return {WaitReason::nothing, std::max(now, now_)};
  if (!halted_.empty()) {
    return {stopped_by_meta_ ? WaitReason::number_stopped : WaitReason::number_paused, never_ms};
  }
  if (own == 0) return {WaitReason::campaign_paused, never_ms};
  return {WaitReason::rate, out_after(LaneShare::starts_before(waiting_by_lane(), lane, own - 1), now)};
}

// All that lies between a first and a latest start in one window lies in it too.
PortfolioCount Scheduler::reached(const std::vector<UserStarts>& starts) const {
  std::vector<std::pair<TimeMs, std::string_view>> counted;
  for (const UserStarts& one : starts) {
    if (!permissions_.was_open(one.user, one.latest_ms)) {
      counted.emplace_back(one.latest_ms, one.user);
    } else if (!permissions_.was_open(one.user, one.first_ms)) {
      counted.emplace_back(one.first_ms, one.user);
    }
  }
  std::sort(counted.begin(), counted.end());
  PortfolioCount count;
  for (const auto& [at, user] : counted) count.add(user, at);
  return count;
}

std::size_t Scheduler::new_users(const PortfolioCount& count, TimeMs now) const {
  std::unordered_set<std::uint32_t> users;
  for (std::uint32_t slot = 0; slot < sends_.slots(); ++slot) {
    const HeldSend& held = sends_[slot];
    if (held.state == State::free || held.state == State::over || held.state == State::in_flight) continue;
    const std::string& name = users_.name(held.user);
    if (!window_open(name, now) && !count.counts(name, now)) users.insert(held.user);
  }
  return users.size();
}

// What waits and is not paused.
std::array<std::uint64_t, lane_count> Scheduler::waiting_by_lane() const {
  std::array<std::uint64_t, lane_count> waiting{};
  for (const Campaign& campaign : campaigns_.all()) {
    if (campaign.paused) continue;
    for (std::size_t lane = 0; lane < lane_count; ++lane) waiting[lane] += campaign.progress[lane].waiting();
  }
  return waiting;
}

std::uint64_t Scheduler::starts_before(const HeldSend& held) const {
  const CampaignProgress& own = campaigns_.all()[held.campaign].progress[index(held.lane)];
  return starts_before(held.campaign, held.lane, held.place > own.gone ? held.place - own.gone : 0);
}

// With `before` sends of its own campaign and lane ahead, how many go first in all: the other campaigns of its lane take
// turns with it, the other lanes have their shares.
std::uint64_t Scheduler::starts_before(std::uint32_t campaign, Lane lane, std::uint64_t before) const {
  std::uint64_t in_lane = before;
  const std::vector<Campaign>& all = campaigns_.all();
  for (std::uint32_t other = 0; other < all.size(); ++other) {
    if (other == campaign || all[other].paused) continue;
    in_lane += std::min(all[other].progress[index(lane)].waiting(), before);
  }
  // Whoever comes sooner has one turn more.
  ready_[index(lane)].each_sooner(campaign, [&](std::uint32_t rival) {
    if (!all[rival].paused && all[rival].progress[index(lane)].waiting() > before) ++in_lane;
  });
  return LaneShare::starts_before(waiting_by_lane(), lane, in_lane);
}

// When there is room for one more start after `ahead` others. Every start makes room again one window later, so the
// pattern of the last window repeats; a halved rate is whole again some time.
TimeMs Scheduler::out_after(std::uint64_t ahead, TimeMs now) const {
  const TimeMs from = std::max({now, now_, opens_at()});
  const std::int64_t most = allowed(from) - reserved_;
  if (most <= 0) return never_ms;
  const std::int64_t free = std::max<std::int64_t>(most - window_.total_at(from), 0);
  if (ahead < static_cast<std::uint64_t>(free)) return from;
  const auto behind = static_cast<std::int64_t>(ahead) - free;
  const std::int64_t left = most - 1 - behind % most;
  const TimeMs opens = window_.total_at(from) > left ? window_.when_total_is(left) : from + window_.length_ms();
  const TimeMs out = opens + behind / most * window_.length_ms();
  if (out <= slow_until_ms_ || from >= slow_until_ms_) return out;
  const std::int64_t windows_slowed = (slow_until_ms_ - from) / window_.length_ms() + 1;
  const std::int64_t usual = std::max<std::int64_t>(options_.rate - options_.headroom, 1);
  const std::int64_t later = std::max<std::int64_t>(static_cast<std::int64_t>(ahead) - windows_slowed * most, 0);
  return slow_until_ms_ + later / usual * window_.length_ms();
}

}  // namespace twinline
