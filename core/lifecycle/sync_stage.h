// Where the sync of contacts or of history stands: the part of next_step that is about one sync.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/lifecycle/next_step.h"

namespace twinline {

// A time that notes the next instant anybody asked about: when it comes, answers may differ.
class Watch {
 public:
  explicit Watch(std::int64_t now_s) : now_s_(now_s) {}

  bool reached(std::int64_t instant_s) {
    if (now_s_ >= instant_s) return true;
    if (!next_s_ || instant_s < *next_s_) next_s_ = instant_s;
    return false;
  }
  std::int64_t now_s() const { return now_s_; }
  std::optional<std::int64_t> next_s() const { return next_s_; }

 private:
  std::int64_t now_s_;
  std::optional<std::int64_t> next_s_;
};

// The limits of the policy that a step needs, in seconds, as they hold on the day.
struct LifeLimits {
  std::int64_t sync_window_s;
  std::int64_t sync_answer_s;
  std::int64_t history_start_s;
  std::int64_t sync_stall_s;
  std::int64_t new_messages_wait_s;
  std::int64_t sync_first_pause_s;
  std::int64_t sync_longest_pause_s;
  std::int64_t contacts_first_s;
  std::int64_t limit_change_shown_s;
  std::int64_t keep_alive_warn_s;
  std::int64_t keep_alive_urge_s;
  std::int64_t keep_alive_overdue_s;
  std::int64_t reconnect_skew_s;
  std::int64_t reconnect_expected_s;
  std::int64_t connection_poll_s;
  std::int64_t offboarded_poll_s;
};

LifeLimits life_limits(const Policy& policy, std::int64_t now_s);

SyncStage sync_stage(SyncType type, const SyncState& sync, std::int64_t onboarded_at, const LifeLimits& limits,
                     Watch& watch);

// When a sync that was refused is asked for again by itself: a refusal is no lost answer, so nothing was taken. Only where
// the policy calls the error a passing one, slower each time, and while there is time; never one that was asked for before,
// came too late or was declined.
std::optional<std::int64_t> asked_again_at(const SyncState& sync, std::int64_t onboarded_at, const Policy& policy,
                                           const LifeLimits& limits);

// What to tell people about it; nothing where all is well. `again_at` as above.
std::optional<Advice> sync_advice(SyncType type, SyncStage stage, const SyncState& sync, std::int64_t onboarded_at,
                                  const LifeLimits& limits, std::optional<std::int64_t> again_at);

// Why the sync may not be asked for now, in words; empty where it may. A number is asked for contacts first; a refusal
// that has been settled may be asked again, an answer that was lost never.
std::string why_not_ask(SyncType type, const NextStep& step);

}  // namespace twinline
