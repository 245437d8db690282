// Which calls of the Graph API are not handed to Meta as a caller sends them, and what to use instead.
//
// A sync can be asked for once in the life of an onboarding, so it goes through what checks beforehand and remembers; a number
// on the app is never registered, and Meta lets only its phone disconnect it.
#pragma once

#include <string>
#include <string_view>

#include "core/lifecycle/number_state.h"

namespace twinline {

// For a POST to `path`, behind the version: "1001/smb_app_data". `number` is what is known of the number it names; one of which
// nothing is known is not taken to be on the app. Empty where nothing speaks against handing it on.
std::string why_not_passed_on(std::string_view path, const NumberState& number);

}  // namespace twinline
