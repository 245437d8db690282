#include "tests/support/slow_tree.h"

#include <regex>

namespace twinline::test::slow {

namespace {

const Names medium_slots = {"id", "mime_type", "sha256", "url", "filename", "voice", "caption", "link"};

// National variants of one number are one number.
std::string one_form(const std::string& phone) {
  if (phone.find_first_not_of("0123456789") != std::string::npos) return phone;
  if (phone.size() == 12 && phone.starts_with("55") && phone[4] >= '6')
    return phone.substr(0, 4) + "9" + phone.substr(4);
  if (phone.size() == 13 && (phone.starts_with("521") || phone.starts_with("549")))
    return phone.substr(0, 2) + phone.substr(3);
  return phone;
}

}  // namespace

std::string text_of(const Tree& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() || value.is_boolean() ? value.dump() : "";
}

void each(const Tree& value, const std::string& path,
          const std::function<void(const Tree&, const std::string&)>& call) {
  if (value.is_object()) call(value, path);
  if (!value.is_array()) return;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i].is_object()) call(value[i], path + "/" + std::to_string(i));
  }
}

Found scalar(const Tree& objects, const std::string& name) {
  Found found;
  each(objects, "", [&](const Tree& object, const std::string&) {
    if (object.contains(name) && is_scalar(object[name])) found = {true, text_of(object[name])};
  });
  return found;
}

const Tree& inner(const Tree& object, const std::string& name) {
  return object.is_object() && object.contains(name) ? object[name] : nothing;
}

const Tree& last(const Tree& objects) {
  const Tree* found = &nothing;
  each(objects, "", [&](const Tree& object, const std::string&) { found = &object; });
  return *found;
}

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

bool same_number(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && one_form(a) == one_form(b);
}

Json others(const Tree& object, const Names& slots, const Names& objects) {
  Json rest = Json::object();
  for (const auto& [name, value] : object.items()) {
    if (value.is_null() || slots.contains(name)) continue;
    if (objects.contains(name) && !is_scalar(value)) continue;
    rest[name] = plain(value);
  }
  return rest;
}

void add_others(Json& rest, const Tree& object, const std::string& name, const Names& slots, const Names& objects) {
  Json found = Json::object();
  each(inner(object, name), "",
       [&](const Tree& part, const std::string&) { found.update(others(part, slots, objects)); });
  if (!found.empty()) rest[name] = found;
}

std::string medium_of(const Tree& object) {
  const std::string type = text(object, "type");
  std::string first;
  for (const std::string& name : media_types) {
    if (!has_object(inner(object, name))) continue;
    if (name == type) return name;
    if (first.empty()) first = name;
  }
  return first;
}

void add_others_of_content(Json& rest, const Tree& object) {
  add_others(rest, object, "text", {"body"}, {});
  const std::string counts = medium_of(object);
  for (const std::string& name : media_types) {
    if (name == counts) add_others(rest, object, name, medium_slots, {});
    if (name == counts || !has_object(inner(object, name))) continue;
    Json whole = Json::array();
    each(inner(object, name), "", [&](const Tree& part, const std::string&) { whole.push_back(plain(part)); });
    rest[name] = whole.size() == 1 ? whole[0] : whole;
  }
}

}  // namespace twinline::test::slow
