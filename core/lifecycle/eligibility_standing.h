// How the facts that a person told for the step check_eligibility stand to the policy, in words.
#pragma once

#include <string>
#include <string_view>

#include "core/policy/policy.h"

namespace twinline {

struct EligibilityStanding {
  bool stops = false;  // not eligible; what cannot be said yet stops nobody, since Meta decides
  std::string text;
};

// `facts_json` has passed read_facts.
EligibilityStanding eligibility_standing(std::string_view facts_json, const Policy& policy, Date day);

}  // namespace twinline
