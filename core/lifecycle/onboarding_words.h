// What a step of the onboarding asks of a person, in words.
#pragma once

#include <string>
#include <string_view>

#include "core/lifecycle/onboarding.h"

namespace twinline {

// What to do at a step that is open.
std::string_view guidance(OnboardingStep step, Way way);

// When to use which way.
std::string_view guidance(Way way);

}  // namespace twinline
