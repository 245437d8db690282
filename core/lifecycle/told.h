// What a person tells for a step of the onboarding: which JSON value makes sense where, and how to read it back.
#pragma once

#include <string>
#include <string_view>

#include "core/lifecycle/onboarding.h"

namespace twinline {

// The value in canonical JSON, or in words what is wrong with it.
Result<std::string> check_told(OnboardingStep step, std::string_view value_json);

// Of a value that passed: the text of a string, a member of an object; empty where there is none.
std::string text_of_told(std::string_view value_json);
std::string member_of_told(std::string_view value_json, std::string_view member);

}  // namespace twinline
