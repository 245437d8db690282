// The webhook fields an app has to subscribe to, once and for all accounts, before it brings a number to coexistence.
//
// https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/onboarding-business-app-users
// What Meta sends in a field that is not subscribed is lost: the sync comes once.
#pragma once

#include <array>
#include <string_view>

namespace twinline {

inline constexpr std::array<std::string_view, 5> coexistence_fields = {"account_update", "history", "messages",
                                                                       "smb_app_state_sync", "smb_message_echoes"};

}  // namespace twinline
