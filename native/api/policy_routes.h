// /v1/policies and /v1/check: which policies there are, and what one says about a business. Asks the core, keeps nothing.
#pragma once

#include <vector>

#include "native/api/routes.h"

namespace twinline {

std::vector<Route> policy_routes();

}  // namespace twinline
