// The life of one number for tests: registers as they are after an onboarding, and what they mean at a time.
#pragma once

#include <string>

#include "core/lifecycle/next_step.h"
#include "core/lifecycle/number_state.h"
#include "core/policy/load.h"

namespace twinline::lives {

inline constexpr std::int64_t day = 86400;
inline constexpr std::int64_t hour = 3600;
inline constexpr std::int64_t t0 = 1788307200;  // 2026-09-02, the day the number goes live in these tests

inline const Policy& meta() {
  static const Policy policy = *builtin_policy("meta");
  return policy;
}

inline NumberState onboarded(std::int64_t at) {
  NumberState state;
  state.onboarded_at = at;
  state.subscribed_at = at;
  return state;
}

inline SyncState& sync(NumberState& state, SyncType type) { return state.syncs[{*state.onboarded_at, type}]; }

inline SyncAnswer accepted(std::int64_t at) { return {true, at, 0, "request-1"}; }
inline SyncAnswer refused(std::int64_t at, std::int64_t code) { return {false, at, code, ""}; }

// A number with both syncs complete and a phone that is alive.
inline NumberState live(std::int64_t at) {
  NumberState state = onboarded(at);
  for (const SyncType type : {SyncType::contacts, SyncType::history}) {
    SyncState& one = sync(state, type);
    one.asked_at = at;
    one.answer = accepted(at + 1);
    one.first_data_at = at + 60;
    one.last_data_at = at + 120;
    one.progress = 100;
  }
  return state;
}

inline std::string stage_at(const NumberState& state, std::int64_t now) {
  return std::string(to_string(next_step(state, meta(), now).stage));
}

inline std::string advice_at(const NumberState& state, std::int64_t now) {
  std::string names;
  for (const Advice& advice : next_step(state, meta(), now).advice) {
    names += (names.empty() ? "" : " ") + std::string(to_string(advice.kind));
  }
  return names;
}

inline std::string history_at(const SyncState& history, std::int64_t now) {
  NumberState state = onboarded(t0);
  sync(state, SyncType::history) = history;
  return std::string(to_string(next_step(state, meta(), now).history));
}

}  // namespace twinline::lives
