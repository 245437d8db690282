// The messages that Meta's window of Embedded Signup posts to the page that opened it.
//
// https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/implementation
// A page gets messages from anybody, so is_meta_origin is asked first. What a message says is kept as it is; it names
// ids only, the code comes another way. The finish event of the business-app flow guarantees no more than the account:
// the phone number id may be missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace twinline {

// Whether an event of this origin may be believed: https, the standard port, and the host facebook.com or one below it.
// An origin is all there is: no path, no user, nothing behind.
bool is_meta_origin(std::string_view origin);

enum class SignupKind : std::uint8_t {
  finish,
  cancel,  // the person left at `step`
  error,   // Meta's window reported an error
  other,   // an event of Embedded Signup that nobody knows yet
};

struct SignupEvent {
  std::int64_t at = 0;  // when the host got it
  SignupKind kind = SignupKind::other;
  std::string event;  // as Meta names it: FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING, CANCEL, …
  std::string waba;
  std::string phone_number_id;  // may be missing
  std::string business;         // the business portfolio; may be missing
  std::string step;             // where the person left, in Meta's words
  std::string error_id;
  std::string error_message;
  std::string session_id;  // to quote to Meta's support

  bool operator==(const SignupEvent&) const = default;
  friend bool operator<(const SignupEvent& left, const SignupEvent& right);
};

// Nothing where the text is no message of Embedded Signup; Meta's window posts others too.
std::optional<SignupEvent> read_signup_event(std::string_view message, std::int64_t at_s);

std::string_view to_string(SignupKind kind);
std::optional<SignupKind> parse_signup_kind(std::string_view text);

}  // namespace twinline
