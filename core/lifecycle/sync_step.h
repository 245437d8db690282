// Where the sync stands as a step of an onboarding: the part of next_step_of that follows the life of the number.
#pragma once

#include <optional>
#include <string>

#include "core/lifecycle/next_step.h"
#include "core/lifecycle/onboarding_step.h"
#include "core/lifecycle/problem.h"

namespace twinline {

struct SyncReading {
  StepState state = StepState::open;
  std::string text;
};

// Of a number that is connected; `life` is what its registers mean now.
SyncReading read_sync(const NumberState& number, const NextStep& life);

// The most urgent advice about a sync; nothing where there is none.
const Advice* advice_on_sync(const NextStep& life);

// The most urgent advice of all, in words; empty where there is none.
std::string life_text(const NextStep& life);

std::optional<Problem> sync_problem(const NumberState& number, const NextStep& life, const Policy& policy, Date day);

}  // namespace twinline
