// When a call of an onboarding is made again: the part of next_step_of that is about pauses.
//
// An exchange is never made twice and is not asked about here. The other calls do no harm when they are repeated, and are:
// after a lost answer, after one that speaks of passing trouble, and after one that did not bring what was looked for. The
// longer it has lasted, the longer the pauses; after `given_up_s` nothing is done by itself until a person asks for it,
// which begins anew.
#pragma once

#include <cstdint>
#include <optional>

#include "core/lifecycle/onboarding.h"
#include "core/lifecycle/sync_stage.h"
#include "core/policy/policy.h"

namespace twinline {

// The limits of the policy that the calls need, as they hold on the day. One that a policy leaves out never comes, except
// that a code and a PIN do not live without theirs.
struct CallLimits {
  std::int64_t code_life_s, first_pause_s, longest_pause_s, answer_s, number_expected_s, given_up_s, pin_life_s;
};

CallLimits call_limits(const Policy& policy, Date day);

enum class Turn : std::uint8_t {
  due,
  later,     // an answer is awaited, or a pause goes on
  refused,   // and repeating will not help: a person has to act
  given_up,  // it was tried for long enough: a person has to act
};

// `told_at`: when a person asked for it the last time.
Turn turn_of(const MetaCall* call, std::optional<std::int64_t> told_at, const CallLimits& limits, Watch& watch);

// The latest request did not even begin, so it may be made again, whatever it is.
bool never_sent(const MetaCall& call);

}  // namespace twinline
