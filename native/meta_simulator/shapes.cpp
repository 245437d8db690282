#include "native/meta_simulator/shapes.h"

#include <utility>

#include "native/meta_simulator/content.h"
#include "native/meta_simulator/meta_bytes.h"
#include "native/meta_simulator/random.h"

namespace twinline::simulator {
namespace {

std::string_view history_status(const Message& message) {
  if (!message.from_me) return "pending";
  Random random(mix(message.seed, status_stream));
  if (message.kind == Kind::voice && random.chance(50)) return "played";
  const std::size_t ticket = random.below(100);
  return ticket < 76 ? "read" : ticket < 93 ? "delivered" : ticket < 98 ? "sent" : "error";
}

void add_sender(Json& json, const Business& business, const Person& person, bool from_me, Told told) {
  if (from_me) {
    json["from"] = business.phone;
    if (told != Told::echo) return;
    if (!person.phone.empty()) json["to"] = person.phone;
    if (!person.user_id.empty()) json["to_user_id"] = person.user_id;
  } else {
    if (!person.phone.empty()) json["from"] = person.phone;
    if (!person.user_id.empty()) json["from_user_id"] = person.user_id;
  }
}

void add_quote(Json& json, const std::string& author, std::string_view id) {
  Json context = Json::object();
  if (!author.empty()) context["from"] = author;
  context["id"] = id;
  json["context"] = std::move(context);
}

// Which earlier message of the thread this one answers, or its own index for none.
std::size_t quoted_by(const World& world, std::size_t index) {
  Random random(mix(world.messages[index].seed, quote_stream));
  if (!random.chance(7)) return index;
  const std::size_t back = 1 + random.below(6);
  if (back > index || world.messages[index - back].person != world.messages[index].person) return index;
  return index - back;
}

}  // namespace

std::string make_body(const Business& business, std::string_view field, const Json& value) {
  const Json change = {{"value", value}, {"field", field}};
  const Json entry = {{"id", business.waba}, {"changes", Json::array({change})}};
  return meta_bytes({{"object", "whatsapp_business_account"}, {"entry", Json::array({entry})}});
}

std::string make_account_body(std::string_view entry, std::int64_t at_s, std::string_view field, const Json& value) {
  const Json change = {{"value", value}, {"field", field}};
  const Json told = {{"id", entry}, {"time", at_s}, {"changes", Json::array({change})}};
  return meta_bytes({{"object", "whatsapp_business_account"}, {"entry", Json::array({told})}});
}

Json make_value(const Business& business) {
  return {{"messaging_product", "whatsapp"},
          {"metadata", {{"display_phone_number", business.phone}, {"phone_number_id", business.number}}}};
}

Json make_message(const World& world, std::size_t index, Told told) {
  const Message& message = world.messages[index];
  const Person& person = world.people[message.person];
  const bool live = told == Told::live || (told == Told::echo && message.also_live);
  Json json = Json::object();
  add_sender(json, world.business, person, message.from_me, told);
  json["id"] = live ? live_wamid(person, message) : history_wamid(world, message);
  json["timestamp"] = std::to_string(message.at_s);
  const std::size_t quoted = told == Told::history_media ? index : quoted_by(world, index);
  if (quoted != index) {
    const Message& target = world.messages[quoted];
    add_quote(json, target.from_me ? world.business.phone : person.phone,
              live ? live_wamid(person, target) : history_wamid(world, target));
  }
  if (told == Told::history && is_media(message.kind)) {
    json["type"] = "media_placeholder";
  } else {
    add_content(json, person, message, told);
  }
  if (told == Told::history) {
    json["history_context"] = {{"status", history_status(message)}};
    if (message.from_me) json["history_context"]["from_me"] = true;
  }
  return json;
}

Json make_message(const Business& business, const Person& person, const Message& message, Told told,
                  std::string_view id, std::string_view quoted) {
  Json json = Json::object();
  add_sender(json, business, person, message.from_me, told);
  json["id"] = id;
  json["timestamp"] = std::to_string(message.at_s);
  if (!quoted.empty()) add_quote(json, "", quoted);
  add_content(json, person, message, told);
  return json;
}

Json make_event(const Business& business, const Person& person, bool from_me, std::string_view id, std::int64_t at_s,
                std::string_view type, Json content) {
  Json json = Json::object();
  add_sender(json, business, person, from_me, from_me ? Told::echo : Told::live);
  json["id"] = id;
  json["timestamp"] = std::to_string(at_s);
  json["type"] = type;
  json[std::string(type)] = std::move(content);
  return json;
}

Json make_status(const Person& person, std::string_view id, std::string_view status, std::int64_t at_s) {
  Json json = {{"id", id}, {"status", status}, {"timestamp", std::to_string(at_s)}};
  if (!person.phone.empty()) json["recipient_id"] = person.phone;
  if (!person.user_id.empty()) json["recipient_user_id"] = person.user_id;
  return json;
}

Json make_profile(const Person& person) {
  Json json = {{"profile", {{"name", person.profile_name}}}};
  if (!person.username.empty()) json["profile"]["username"] = person.username;
  if (!person.phone.empty()) json["wa_id"] = person.phone;
  if (!person.user_id.empty()) json["user_id"] = person.user_id;
  return json;
}

Json make_contact(const Person& person, bool removed, std::int64_t at_ms) {
  Json contact = Json::object();
  if (!removed) {
    contact["full_name"] = person.full_name;
    contact["first_name"] = person.first_name;
  }
  if (!person.phone.empty()) contact["phone_number"] = person.phone;
  if (!person.user_id.empty()) contact["user_id"] = person.user_id;
  if (!removed && !person.username.empty()) contact["username"] = person.username;
  return {{"type", "contact"},
          {"contact", std::move(contact)},
          {"action", removed ? "remove" : "add"},
          {"metadata", {{"timestamp", removed ? "0" : std::to_string(at_ms)}}}};
}

}  // namespace twinline::simulator
