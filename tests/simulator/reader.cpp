#include "tests/simulator/reader.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>

#include "tests/support/catch.h"

namespace twinline::tests {
namespace {

using Json = nlohmann::json;

std::string text(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string either(const std::string& first, const std::string& second) { return first.empty() ? second : first; }

}  // namespace

Wamid read_wamid(const std::string& wamid) {
  const std::string base64 = wamid.substr(std::min<std::size_t>(wamid.size(), 6));
  std::string bytes(base64.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(base64.data()), static_cast<int>(base64.size()));
  // OpenSSL counts the padding as zero bytes.
  bytes.resize(bytes.size() - (base64.size() - base64.find_last_not_of('=') - 1));
  const auto phone_size = static_cast<std::size_t>(bytes.at(2));
  const std::string rest = bytes.substr(3 + phone_size);
  const auto device_size = static_cast<std::size_t>(rest.at(5));
  // One assertion for all of it: ids are many, and assertions slow.
  const bool well_formed = wamid.rfind("wamid.", 0) == 0 && size > 0 && bytes.substr(0, 2) == "\x1c\x18" &&
                           rest.substr(0, 3) == std::string("\x15\x02\x00", 3) &&
                           (rest.at(3) == '\x11' || rest.at(3) == '\x12') && rest.at(4) == '\x18' &&
                           rest.size() == 6 + device_size + 1 && rest.back() == '\0';
  INFO(wamid);
  REQUIRE(well_formed);
  return {bytes.substr(3, phone_size), rest.at(3) == '\x11', rest.substr(6, device_size)};
}

Json value_of(const std::string& body) {
  const Json json = Json::parse(body);
  REQUIRE(json.at("entry").size() == 1);
  REQUIRE(json.at("entry").at(0).at("changes").size() == 1);
  return json.at("entry").at(0).at("changes").at(0).at("value");
}

void Reader::read(const std::string& body) {
  const Json json = Json::parse(body);
  REQUIRE(text(json, "object") == "whatsapp_business_account");
  for (const Json& entry : json.at("entry")) {
    for (const Json& change : entry.at("changes")) read_value(text(change, "field"), change.at("value"));
  }
}

void Reader::read_value(const std::string& field, const Json& value) {
  fields.insert(field);
  REQUIRE(text(value, "messaging_product") == "whatsapp");
  number = text(value.at("metadata"), "phone_number_id");
  phone = text(value.at("metadata"), "display_phone_number");
  for (const Json& chunk : value.value("history", Json::array())) {
    chunks.emplace(chunk.at("metadata").at("phase").get<int>(), chunk.at("metadata").at("chunk_order").get<int>());
    for (const Json& thread : chunk.at("threads")) {
      const std::string user_id = text(thread.value("context", Json::object()), "user_id");
      for (const Json& message : thread.at("messages")) read_message(message, either(text(thread, "id"), user_id));
    }
  }
  for (const char* list : {"messages", "message_echoes"}) {
    for (const Json& message : value.value(list, Json::array())) {
      const bool own = text(message, "from") == phone;
      read_message(message, own ? either(text(message, "to"), text(message, "to_user_id"))
                                : either(text(message, "from"), text(message, "from_user_id")));
    }
  }
  for (const Json& each : value.value("state_sync", Json::array())) {
    const Json& contact = each.at("contact");
    const std::string name = either(text(contact, "phone_number"), text(contact, "user_id"));
    contacts.insert(name);
    if (text(each, "action") == "remove") removed.insert(name);
  }
}

void Reader::read_message(const Json& message, const std::string& thread) {
  const std::string id = text(message, "id");
  const std::string type = text(message, "type");
  const Wamid wamid = read_wamid(id);
  CHECK(wamid.from_me == (text(message, "from") == phone));
  messages.insert(wamid);
  times[id] = std::stoll(text(message, "timestamp"));
  if (!thread.empty()) by_thread[thread][wamid].insert(id);
  if (type == "media_placeholder") {
    placeholders.insert(id);
  } else if (message.contains(type) && message.at(type).is_object() && message.at(type).contains("mime_type")) {
    media.insert(id);
  }
}

}  // namespace twinline::tests
