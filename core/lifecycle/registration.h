// Registering a number on the Cloud API with its PIN: the one call that must never be made for a number of the app.
//
// https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/registration-api
// Registering takes a number away from the phone it is on. So the request cannot be made but from an onboarding that
// shows three things: its way is the Cloud API alone, Meta named the number, and Meta said that it is not on the app.
#pragma once

#include <string_view>

#include "core/graph/requests.h"
#include "core/lifecycle/onboarding.h"

namespace twinline {

// Six digits.
bool is_registration_pin(std::string_view pin);

Result<Request> register_number(const GraphApi& api, const Onboarding& onboarding, std::string_view pin);

}  // namespace twinline
