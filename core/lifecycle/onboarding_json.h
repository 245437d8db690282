// An onboarding as JSON: its facts, as hosts store them, and what it means now, as the API shows it.
//
// A fact is written with the registers it has and nothing else; facts that are stored one after the other are read and
// joined in any order. A member nobody knows is passed over, so that an older twinline reads what a newer one wrote.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/lifecycle/onboarding.h"
#include "core/lifecycle/onboarding_step.h"

namespace twinline {

std::string write_fact(const Onboarding& fact);
Result<Onboarding> read_fact(std::string_view json);

// {"id","app","way","stage","steps":[{"step","state","value","text","choices":[{"value","text"}]}],"next":{"step","text","until"},"problem":{…},
//  "signup":[…],"waba","number","numbers":[{"id","phone","name","platform","coexists","on_app"}],"created"}; members without a value are
// absent. "next" is absent when the number is live.
std::string onboarding_json(std::string_view id, const Onboarding& onboarding, const OnboardingView& view);

// {"issue","title","meaning","action","waiting_helps","acting_helps","expectation","quote":[{"what","value"}],"message",
//  "topic","source"}
std::string problem_json(const Problem& problem);

}  // namespace twinline
