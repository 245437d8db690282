#include "tests/support/slow_decoder.h"

#include <functional>
#include <map>
#include <regex>
#include <set>

namespace twinline::test {

namespace {

using Json = nlohmann::json;
using Tree = nlohmann::ordered_json;
using Names = std::set<std::string>;

const Names structure = {"metadata",   "messages", "message_echoes", "statuses", "contacts",
                         "state_sync", "history",  "errors",         "calls",    "user_preferences"};
const Names media_types = {"image", "video", "audio", "document", "sticker"};

Json plain(const Tree& tree) { return Json(tree); }

// ── scalars ──

std::string text_of(const Tree& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() || value.is_boolean() ? value.dump() : "";
}

bool is_scalar(const Tree& value) { return value.is_string() || value.is_number() || value.is_boolean(); }

// Calls with every object that stands where one or several may stand.
void each(const Tree& value, const std::string& path,
          const std::function<void(const Tree&, const std::string&)>& call) {
  if (value.is_object()) call(value, path);
  if (!value.is_array()) return;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i].is_object()) call(value[i], path + "/" + std::to_string(i));
  }
}

// A member whose value is a scalar; of several objects the last that has one.
struct Found {
  bool there = false;
  std::string text;
};
Found scalar(const Tree& objects, const std::string& name) {
  Found found;
  each(objects, "", [&](const Tree& object, const std::string&) {
    if (object.contains(name) && is_scalar(object[name])) found = {true, text_of(object[name])};
  });
  return found;
}
std::string text(const Tree& objects, const std::string& name) { return scalar(objects, name).text; }

const Tree nothing;
const Tree& inner(const Tree& object, const std::string& name) {
  return object.is_object() && object.contains(name) ? object[name] : nothing;
}

// The object, or the last of several.
const Tree& last(const Tree& objects) {
  const Tree* found = &nothing;
  each(objects, "", [&](const Tree& object, const std::string&) { found = &object; });
  return *found;
}

// What an edit says, or the last of several.
const Tree& edited_content(const Tree& edits) {
  const Tree* found = &nothing;
  each(edits, "", [&](const Tree& edit, const std::string&) {
    if (const Tree& content = last(inner(edit, "message")); content.is_object()) found = &content;
  });
  return *found;
}

bool has_object(const Tree& value) {
  bool any = false;
  each(value, "", [&](const Tree&, const std::string&) { any = true; });
  return any;
}

std::string digits(const std::string& text) {
  static const std::regex phone(
      "(?:[0-9+ ().//-]|\\xC2\\xA0|\\xE2\\x80[\\x80-\\x95\\xA8-\\xAF]|\\xE2\\x81[\\xA0-\\xAF])*");
  static const std::regex no_digit("[^0-9]");
  if (text.size() > 200 || !std::regex_match(text, phone)) return text;
  const std::string only = std::regex_replace(text, no_digit, "");
  return only.empty() ? text : only;
}
std::string phone(const Tree& objects, const std::string& name) { return digits(text(objects, name)); }

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool integer(const std::string& text, long long& value) {
  const auto point = text.find('.');
  const std::string whole = text.substr(0, point);
  const std::string rest = point == std::string::npos ? "" : text.substr(point + 1);
  const std::string unsigned_part = whole.substr(whole.starts_with("-") ? 1 : 0);
  const auto all_digits = [](const std::string& part) {
    return part.find_first_not_of("0123456789") == std::string::npos;
  };
  if (unsigned_part.empty() || unsigned_part.size() > 18 || !all_digits(unsigned_part) || !all_digits(rest))
    return false;
  value = std::stoll(whole);
  return true;
}

long long seconds(const std::string& text) {
  long long value = 0;
  if (!integer(text, value)) return 0;
  while (value >= 100'000'000'000) value /= 1000;
  return value;
}

// ── events ──

struct Around {
  std::string number, phone, field, entry_id, partner_waba;
  long long time = 0;
};

struct Person {
  std::string phone, user_id, username;
  bool known() const { return !phone.empty() || !user_id.empty() || !username.empty(); }
};

void put(Json& event, const std::string& name, const std::string& text) {
  if (!text.empty()) event[name] = text;
}
void put(Json& event, const std::string& name, const Found& found) {
  if (found.there) event[name] = found.text;
}
void put(Json& event, const std::string& name, const Person& person) {
  if (!person.known()) return;
  Json& object = event[name] = Json::object();
  put(object, "phone", person.phone);
  put(object, "user_id", person.user_id);
  put(object, "username", person.username);
}
void put_json(Json& event, const std::string& name, const Tree& value) {
  if (!value.is_null()) event[name] = plain(value);
}
void put_time(Json& event, long long at) {
  if (at != 0) event["at"] = at;
}

// Members that are not among the known ones, or are a scalar where an object is known.
Json others(const Tree& object, const Names& slots, const Names& objects) {
  Json rest = Json::object();
  for (const auto& [name, value] : object.items()) {
    if (value.is_null() || slots.contains(name)) continue;
    if (objects.contains(name) && !is_scalar(value)) continue;
    rest[name] = plain(value);
  }
  return rest;
}

// The same of an object inside, or of several: kept under the name of the member that holds it.
void add_others(Json& rest, const Tree& object, const std::string& name, const Names& slots, const Names& objects) {
  Json found = Json::object();
  each(inner(object, name), "",
       [&](const Tree& part, const std::string&) { found.update(others(part, slots, objects)); });
  if (!found.empty()) rest[name] = found;
}

const Names medium_slots = {"id", "mime_type", "sha256", "url", "filename", "voice", "caption", "link"};

void add_others_of_content(Json& rest, const Tree& object) {
  add_others(rest, object, "text", {"body"}, {});
  for (const std::string& name : media_types) add_others(rest, object, name, medium_slots, {});
}

const std::map<std::string, std::string> topics = {{"account_update", "account"},
                                                   {"account_review_update", "account"},
                                                   {"account_settings_update", "account"},
                                                   {"business_status_update", "account"},
                                                   {"phone_number_quality_update", "quality"},
                                                   {"business_capability_update", "capability"},
                                                   {"account_alerts", "alert"},
                                                   {"calls", "call"},
                                                   {"user_preferences", "preference"}};
const Names account_names = {"ACCOUNT_DELETED",
                             "ACCOUNT_RESTRICTION",
                             "ACCOUNT_VIOLATION",
                             "AD_ACCOUNT_LINKED",
                             "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
                             "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
                             "DISABLED_UPDATE",
                             "MM_LITE_TERMS_SIGNED",
                             "PARTNER_ADDED",
                             "PARTNER_APP_INSTALLED",
                             "PARTNER_APP_UNINSTALLED",
                             "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
                             "PARTNER_REMOVED",
                             "VOLUME_BASED_PRICING_TIER_UPDATE",
                             "ACCOUNT_OFFBOARDED",
                             "ACCOUNT_RECONNECTED",
                             "VERIFIED_ACCOUNT"};

std::string topic_of(const std::string& field) {
  if (field.starts_with("message_template_") || field.starts_with("template_")) return "template";
  const auto found = topics.find(field);
  return found == topics.end() ? "" : found->second;
}

const Names edited_objects = {"image", "video", "audio", "document", "sticker", "context"};
const Names status_slots = {"id",
                            "status",
                            "timestamp",
                            "recipient_id",
                            "recipient_user_id",
                            "recipient_type",
                            "recipient_participant_id",
                            "recipient_participant_user_id",
                            "biz_opaque_callback_data",
                            "pricing",
                            "errors"};

// National variants of one number are one number.
std::string one_form(const std::string& phone) {
  if (phone.find_first_not_of("0123456789") != std::string::npos) return phone;
  if (phone.size() == 12 && phone.starts_with("55") && phone[4] >= '6')
    return phone.substr(0, 4) + "9" + phone.substr(4);
  if (phone.size() == 13 && (phone.starts_with("521") || phone.starts_with("549")))
    return phone.substr(0, 2) + phone.substr(3);
  return phone;
}
bool same_number(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && one_form(a) == one_form(b);
}

void put_rest(Json& event, Json& rest) {
  if (rest.contains("referral")) {
    event["referral"] = rest["referral"];
    rest.erase("referral");
  }
  if (!rest.empty()) event["other"] = rest;
}

class Walk {
 public:
  std::vector<Json> events;

  void body(const Tree& tree);

 private:
  Json& add(const std::string& kind, const std::string& path, const Around& around) {
    Json event = {{"event", kind}, {"path", path}};
    put(event, "number", around.number);
    put(event, "waba", around.partner_waba.empty() ? around.entry_id : around.partner_waba);
    if (!around.partner_waba.empty()) put(event, "business", around.entry_id);
    events.push_back(event);
    return events.back();
  }
  void unknown(const std::string& path, const Around& around) {
    put(add("unknown", path, around), "field", around.field);
  }

  void entry(const Tree& object, const std::string& path, Around around);
  void change(const Tree& object, const std::string& path, Around around);
  void inside(const Tree& object, const std::string& path, const Around& around, const Json& rest, bool envelope,
              bool is_value);
  void message(const Tree& object, const std::string& path, const Around& around, const Tree* thread, bool echo,
               const Tree& beside);
  void identity(const Tree& object, const std::string& path, const Around& around, const Json& rest,
                const Tree* thread);
  void status(const Tree& object, const std::string& path, const Around& around, const Tree& beside);
  void contact(const Tree& object, const std::string& path, const Around& around);
  void profile(const Tree& object, const std::string& path, const Around& around, const Tree& beside);
  void chunk(const Tree& object, const std::string& path, const Around& around);
  void errors(const Tree& value, const std::string& path, const Around& around);
  void call(const Tree& object, const std::string& path, const Around& around, const Tree& beside);
  void preference(const Tree& object, const std::string& path, const Around& around, const Tree& beside);
  void topic(const std::string& kind, const Json& content, const std::string& path, const Around& around,
             const Tree& beside);
};

Person with_username(Person person, const Tree& beside) {
  const auto look = [&](const std::string& wanted) {
    each(inner(beside, "contacts"), "", [&](const Tree& contact, const std::string&) {
      const std::string username = text(inner(contact, "profile"), "username");
      const bool same = phone(contact, "wa_id") == wanted || text(contact, "user_id") == wanted;
      if (!wanted.empty() && same && person.username.empty()) person.username = username;
    });
  };
  look(person.user_id);
  look(person.phone);
  return person;
}

void Walk::message(const Tree& object, const std::string& path, const Around& around, const Tree* thread, bool echo,
                   const Tree& beside) {
  const std::string type = text(object, "type");
  const auto own = [&](const std::string& name) {
    return (type == name || type.empty()) && has_object(inner(object, name));
  };
  static const Names slots = {"id",       "from",      "from_user_id", "to",   "to_user_id",
                              "group_id", "timestamp", "type",         "text", "errors"};
  static const Names objects = {"image",           "video",    "audio", "document", "sticker", "context",
                                "history_context", "reaction", "edit",  "revoke",   "system"};
  Json rest = others(object, slots, objects);
  Json nested = Json::object();
  add_others_of_content(nested, object);
  add_others(nested, object, "history_context", {"status", "from_me"}, {});
  add_others(nested, object, "reaction", {"message_id", "emoji"}, {});
  add_others(nested, object, "revoke", {"original_message_id"}, {});
  add_others(nested, object, "edit", {"original_message_id"}, {"message"});
  add_others(nested, object, "system", {"type", "wa_id", "user_id", "previous_user_id"}, {});
  const Tree& edited = edited_content(inner(object, "edit"));
  Json new_content;
  if (edited.is_object()) {
    Json left = others(edited, {"type", "text"}, edited_objects);
    if (const std::string own_name = text(edited, "type"); left.contains(own_name)) {
      new_content = left[own_name];
      left.erase(own_name);
    }
    add_others_of_content(left, edited);
    add_others(left, edited, "context", {"id"}, {});
    if (!left.empty()) nested["message"] = left;
  }
  if (type == "system") {
    rest.update(nested);
    return identity(object, path, around, rest, thread);
  }
  const std::string kind = own("revoke") ? "revoke" : own("edit") ? "edit" : own("reaction") ? "reaction" : "message";
  const bool plain_message = kind == "message";

  Json& event = add(kind, path, around);
  put(event, "id", scalar(object, "id"));
  if (kind == "reaction") put(event, "target", scalar(inner(object, "reaction"), "message_id"));
  if (kind == "edit") put(event, "target", scalar(inner(object, "edit"), "original_message_id"));
  if (kind == "revoke") put(event, "target", scalar(inner(object, "revoke"), "original_message_id"));

  const std::string from = phone(object, "from");
  const bool from_business = same_number(from, around.phone);
  Person peer;
  bool out = echo || from_business;
  std::string origin = around.field == "history" ? "history_media" : out ? "echo" : "live";
  if (thread != nullptr) {
    out = from_business || text(inner(object, "history_context"), "from_me") == "true";
    origin = "history";
    const Tree& context = inner(*thread, "context");
    peer = {phone(*thread, "id"), text(context, "user_id"), text(context, "username")};
    if (peer.phone.empty()) peer.phone = phone(context, "wa_id");
    const std::string from_me = text(inner(object, "history_context"), "from_me"), to = phone(object, "to");
    if (!out && from_me != "false") {
      const bool contact_known = !peer.phone.empty() && peer.phone.find_first_not_of("0123456789") == std::string::npos;
      const bool to_somebody = !to.empty() && !same_number(to, around.phone);
      if (from.empty()) {
        out = text(object, "from_user_id").empty() && to_somebody;
      } else if (around.phone.empty()) {
        out = contact_known ? !same_number(from, peer.phone) : to_somebody;
      }
    }
    const std::string named = out ? to : from, user = text(object, out ? "to_user_id" : "from_user_id");
    const bool fits = (peer.phone.empty() || named.empty() || same_number(peer.phone, named)) &&
                      (peer.user_id.empty() || user.empty() || peer.user_id == user);
    // Nobody knows whether `from` is the business.
    const bool doubtful =
        around.phone.empty() && from_me.empty() && peer.phone.empty() && !peer.user_id.empty() && user != peer.user_id;
    if (fits && !doubtful && peer.phone.empty()) peer.phone = named;
    if (fits && peer.user_id.empty()) peer.user_id = user;
  } else {
    peer = out ? Person{phone(object, "to"), text(object, "to_user_id"), ""}
               : Person{from, text(object, "from_user_id"), ""};
    peer = with_username(peer, beside);
  }
  event["direction"] = out ? "out" : "in";
  event["origin"] = origin;
  put(event, "peer", peer);
  put(event, "group", text(object, "group_id"));
  put_time(event, seconds(text(object, "timestamp")));
  if (kind == "reaction") put(event, "emoji", scalar(inner(object, "reaction"), "emoji"));

  // Whose text and medium: the message's own, or the new ones of an edit.
  if (plain_message || kind == "edit") {
    const Tree& single = plain_message ? object : edited_content(inner(object, "edit"));
    put(event, "type", scalar(single, "type"));
    Found shown = scalar(inner(single, "text"), "body");
    if (is_scalar(inner(single, "text"))) shown = {true, text_of(inner(single, "text"))};
    Json media = Json::object();
    for (const std::string& name : media_types) {
      const Tree& medium = inner(single, name);
      if (!shown.there) shown = scalar(medium, "caption");
      put(media, "id", text(medium, "id"));
      put(media, "mime", text(medium, "mime_type"));
      put(media, "sha256", text(medium, "sha256"));
      put(media, "url", text(medium, "url"));
      put(media, "filename", text(medium, "filename"));
      if (text(medium, "voice") == "true") media["voice"] = true;
    }
    put(event, "text", shown);
    if (!media.empty()) event["media"] = media;
  }
  if (plain_message) {
    if (rest.contains(type)) {
      event["content"] = rest[type];
      rest.erase(type);
    }
    Found status = scalar(inner(object, "history_context"), "status");
    status.text = lower(status.text);
    put(event, "status", status);
  }
  if (kind == "edit" && !new_content.is_null()) event["content"] = new_content;
  put(event, "reply_to", scalar(inner(object, "context"), "id"));
  put_json(event, "errors", inner(object, "errors"));
  rest.update(nested);
  Json context = Json::object();
  each(inner(object, "context"), "",
       [&](const Tree& part, const std::string&) { context.update(others(part, {"id"}, {})); });
  if (!context.empty()) event["context"] = context;
  put_rest(event, rest);
}

void Walk::identity(const Tree& object, const std::string& path, const Around& around, const Json& rest_of,
                    const Tree* thread) {
  Json rest = rest_of;
  const Tree& system = inner(object, "system");
  Person sender{phone(object, "from"), text(object, "from_user_id"), ""};
  if (thread != nullptr && !sender.known()) {
    const Tree& context = inner(*thread, "context");
    sender = {phone(*thread, "id"), text(context, "user_id"), ""};
    if (sender.phone.empty()) sender.phone = phone(context, "wa_id");
  }
  Person now{phone(system, "wa_id"), text(system, "user_id"), ""}, before;
  if (!now.known()) {
    now = sender;
  } else {
    if (now.phone.empty()) {
      now.phone = sender.phone;
    } else {
      before.phone = sender.phone;
    }
    before.user_id = text(system, "previous_user_id");
    if (before.user_id.empty() && sender.user_id != now.user_id) before.user_id = sender.user_id;
  }
  Json& event = add("identity", path, around);
  put(event, "kind", scalar(system, "type"));
  put(event, "peer", now);
  put(event, "previous", before);
  put_time(event, seconds(text(object, "timestamp")));
  put(event, "reply_to", scalar(inner(object, "context"), "id"));
  put_json(event, "errors", inner(object, "errors"));
  Json context = Json::object();
  each(inner(object, "context"), "",
       [&](const Tree& part, const std::string&) { context.update(others(part, {"id"}, {})); });
  if (!context.empty()) event["context"] = context;
  put_rest(event, rest);
}

void Walk::status(const Tree& object, const std::string& path, const Around& around, const Tree& beside) {
  const Person participant{phone(object, "recipient_participant_id"), text(object, "recipient_participant_user_id"),
                           ""};
  const bool group = participant.known() || lower(text(object, "recipient_type")) == "group";
  const Person recipient{phone(object, "recipient_id"), text(object, "recipient_user_id"), ""};
  const Person peer = group ? participant : recipient;
  Found step = scalar(object, "status");
  step.text = lower(step.text);
  const long long at = seconds(text(object, "timestamp"));
  if (around.field == "calls") {
    Json& event = add("call", path, around);
    put(event, "id", text(object, "id"));
    put(event, "name", step.text);
    if (peer.known()) event["direction"] = "out";
    put(event, "peer", with_username(peer, beside));
    put_time(event, at != 0 ? at : around.time);
    Json content = Json::object();
    for (const std::string name :
         {"id", "timestamp", "recipient_user_id", "recipient_participant_user_id", "biz_opaque_callback_data"})
      put(content, name, scalar(object, name));
    for (const std::string name : {"status", "recipient_type"}) {
      Found found = scalar(object, name);
      found.text = lower(found.text);
      put(content, name, found);
    }
    for (const std::string name : {"recipient_id", "recipient_participant_id"}) {
      Found found = scalar(object, name);
      found.text = digits(found.text);
      put(content, name, found);
    }
    put_json(content, "pricing", inner(object, "pricing"));
    put_json(content, "errors", inner(object, "errors"));
    content.update(others(object, status_slots, {}));
    event["content"] = content;
    return;
  }
  Json& event = add("status", path, around);
  put(event, "id", scalar(object, "id"));
  put(event, "status", step);
  put_time(event, at);
  put(event, "peer", with_username(peer, beside));
  if (group) put(event, "group", recipient.phone);
  put(event, "opaque", scalar(object, "biz_opaque_callback_data"));
  put_json(event, "pricing", inner(object, "pricing"));
  put_json(event, "errors", inner(object, "errors"));
  Json rest = others(object, status_slots, {});
  put_rest(event, rest);
}

void Walk::contact(const Tree& object, const std::string& path, const Around& around) {
  const Tree& card = inner(object, "contact");
  const Person person{phone(card, "phone_number"), text(card, "user_id"), text(card, "username")};
  const std::string type = lower(text(object, "type"));
  const bool named = !person.phone.empty() || !person.user_id.empty();
  if (type != "contact" && !(type.empty() && named)) return unknown(path, around);
  Json& event = add("contact", path, around);
  Found action = scalar(object, "action");
  action.text = lower(action.text);
  put(event, "action", action);
  put(event, "peer", person);
  const std::string full = text(card, "full_name");
  put(event, "name", full.empty() ? text(card, "first_name") : full);
  put_time(event, seconds(text(inner(object, "metadata"), "timestamp")));
  Json rest = others(object, {"type", "action"}, {"contact", "metadata"});
  add_others(rest, object, "contact", {"phone_number", "user_id", "username", "full_name", "first_name"}, {});
  add_others(rest, object, "metadata", {"timestamp"}, {});
  put_rest(event, rest);
}

void Walk::profile(const Tree& object, const std::string& path, const Around& around, const Tree& beside) {
  const Tree& profile = inner(object, "profile");
  const Found name = scalar(profile, "name");
  if (!name.there) return;
  const Person person{phone(object, "wa_id"), text(object, "user_id"), text(profile, "username")};
  long long latest = 0;
  for (const std::string list : {"messages", "message_echoes"}) {
    each(inner(beside, list), "", [&](const Tree& message, const std::string&) {
      const std::string from = phone(message, "from"), user = text(message, "from_user_id");
      const auto is = [&](const std::string& sender) {
        return !sender.empty() && (sender == person.phone || sender == person.user_id);
      };
      if (is(from) || is(user)) latest = std::max(latest, seconds(text(message, "timestamp")));
    });
  }
  Json& event = add("profile", path, around);
  put(event, "peer", person);
  put(event, "name", name);
  put_time(event, latest);
  Json rest = others(object, {"wa_id", "user_id"}, {"profile"});
  add_others(rest, object, "profile", {"name", "username"}, {});
  put_rest(event, rest);
}

void Walk::errors(const Tree& value, const std::string& path, const Around& around) {
  if (value.is_null() || (value.is_array() && value.empty())) return;
  const auto declined = [](const Tree& error) {
    for (const std::string name : {"code", "error_subcode"}) {
      long long code = 0;
      if (error.is_object() && integer(text(error, name), code) && code == 2593109) return true;
    }
    return false;
  };
  const Tree list = value.is_array() ? value : Tree::array({value});
  const Tree* first = nullptr;
  Tree rest = Tree::array();
  for (const Tree& error : list) {
    if (!declined(error)) {
      rest.push_back(error);
    } else if (first == nullptr) {
      first = &error;
    }
  }
  if (first != nullptr) {
    Json& event = add("history_declined", path, around);
    event["code"] = 2593109;
    put(event, "title", text(*first, "title"));
    if (!rest.empty()) add("error", path, around)["errors"] = plain(rest);
  } else {
    add("error", path, around)["errors"] = plain(value);
  }
}

void Walk::chunk(const Tree& object, const std::string& path, const Around& around) {
  for (const auto& [name, value] : object.items()) {
    if (name == "errors") errors(value, path + "/errors", around);
    if (name == "metadata") {
      each(value, "", [&](const Tree& data, const std::string&) {
        int threads = 0, messages = 0;
        each(inner(object, "threads"), "", [&](const Tree& thread, const std::string&) {
          ++threads;
          each(inner(thread, "messages"), "", [&](const Tree&, const std::string&) { ++messages; });
        });
        Json& event = add("history_chunk", path, around);
        long long number = 0;
        if (integer(text(data, "phase"), number)) event["phase"] = number;
        if (integer(text(data, "chunk_order"), number)) event["chunk"] = number;
        if (integer(text(data, "progress"), number)) event["progress"] = number;
        event["threads"] = threads;
        event["messages"] = messages;
        Json rest = others(data, {"phase", "chunk_order", "progress"}, {});
        put_rest(event, rest);
      });
    }
    if (name != "threads") continue;
    each(value, path + "/threads", [&](const Tree& thread, const std::string& at) {
      each(inner(thread, "messages"), at + "/messages", [&](const Tree& message, const std::string& there) {
        this->message(message, there, around, &thread, false, nothing);
      });
    });
  }
}

void Walk::call(const Tree& object, const std::string& path, const Around& around, const Tree& beside) {
  const Person from{phone(object, "from"), text(object, "from_user_id"), ""};
  const Person to{phone(object, "to"), text(object, "to_user_id"), ""};
  const std::string said = text(object, "direction");
  int out = -1;
  if (said == "BUSINESS_INITIATED") {
    out = 1;
  } else if (said == "USER_INITIATED") {
    out = 0;
  } else if (from.known()) {
    out = !around.phone.empty() && from.phone == around.phone ? 1 : 0;
  } else if (to.known()) {
    out = !around.phone.empty() && to.phone == around.phone ? 0 : 1;
  }
  Json& event = add("call", path, around);
  put(event, "id", text(object, "id"));
  const std::string name = text(object, "event");
  put(event, "name", name.empty() ? text(object, "status") : name);
  if (out >= 0) {
    event["direction"] = out == 1 ? "out" : "in";
    put(event, "peer", with_username(out == 1 ? to : from, beside));
  }
  const long long at = seconds(text(object, "timestamp"));
  put_time(event, at != 0 ? at : around.time);
  event["content"] = others(object, {}, {});
}

void Walk::preference(const Tree& object, const std::string& path, const Around& around, const Tree& beside) {
  Json& event = add("preference", path, around);
  put(event, "name", text(object, "category"));
  put(event, "value", text(object, "value"));
  put(event, "peer", with_username({phone(object, "wa_id"), text(object, "user_id"), ""}, beside));
  const long long at = seconds(text(object, "timestamp"));
  put_time(event, at != 0 ? at : around.time);
  event["content"] = others(object, {}, {});
}

void Walk::topic(const std::string& kind, const Json& content, const std::string& path, const Around& around,
                 const Tree& beside) {
  const Tree value = Tree(content);
  if (kind == "call") {
    call(value, path, around, beside);
  } else if (kind == "preference") {
    preference(value, path, around, beside);
  } else {
    Json& event = add(kind, path, around);
    const auto first = [](const std::string& a, const std::string& b) { return a.empty() ? b : a; };
    const auto single = [&value](const std::string& name) {
      const Tree& found = inner(value, name);
      return found.is_object() ? found : nothing;
    };
    const Tree alert = single("alert_info"), left = single("disconnection_info");
    if (kind == "alert") {
      put(event, "name", first(text(alert, "alert_type"), text(value, "alert_type")));
    } else {
      put(event, "name", text(value, "event"));
    }
    if (kind == "account") {
      put(event, "reason", first(text(left, "reason"), text(value, "decision")));
      put(event, "initiated_by", text(left, "initiated_by"));
      put(event, "phone", digits(first(text(value, "phone_number"), text(value, "display_phone_number"))));
    }
    if (kind == "template") put(event, "reason", text(value, "reason"));
    if (kind == "quality")
      put(event, "phone", digits(first(text(value, "display_phone_number"), text(value, "phone_number"))));
    const long long at = seconds(text(value, "timestamp"));
    put_time(event, at != 0 ? at : around.time);
    event["content"] = content;
  }
}

// What stands in a value, or in the entry of a provider: facts in body order, and what is left as one account event.
void Walk::inside(const Tree& object, const std::string& path, const Around& around, const Json& rest, bool envelope,
                  bool is_value) {
  std::string kind = topic_of(around.field);
  if (around.field.empty()) {
    const std::string name = rest.contains("event") ? text_of(Tree(rest["event"])) : "";
    if (account_names.contains(name) || (!name.empty() && rest.contains("waba_info"))) kind = "account";
  }
  if (rest.empty() || envelope) kind = "";
  Json content = rest;
  if (is_value) {
    for (const std::string name : {"field", "messaging_product"}) put(content, name, scalar(object, name));
  }
  const std::size_t before = events.size();
  bool told = false;
  for (const auto& [name, value] : object.items()) {
    if (value.is_null()) continue;
    if (rest.contains(name)) {
      if (kind.empty() || kind == "call" || kind == "preference" || told) continue;
      told = true;
      topic(kind, content, path, around, object);
      continue;
    }
    const std::string here = path + "/" + name;
    if (name == "errors") errors(value, here, around);
    if (!structure.contains(name) || name == "errors" || name == "metadata") continue;
    each(value, here, [&, &member = name](const Tree& element, const std::string& at) {
      if (member == "messages") message(element, at, around, nullptr, false, object);
      if (member == "message_echoes") message(element, at, around, nullptr, true, object);
      if (member == "statuses") status(element, at, around, object);
      if (member == "contacts") profile(element, at, around, object);
      if (member == "state_sync") contact(element, at, around);
      if (member == "history") chunk(element, at, around);
      if (member == "calls") call(element, at, around, object);
      if (member == "user_preferences") preference(element, at, around, object);
    });
  }
  if ((kind == "call" || kind == "preference") && events.size() == before) topic(kind, content, path, around, object);
}

void look_around(const Tree& object, Around& around) {
  const std::string field = text(object, "field");
  if (!field.empty()) around.field = field;
  const Tree& metadata = inner(object, "metadata");
  if (const auto number = text(metadata, "phone_number_id"); !number.empty()) around.number = number;
  if (const auto digits = phone(metadata, "display_phone_number"); !digits.empty()) around.phone = digits;
}

void look_for_partner(const Json& rest, Around& around) {
  if (!rest.contains("waba_info") || !rest["waba_info"].is_object()) return;
  const auto id = text(Tree(rest["waba_info"]), "waba_id");
  if (!id.empty()) around.partner_waba = id;
}

void Walk::change(const Tree& object, const std::string& path, Around around) {
  if (const auto field = text(object, "field"); !field.empty()) around.field = field;
  const std::size_t before = events.size();
  const Json rest = others(object, {"object", "field"}, {"value"});
  look_for_partner(rest, around);
  Around first = around;
  bool any = false;
  each(inner(object, "value"), path + "/value", [&](const Tree& value, const std::string& at) {
    Around here = around;
    look_around(value, here);
    Names words = {"field", "messaging_product", "errors"};
    Names objects = structure;
    objects.erase("errors");
    const Json left = others(value, words, objects);
    look_for_partner(left, here);
    if (!any) first = here;
    any = true;
    inside(value, at, here, left, false, true);
  });
  if (!any && !rest.empty()) {
    // Read as if the members stood in a value, but no facts are looked for.
    Tree only;
    for (const auto& [name, value] : object.items()) {
      if (rest.contains(name)) only[name] = value;
    }
    inside(only, path, around, rest, false, false);
  }
  if (events.size() == before) unknown(path, first);
}

void Walk::entry(const Tree& object, const std::string& path, Around around) {
  look_around(object, around);
  if (const auto id = text(object, "id"); !id.empty()) around.entry_id = id;
  around.time = seconds(text(object, "time"));
  Names objects = structure;
  objects.erase("errors");
  objects.insert({"changes", "entry"});
  const Json rest = others(object, {"id", "time", "object", "field", "messaging_product", "errors"}, objects);
  look_for_partner(rest, around);
  const bool envelope = has_object(inner(object, "changes")) || has_object(inner(object, "entry")) ||
                        has_object(inner(object, "history"));
  inside(object, path, around, rest, envelope, false);
  each(inner(object, "changes"), path + "/changes",
       [&](const Tree& each_change, const std::string& at) { change(each_change, at, around); });
}

void Walk::body(const Tree& tree) {
  if (!tree.is_object()) {
    events.push_back({{"event", "unknown"}, {"path", ""}});
    return;
  }
  Around around;
  around.field = text(tree, "field");
  if (around.field.empty()) around.field = text(tree, "event");
  for (const auto& [name, value] : tree.items()) {
    const bool data = name == "data" && scalar(tree, "event").there;
    if (name != "entry" && !data) continue;
    each(value, "/" + name, [&](const Tree& object, const std::string& at) {
      const std::size_t before = events.size();
      Around here = around;
      look_around(object, here);
      if (const auto id = text(object, "id"); !id.empty()) here.entry_id = id;
      entry(object, at, around);
      if (events.size() == before && !data) unknown(at, here);
    });
  }
  if (events.empty()) unknown("", around);
}

}  // namespace

std::vector<Json> slow_events(const std::string& body) {
  Walk walk;
  walk.body(Tree::parse(body));
  return walk.events;
}

}  // namespace twinline::test
