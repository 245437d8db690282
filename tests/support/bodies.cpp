#include "tests/support/bodies.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace twinline::test {

namespace {

using Tree = Bodies::Tree;
using namespace std::string_view_literals;

constexpr std::array message_types = {"text"sv,
                                      "image"sv,
                                      "video"sv,
                                      "audio"sv,
                                      "document"sv,
                                      "sticker"sv,
                                      "location"sv,
                                      "contacts"sv,
                                      "interactive"sv,
                                      "button"sv,
                                      "reaction"sv,
                                      "order"sv,
                                      "system"sv,
                                      "unsupported"sv,
                                      "edit"sv,
                                      "revoke"sv,
                                      "errors"sv,
                                      "text"sv,
                                      "media_placeholder"sv,
                                      "request_welcome"sv,
                                      "hologram"sv};

Tree object_with(std::string_view name, Tree value) {
  Tree object = Tree::object();
  object[std::string(name)] = std::move(value);
  return object;
}

}  // namespace

std::string Bodies::phone() {
  static constexpr std::array phones = {
      "16505551234"sv,  "+1 (650) 555-1234"sv, "5511987654321"sv, "+506 8888-1234"sv,
      "15550783881"sv,  "491711234567"sv,      "551187654321"sv,  "+1\u00a0555\u2011078\u20113881"sv,
      "5215512345678"sv};
  return std::string(one_of(phones));
}

Tree Bodies::time() {
  static const std::vector<Tree> times = {"1739321024", 1739321025, "1739321026000", 1739321027123,
                                          "0",          "",         "soon",          "1739321028.5"};
  return one_of(times);
}

std::string Bodies::id() { return "wamid." + std::to_string(pick(20)); }

std::string Bodies::text() {
  static constexpr std::array texts = {"Hi"sv, "caf\u00e9 \U0001F600"sv, "a \"quoted\" \\ / line\nbreak\tand \x01"sv,
                                       ""sv,   "\u4f60\u597d"sv,         "12"sv};
  return std::string(one_of(texts));
}

Tree Bodies::medium() {
  Tree medium = {{"id", std::to_string(pick(99))}, {"mime_type", "image/jpeg"}};
  if (chance(50)) medium["sha256"] = "abc=";
  if (chance(50)) medium["url"] = "https://example.org/?a=1&b=2";
  if (chance(50)) medium["caption"] = text();
  if (chance(30)) medium["filename"] = "a.pdf";
  if (chance(30)) medium["voice"] = chance(70);
  if (chance(30)) medium["animated"] = true;
  return medium;
}

Tree Bodies::error() {
  static const std::vector<Tree> codes = {131051, 131060, "131000", 2593109, "2593109"};
  Tree error = {{"code", one_of(codes)}, {"title", "T"}, {"error_data", {{"details", text()}}}};
  if (chance(10)) error = {{"error_subcode", 2593109}, {"message", "off"}};
  return error;
}

Tree Bodies::sender(bool business) {
  Tree sides = Tree::object();
  if (business) {
    sides["from"] = "15550783881";
    if (chance(70)) sides["to"] = phone();
    if (chance(30)) sides["to_user_id"] = "US.1";
  } else {
    if (chance(80)) sides["from"] = phone();
    if (chance(40)) sides["from_user_id"] = "US.1";
    if (chance(10)) sides["from_parent_user_id"] = "US.ENT.1";
  }
  return sides;
}

Tree Bodies::content(const std::string& type) {
  if (type == "text") return {{"body", text()}};
  if (type == "location") return {{"latitude", 1.5}, {"longitude", -2.25}, {"name", text()}};
  if (type == "contacts") {
    Tree card = {{"name", {{"formatted_name", text()}}}};
    card["phones"] = Tree::array({object_with("phone", phone())});
    return Tree::array({card});
  }
  if (type == "interactive") {
    if (chance(50)) return {{"type", "button_reply"}, {"button_reply", {{"title", "Yes"}, {"id", "1"}}}};
    return {{"type", "nfm_reply"}, {"nfm_reply", {{"name", "flow"}, {"body", "Sent"}, {"response_json", "{\"a\":1}"}}}};
  }
  if (type == "button") return {{"text", "No"}, {"payload", "p"}};
  if (type == "reaction") {
    Tree reaction = object_with("message_id", id());
    if (chance(70)) reaction["emoji"] = chance(70) ? "\U0001F44D" : "";
    return reaction;
  }
  if (type == "order") {
    Tree item = {{"product_retailer_id", "x"}, {"quantity", chance(50) ? Tree("2") : Tree(2)}, {"currency", "USD"}};
    return {{"text", text()}, {"catalog_id", "1"}, {"product_items", Tree::array({item, item})}};
  }
  if (type == "system") {
    Tree system = {{"body", "changed"}, {"type", chance(50) ? "user_changed_number" : "user_changed_user_id"}};
    if (chance(60)) system["wa_id"] = phone();
    if (chance(40)) system["user_id"] = "US.2";
    if (chance(30)) system["previous_user_id"] = "US.0";
    return system;
  }
  if (type == "unsupported") return object_with("type", "edit");
  if (type == "edit") {
    const bool plain = chance(50);
    Tree edited = object_with("type", plain ? "text" : "image");
    edited["context"] = object_with("id", "M0");
    edited[plain ? "text" : "image"] = plain ? object_with("body", text()) : medium();
    return {{"original_message_id", id()}, {"message", edited}};
  }
  if (type == "revoke") return object_with("original_message_id", id());
  if (type == "hologram") return {{"z", 1}, {"a", Tree::array({1, "2", nullptr, true})}};
  return medium();
}

Tree Bodies::message(bool echo, bool in_history) {
  const std::string type(one_of(message_types));
  Tree message = sender(echo || chance(10));
  message["id"] = id();
  message["timestamp"] = time();
  message["type"] = type;
  if (type == "errors" || type == "unsupported" || chance(5)) message["errors"] = Tree::array({error()});
  if (type != "errors" && type != "media_placeholder" && type != "request_welcome" && chance(90))
    message[type] = content(type);
  if (chance(15)) {
    message["context"] = {{"id", id()}, {"from", phone()}};
    if (chance(50)) message["context"]["forwarded"] = true;
    if (chance(30)) message["context"]["referred_product"] = {{"product_retailer_id", "y"}, {"catalog_id", "2"}};
  }
  if (chance(8))
    message["referral"] = {{"source_type", "ad"}, {"source_id", "1"}, {"welcome_message", {{"text", text()}}}};
  if (chance(8)) message["group_id"] = "G1";
  static constexpr std::array media = {"image"sv, "video"sv, "audio"sv, "sticker"sv};
  if (chance(8)) message[std::string(one_of(media))] = medium();
  if (chance(4)) message[std::string(one_of(media))] = medium();
  if (chance(5)) message["identity"] = {{"hash", "h"}, {"acknowledged", true}};
  if (in_history) {
    static constexpr std::array statuses = {"pending"sv, "READ"sv, "delivered"sv, "ERROR"sv, "played"sv};
    message["history_context"] = object_with("status", std::string(one_of(statuses)));
    if (chance(40)) message["history_context"]["from_me"] = chance(80);
  }
  return message;
}

Tree Bodies::status(bool call) {
  static constexpr std::array steps = {"sent"sv, "delivered"sv, "read"sv, "failed"sv, "played"sv, "RINGING"sv};
  Tree status = {{"id", id()}, {"status", std::string(one_of(steps))}, {"timestamp", time()}};
  if (chance(80)) status["recipient_id"] = phone();
  if (chance(30)) status["recipient_user_id"] = "US.1";
  if (chance(10)) status["recipient_type"] = "group";
  if (chance(10)) status["recipient_participant_id"] = phone();
  if (chance(20)) status["biz_opaque_callback_data"] = text();
  if (chance(30)) status["pricing"] = {{"billable", true}, {"category", "service"}};
  if (chance(20)) status["conversation"] = {{"id", "c"}, {"origin", {{"type", "service"}}}};
  if (chance(15)) status["errors"] = Tree::array({error()});
  if (call) status["type"] = "call";
  return status;
}

Tree Bodies::contact_card() {
  Tree card = Tree::object();
  if (chance(80)) card["phone_number"] = phone();
  if (chance(50)) card["full_name"] = text();
  if (chance(50)) card["first_name"] = "Ana";
  if (chance(20)) card["user_id"] = "US.1";
  if (chance(20)) card["username"] = "ana";
  return {{"type", chance(90) ? "contact" : "label"},
          {"contact", card},
          {"action", chance(70) ? "add" : "remove"},
          {"metadata", {{"timestamp", time()}}}};
}

Tree Bodies::chunk() {
  if (chance(20)) return object_with("errors", Tree::array({error(), error()}));
  Tree chunk =
      object_with("metadata", {{"phase", pick(3)}, {"chunk_order", std::to_string(pick(5))}, {"progress", pick(101)}});
  if (chance(10)) chunk["metadata"] = Tree::array({chunk["metadata"], object_with("progress", pick(101)), 5});
  chunk["threads"] = Tree::array();
  for (int t = pick(3); t > 0; --t) {
    Tree thread = Tree::object();
    if (chance(80)) thread["id"] = phone();
    if (chance(30)) thread["context"] = {{"wa_id", phone()}, {"user_id", "US.1"}, {"username", "ana"}};
    if (thread.contains("context") && chance(30)) thread["context"]["parent_user_id"] = "US.ENT.1";
    if (chance(10)) thread["muted"] = true;
    thread["messages"] = Tree::array();
    for (int m = pick(4); m > 0; --m) thread["messages"].push_back(message(chance(30), true));
    chunk["threads"].push_back(thread);
  }
  return chunk;
}

Tree Bodies::account_value(std::string& field) {
  switch (pick(7)) {
    case 0: {
      field = "account_update";
      Tree value = object_with("event", chance(80) ? "PARTNER_REMOVED" : "NEVER_SEEN");
      if (chance(50)) {
        value["waba_info"] = {{"waba_id", "777"}, {"owner_business_id", "888"}};
      } else {
        value["phone_number"] = phone();
      }
      if (chance(50)) value["disconnection_info"] = {{"reason", "CHANGE_NUMBER"}, {"initiated_by", "USER"}};
      return value;
    }
    case 1:
      field = "account_review_update";
      return object_with("decision", "APPROVED");
    case 2:
      field = "phone_number_quality_update";
      return {{"display_phone_number", phone()}, {"event", "ONBOARDING"}, {"current_limit", "TIER_250"}};
    case 3:
      field = chance(50) ? "message_template_status_update" : "template_category_update";
      return {{"event", "REJECTED"}, {"reason", "INVALID_FORMAT"}, {"message_template_id", 12345678901}};
    case 4:
      field = "business_capability_update";
      return {{"max_daily_conversation_per_phone", -1}, {"max_phone_numbers_per_waba", 25}};
    case 5: {
      field = "account_alerts";
      const Tree info = {{"alert_type", "OBA_APPROVED"}, {"alert_severity", "INFO"}};
      if (chance(50)) return {{"entity_type", "WABA"}, {"entity_id", "12"}, {"alert_info", info}};
      return {{"entity_type", "WABA"}, {"entity_id", 12}, {"alert_type", "OBA_APPROVED"}};
    }
    default:
      field = chance(50) ? "security" : "flows";
      return {{"event", "PIN_CHANGED"}, {"requester", "1"}};
  }
}

Tree Bodies::value(std::string& field) {
  if (chance(25)) return account_value(field);
  Tree value = object_with("messaging_product", "whatsapp");
  value["metadata"] = {{"display_phone_number", chance(50) ? "15550783881" : "+1 555-078-3881"},
                       {"phone_number_id", chance(80) ? Tree("106") : Tree(206)}};
  const auto several = [this](auto make) {
    Tree list = Tree::array();
    for (int n = 1 + pick(3); n > 0; --n) list.push_back(make());
    return list;
  };
  const auto people = [&] {
    return several([this] {
      Tree person = object_with("wa_id", phone());
      if (chance(80)) person["profile"] = object_with("name", text());
      if (chance(30)) person["profile"]["username"] = "user" + std::to_string(pick(3));
      if (chance(30)) person["user_id"] = "US.1";
      return person;
    });
  };
  switch (pick(8)) {
    case 0:
    case 1:
      field = "messages";
      if (chance(70)) value["contacts"] = people();
      value["messages"] = several([this] { return message(false, false); });
      if (chance(10)) value["message_echoes"] = several([this] { return message(true, false); });
      if (chance(10)) value["errors"] = Tree::array({error()});
      if (chance(20)) value["user_actions"] = Tree::array({{{"action_type", "marketing_messages_link_click"}}});
      break;
    case 2:
      field = chance(60) ? "messages" : "calls";
      value["statuses"] = several([&] { return status(field == "calls"); });
      break;
    case 3:
      field = chance(70) ? "smb_message_echoes" : "message_echoes";
      if (chance(30)) value["contacts"] = people();
      value["message_echoes"] = several([this] { return message(true, false); });
      break;
    case 4:
      field = "history";
      value["history"] = several([this] { return chunk(); });
      break;
    case 5:
      field = "history";
      value[chance(50) ? "messages" : "message_echoes"] = several([this] { return message(chance(50), false); });
      if (chance(20)) value["errors"] = Tree::array({error()});
      break;
    case 6:
      field = "smb_app_state_sync";
      value["state_sync"] = several([this] { return contact_card(); });
      break;
    default:
      if (chance(40)) {
        field = "messages";
        value["user_actions"] = Tree::array({{{"action_type", "marketing_messages_link_click"}}});
      } else if (chance(50)) {
        field = "calls";
        if (chance(50)) value["contacts"] = people();
        value["calls"] = several([this] {
          Tree call = sender(chance(40));
          call["id"] = "wacid." + std::to_string(pick(9));
          call["event"] = chance(50) ? "connect" : "terminate";
          call["timestamp"] = time();
          if (chance(30)) call["direction"] = chance(50) ? "BUSINESS_INITIATED" : "USER_INITIATED";
          return call;
        });
      } else {
        field = "user_preferences";
        value["contacts"] = people();
        value["user_preferences"] = several([this] {
          return Tree{{"wa_id", phone()},
                      {"category", "marketing_messages"},
                      {"value", chance(50) ? "stop" : "resume"},
                      {"timestamp", time()}};
        });
      }
  }
  return value;
}

Tree Bodies::change() {
  std::string field;
  Tree change = object_with("value", value(field));
  const int where = pick(20);
  if (where == 0) {
    change["value"]["field"] = field;  // as in some published examples
  } else if (where != 1) {
    change["field"] = field;
  }
  return change;
}

Tree Bodies::entry() {
  Tree entry = {{"id", "102"}, {"changes", Tree::array()}};
  if (chance(50)) entry["time"] = time();
  for (int n = 1 + pick(2); n > 0; --n) entry["changes"].push_back(change());
  if (chance(5)) entry["field"] = "account_update";
  return entry;
}

Tree Bodies::body() {
  Tree body = Tree::object();
  std::string field;
  switch (pick(14)) {
    case 0:
      body = {{"id", "e1"}, {"data", entry()}, {"event", "history"}};
      break;
    case 1: {
      Tree data = value(field);
      body = object_with("id", "e1");
      body["event"] = field;
      body["data"] = data;
      break;
    }
    case 2: {
      // The members of the value stand a level or two too high.
      Tree misplaced = account_value(field);
      misplaced["id"] = "102";
      if (chance(50)) misplaced["field"] = field;
      if (chance(50)) {
        body = object_with("entry", Tree::array({misplaced}));
      } else {
        body = object_with("entry", Tree::array({object_with("changes", Tree::array({misplaced}))}));
      }
      break;
    }
    default:
      body["object"] = "whatsapp_business_account";
      body["entry"] = Tree::array();
      for (int n = 1 + pick(2); n > 0; --n) body["entry"].push_back(entry());
      if (chance(10)) body["gs_app_id"] = "gs";
  }
  if (chance(60)) spoil(body, 1 + pick(6));
  return body;
}

Tree Bodies::wrong() {
  static const std::vector<Tree> things = {nullptr,
                                           true,
                                           7,
                                           -1.5,
                                           "x",
                                           "",
                                           Tree::object(),
                                           Tree::array(),
                                           Tree::array({1, "a"}),
                                           object_with("a", 1),
                                           Tree::array({Tree::array({object_with("b", 2)})})};
  return one_of(things);
}

void Bodies::spoil(Tree& tree, int percent) {
  if (tree.is_array()) {
    for (Tree& element : tree) spoil(element, percent);
    if (tree.size() == 1 && chance(percent)) {
      Tree only = tree[0];
      tree = only;
    } else if (chance(percent)) {
      tree.push_back(wrong());
    }
    return;
  }
  if (!tree.is_object()) return;
  std::vector<std::string> gone;
  for (const auto& item : tree.items()) {
    Tree& value = tree[item.key()];
    spoil(value, percent);
    if (!chance(percent)) continue;
    // `data` without `event` is no webhook, and what `entry` is then nobody knows.
    const bool envelope = item.key() == "event" || item.key() == "data" || item.key() == "entry";
    const int way = envelope ? 9 : pick(6);
    if (way == 0) gone.push_back(item.key());
    if (way == 1) value = wrong();
    if (way == 2 && value.is_number_integer()) value = value.dump();
    if (way == 3 && value.is_object()) value = Tree::array({value});
    if (way == 4 && value.is_object()) value = Tree::array({value, value, 5});
    if (way == 5) value = nullptr;
  }
  if (chance(percent)) tree["unheard_of"] = wrong();
  for (const std::string& name : gone) tree.erase(name);
  if (chance(percent)) tree["never_seen_" + std::to_string(pick(3))] = wrong();
}

void Bodies::space(std::string& out) {
  static constexpr std::array spaces = {""sv, ""sv, ""sv, " "sv, "\n"sv, "\r\n\t"sv};
  out += one_of(spaces);
}

void Bodies::spell_text(const std::string& text, std::string& out) {
  const auto unit = [&out](unsigned code) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += hex[code >> static_cast<unsigned>(shift) & 15U];
  };
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    static constexpr std::array<unsigned, 5> masks = {0, 0x7F, 0x1F, 0x0F, 0x07};
    unsigned code = lead & masks[size];
    for (std::size_t k = 1; k < size; ++k) code = code << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    const bool must = code < 0x20 || code == '"' || code == '\\';
    if (code == '/' && chance(30)) {
      out += "\\/";
    } else if (code == '\n' && chance(50)) {
      out += "\\n";
    } else if ((code == '"' || code == '\\') && chance(70)) {
      out += '\\';
      out += static_cast<char>(code);
    } else if (must || chance(10)) {
      if (code < 0x10000) {
        unit(code);
      } else {
        unit(0xD800 + ((code - 0x10000) >> 10U));
        unit(0xDC00 + ((code - 0x10000) & 0x3FFU));
      }
    } else {
      out.append(text, i, size);
    }
    i += size;
  }
  out += '"';
}

void Bodies::spell(const Tree& tree, std::string& out) {
  space(out);
  if (tree.is_object()) {
    std::vector<std::string> names;
    for (const auto& item : tree.items()) names.push_back(item.key());
    std::shuffle(names.begin(), names.end(), random_);
    out += '{';
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i != 0) out += ',';
      space(out);
      spell_text(names[i], out);
      space(out);
      out += ':';
      spell(tree[names[i]], out);
    }
    out += '}';
  } else if (tree.is_array()) {
    out += '[';
    for (std::size_t i = 0; i < tree.size(); ++i) {
      if (i != 0) out += ',';
      spell(tree[i], out);
    }
    space(out);
    out += ']';
  } else if (tree.is_string()) {
    spell_text(tree.get<std::string>(), out);
  } else {
    out += tree.dump();
  }
  space(out);
}

std::string Bodies::respelled(const Tree& tree) {
  std::string out;
  spell(tree, out);
  return out;
}

}  // namespace twinline::test
