// What a step of the onboarding asks of a person and what became of a call, in words.
#pragma once

#include <string>
#include <string_view>

#include "core/lifecycle/onboarding.h"

namespace twinline {

// What to do at a step that is open.
std::string_view guidance(OnboardingStep step, Way way);

// Meta's words in an answer, and in a sentence; what happened where there was none.
std::string words_of(const CallAnswer& answer);
std::string answer_text(const CallAnswer& answer);

// When to use which way.
std::string_view guidance(Way way);

}  // namespace twinline
