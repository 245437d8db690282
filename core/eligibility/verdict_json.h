// A verdict as JSON: what `twinline check --json` prints and the dashboard shows.
#pragma once

#include <string>

#include "core/eligibility/assess.h"

namespace twinline {

// {"verdict":…,"policy":…,"at":…,"rules":[…],"consequences":[…]}; members that do not apply are null.
std::string verdict_json(const Verdict& verdict);

}  // namespace twinline
