#include "native/meta_simulator/content.h"

#include <array>
#include <string>
#include <utility>

#include "native/meta_simulator/random.h"
#include "native/meta_simulator/wamid.h"

namespace twinline::simulator {
namespace {

struct Medium {
  std::string_view type, mime_type;
  bool has_caption = false;
};

Medium medium_of(Kind kind) {
  switch (kind) {
    case Kind::video:
      return {"video", "video/mp4", true};
    case Kind::voice:
      return {"audio", "audio/ogg; codecs=opus", false};
    case Kind::document:
      return {"document", "application/pdf", true};
    case Kind::sticker:
      return {"sticker", "image/webp", false};
    default:
      return {"image", "image/jpeg", true};
  }
}

// 32 bytes: base64 in live traffic, hex in what follows a history.
std::string checksum(Random& random, bool as_hex) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  while (text.size() < (as_hex ? 64U : 32U)) {
    text += as_hex ? digits[random.below(16)] : static_cast<char>(random.below(256));
  }
  return as_hex ? text : to_base64(text);
}

Json media_object(const Medium& medium, const Person& person, const Message& message, Told told) {
  Random random(mix(message.seed, media_stream));
  Json json = Json::object();
  const std::string caption = text_of(person, message);
  if (!caption.empty()) json["caption"] = caption;
  if (message.kind == Kind::document)
    json["filename"] = "invoice-" + std::to_string(random.between(1000, 9999)) + ".pdf";
  json["mime_type"] = medium.mime_type;
  json["sha256"] = checksum(random, told == Told::history_media);
  const std::string id = std::to_string(random.between(1'000'000'000'000'000, 9'999'999'999'999'999));
  json["id"] = id;
  if (told == Told::live) json["url"] = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=" + id;
  if (message.kind == Kind::voice) json["voice"] = true;
  if (message.kind == Kind::sticker) json["animated"] = random.chance(30);
  return json;
}

Json location_object(Random random) {
  static constexpr std::array<std::string_view, 4> places = {"Marigold Bakery", "Café an der Ecke",
                                                             "Ferry Plaza/Gate 3", "公園北口"};
  return {{"latitude", static_cast<double>(random.between(30'000, 59'000)) / 1000},
          {"longitude", static_cast<double>(random.between(-122'000, 139'000)) / 1000},
          {"name", random.pick(places)},
          {"address", std::to_string(random.between(1, 120)) + " Harbour Road"}};
}

Json card_object(Random random, const Language& language) {
  std::string first_name;
  const std::string full_name = make_full_name(random, language, first_name);
  const std::string phone = make_phone(random, language);
  return Json::array({{{"name", {{"first_name", first_name}, {"formatted_name", full_name}}},
                       {"phones", Json::array({{{"phone", "+" + phone}, {"wa_id", phone}, {"type", "MOBILE"}}})}}});
}

// In the history such items have a type of their own; live they are of type `unsupported`.
void add_undecodable(Json& json, const Message& message, Told told) {
  Random random(mix(message.seed, text_stream));
  if (told == Told::history) {
    json["errors"] = Json::array({{{"code", 131051},
                                   {"title", "Message type unknown"},
                                   {"message", "Message type unknown"},
                                   {"error_data", {{"details", "Unsupported message received"}}}}});
    json["type"] = "errors";
    return;
  }
  const bool unavailable = random.chance(50);
  const std::string_view title = unavailable ? "This message is currently unavailable." : "Message type unknown";
  json["errors"] = Json::array({{{"code", unavailable ? 131060 : 131051}, {"title", title}, {"message", title}}});
  if (!unavailable) json["errors"][0]["error_data"] = {{"details", "Message type is currently not supported."}};
  json["type"] = "unsupported";
  json["unsupported"] = {{"type", unavailable ? "errors" : "poll_creation"}};
}

}  // namespace

std::string text_of(const Person& person, const Message& message) {
  Random random(mix(message.seed, text_stream));
  if (message.kind == Kind::text) return make_text(random, *person.language, message.from_me);
  if (is_media(message.kind) && medium_of(message.kind).has_caption && random.chance(60)) {
    return make_caption(random, *person.language);
  }
  return {};
}

void add_content(Json& json, const Person& person, const Message& message, Told told) {
  if (is_media(message.kind)) {
    const Medium medium = medium_of(message.kind);
    json["type"] = medium.type;
    json[std::string(medium.type)] = media_object(medium, person, message, told);
    return;
  }
  switch (message.kind) {
    case Kind::location:
      json["type"] = "location";
      json["location"] = location_object(Random(mix(message.seed, media_stream)));
      return;
    case Kind::card:
      json["type"] = "contacts";
      json["contacts"] = card_object(Random(mix(message.seed, media_stream)), *person.language);
      return;
    case Kind::undecodable:
      add_undecodable(json, message, told);
      return;
    default:
      json["type"] = "text";
      json["text"] = {{"body", text_of(person, message)}};
  }
}

}  // namespace twinline::simulator
