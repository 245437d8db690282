// What Meta's window of Embedded Signup posts to the page that opened it, as the texts of the message events.
//   https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/implementation
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace twinline::simulator {

enum class Way : std::uint8_t { coexistence, cloud_api };

// `number` and `business` may be empty: with the business app only the account is sure to be named.
std::string finish_message(Way way, std::string_view waba, std::string_view number, std::string_view business);
// `step` is Meta's name of the screen that was left.
std::string cancel_message(std::string_view step);
std::string error_message(std::string_view words, std::string_view error_id, std::string_view session_id,
                          std::int64_t at_s);

}  // namespace twinline::simulator
