// Registering a number on the Cloud API with its PIN: the one call that must never be made for a number of the app.
//
// https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/registration-api
// Registering takes a number away from the phone it is on. So the request cannot be made but from an onboarding that
// shows three things: its way is the Cloud API alone, Meta named the number, and Meta said a short while ago that it is not
// on the app.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/graph/requests.h"
#include "core/lifecycle/onboarding.h"

namespace twinline {

// What Meta said of a number's phone is good for that long: then somebody may have put it on one.
inline constexpr std::int64_t found_holds_s = 600;

// Six digits.
bool is_registration_pin(std::string_view pin);

// In words for people; empty where nothing stands in the way. A PIN is another matter.
std::string why_not_register(const Onboarding& onboarding, std::int64_t now_s);

// None while something stands in the way.
Result<Request> register_number(const GraphApi& api, const Onboarding& onboarding, std::string_view pin,
                                std::int64_t now_s);

}  // namespace twinline
