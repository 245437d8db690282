// The shapes in which Meta tells about messages, contacts and statuses, as JSON values: the pieces of a body, and the
// envelope around them. Shapes follow Meta's webhook reference and, where it differs, traffic that was seen; the order of
// members is Meta's.
//   https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/onboarding-business-app-users
//   https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes
//   https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "native/meta_simulator/world.h"

namespace twinline::simulator {

using Json = nlohmann::ordered_json;

// The bytes of one body with one change.
std::string make_body(const Business& business, std::string_view field, const Json& value);
// The same for fields of an account, which tell a time and name no number. `entry` is the account or, for events about
// partners, a portfolio.
std::string make_account_body(std::string_view entry, std::int64_t at_s, std::string_view field, const Json& value);
// A value with what all phone-scoped fields begin with.
Json make_value(const Business& business);

// Where a message is told, for the members that differ.
enum class Told : std::uint8_t { history, history_media, live, echo };

// Sender, id, time and content. In `history` media are placeholders; elsewhere they are whole.
Json make_message(const World& world, std::size_t index, Told told);

// For messages that are no part of the world's history. `quoted` is the id of the message that it answers, or empty.
Json make_message(const Business& business, const Person& person, const Message& message, Told told,
                  std::string_view id, std::string_view quoted);

// An event about a message: it has an id of its own and names its target. `type` is "edit", "revoke" or "reaction", and
// `content` the object of that name.
Json make_event(const Business& business, const Person& person, bool from_me, std::string_view id, std::int64_t at_s,
                std::string_view type, Json content);

Json make_status(const Person& person, std::string_view id, std::string_view status, std::int64_t at_s);

// An element of `contacts`, which accompanies messages.
Json make_profile(const Person& person);

// An element of `state_sync`. Contact times are milliseconds; a removal says "0".
Json make_contact(const Person& person, bool removed, std::int64_t at_ms);

// What the message says, where it says anything: the text, or the caption of a medium.
std::string text_of(const Person& person, const Message& message);

}  // namespace twinline::simulator
