#include "tests/support/slow_decoder.h"

#include "tests/support/slow_walk.h"

namespace twinline::test {

namespace slow {

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

void put_rest(Json& event, Json& rest) {
  if (rest.contains("referral")) {
    event["referral"] = rest["referral"];
    rest.erase("referral");
  }
  if (!rest.empty()) event["other"] = rest;
}

namespace {

const Names structure = {"metadata",   "messages", "message_echoes", "statuses", "contacts",
                         "state_sync", "history",  "errors",         "calls",    "user_preferences"};

Names without_errors(const Names& more) {
  Names names = structure;
  names.erase("errors");
  names.insert(more.begin(), more.end());
  return names;
}

}  // namespace

// What stands in a value, or in the entry of a provider: facts in body order, and what is left as one account event. Returns
// what is left where there is none.
Json Walk::inside(const Tree& object, const std::string& path, const Around& around, const Json& rest, bool envelope,
                  bool is_value) {
  const std::string kind = rest.empty() || envelope ? "" : topic_of(around.field, rest);
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
  if ((kind == "call" || kind == "preference") && events.size() == before) {
    told = true;
    topic(kind, content, path, around, object);
  }
  return told ? Json() : rest;
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

void Walk::each_for_itself(const Lefts& lefts) {
  for (const Left& left : lefts) {
    if (!left.members.empty()) unknown(left.path, left.around, left.members);
  }
}

namespace {

// Of parts that said nothing: one is told as it is, several as a list.
template <class Lefts>
void add_parts(Json& members, const std::string& name, const Lefts& lefts) {
  Json parts = Json::array();
  for (const auto& left : lefts) {
    if (!left.members.empty()) parts.push_back(left.members);
  }
  if (members.is_null()) members = Json::object();
  if (!parts.empty()) members[name] = parts.size() == 1 ? parts[0] : parts;
}

}  // namespace

void Walk::change(const Tree& object, const std::string& path, Around around) {
  if (const auto field = text(object, "field"); !field.empty()) around.field = field;
  const std::size_t before = events.size();
  const Json rest = others(object, {"object", "field"}, {"value"});
  look_for_partner(rest, around);
  Around first = around;
  Lefts lefts;
  each(inner(object, "value"), path + "/value", [&](const Tree& value, const std::string& at) {
    Around here = around;
    look_around(value, here);
    Json left = others(value, {"field", "messaging_product", "errors"}, without_errors({}));
    add_others(left, value, "metadata", {"phone_number_id", "display_phone_number"}, {});
    look_for_partner(left, here);
    if (lefts.empty()) first = here;
    lefts.push_back({inside(value, at, here, left, false, true), at, here});
  });
  Left own{rest, path, around};
  if (lefts.empty() && !rest.empty()) {
    // Read as if the members stood in a value, but no facts are looked for.
    Tree only;
    for (const auto& [name, value] : object.items()) {
      if (rest.contains(name)) only[name] = value;
    }
    own.members = inside(only, path, around, rest, false, false);
  }
  if (events.size() == before) {
    add_parts(own.members, "value", lefts);
    return unknown(path, first, own.members);
  }
  lefts.push_back(own);
  each_for_itself(lefts);
}

Walk::Left Walk::entry(const Tree& object, const std::string& path, Around around) {
  look_around(object, around);
  if (const auto id = text(object, "id"); !id.empty()) around.entry_id = id;
  around.time = seconds(text(object, "time"));
  Json rest = others(object, {"id", "time", "object", "field", "messaging_product", "errors"},
                     without_errors({"changes", "entry"}));
  add_others(rest, object, "metadata", {"phone_number_id", "display_phone_number"}, {});
  look_for_partner(rest, around);
  const bool envelope = has_object(inner(object, "changes")) || has_object(inner(object, "entry")) ||
                        has_object(inner(object, "history"));
  const Json left = inside(object, path, around, rest, envelope, false);
  each(inner(object, "changes"), path + "/changes",
       [&](const Tree& each_change, const std::string& at) { change(each_change, at, around); });
  return {left, path, around};
}

void Walk::body(const Tree& tree) {
  if (!tree.is_object()) {
    events.push_back({{"event", "unknown"}, {"path", ""}});
    return;
  }
  Around around;
  around.field = text(tree, "field");
  if (around.field.empty()) around.field = text(tree, "event");
  Lefts lefts;
  for (const auto& [name, value] : tree.items()) {
    const bool data = name == "data" && scalar(tree, "event").there;
    if (name != "entry" && !data) continue;
    each(value, "/" + name, [&](const Tree& object, const std::string& at) {
      const std::size_t before = events.size();
      const Left left = entry(object, at, around);
      if (events.size() == before && !data) {
        unknown(at, left.around, left.members);
      } else {
        lefts.push_back(left);
      }
    });
  }
  if (!events.empty()) return each_for_itself(lefts);
  Json members;
  add_parts(members, "data", lefts);
  unknown("", around, members);
}

}  // namespace slow

std::vector<nlohmann::json> slow_events(const std::string& body) {
  slow::Walk walk;
  walk.body(slow::Tree::parse(body));
  return walk.events;
}

}  // namespace twinline::test
