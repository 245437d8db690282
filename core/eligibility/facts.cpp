#include "core/eligibility/facts.h"

#include <algorithm>
#include <utility>

#include "core/eligibility/region.h"
#include "core/policy/document.h"
#include "core/policy/version.h"

namespace twinline {
namespace {

bool is_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }
char upper(char letter) { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; }

std::optional<FactValue> read_country(const std::string& text) {
  if (text.size() != 2 || !is_letter(text[0]) || !is_letter(text[1])) return {};
  std::string country{upper(text[0]), upper(text[1])};
  // People write UK; the ISO code, which the rules use, is GB.
  if (country == "UK") country = "GB";
  return country;
}

std::optional<FactValue> read_phone(const std::string& text) {
  const bool odd = text.find_first_not_of("+0123456789 ()-./\xC2\xA0") != std::string::npos;
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
  if (odd || digits < 4 || digits > 17) return {};
  return text;
}

std::optional<FactValue> read_list(const JsonValue& value) {
  std::vector<std::string> list;
  for (const JsonValue& entry : value.children) {
    if (entry.kind != JsonValue::Kind::string) return {};
    list.push_back(entry.text);
  }
  return list;
}

std::optional<FactValue> read_text(FactType type, const std::string& text) {
  if (text.empty()) return {};
  switch (type) {
    case FactType::text:
      return text;
    case FactType::version:
      return is_version(text) ? std::optional<FactValue>(text) : std::nullopt;
    case FactType::country:
      return read_country(text);
    case FactType::phone:
      return read_phone(text);
    default:
      return {};
  }
}

std::optional<FactValue> read_value(FactType type, const JsonValue& value) {
  switch (value.kind) {
    case JsonValue::Kind::boolean:
      if (type == FactType::yes_no) return value.text == "true";
      return {};
    case JsonValue::Kind::number:
      if (const auto number = value.whole_number(); type == FactType::count && number && *number >= 0) return *number;
      return {};
    case JsonValue::Kind::string:
      return read_text(type, value.text);
    case JsonValue::Kind::array:
      if (type == FactType::list) return read_list(value);
      return {};
    default:
      return {};
  }
}

}  // namespace

Result<Facts> read_facts(std::string_view json) {
  const Result<JsonValue> document = parse_document(json);
  if (!document) return document.error();
  if (document->kind != JsonValue::Kind::object) {
    return Error{ErrorCode::bad_value, document->byte, "", "the facts must be one JSON object"};
  }
  Facts facts;
  std::vector<std::string_view> seen;
  for (const JsonValue& member : document->children) {
    const std::string place = place_of("", member.name);
    if (std::find(seen.begin(), seen.end(), member.name) != seen.end()) {
      return Error{ErrorCode::bad_value, member.byte, place, "is stated twice"};
    }
    seen.push_back(member.name);
    const std::optional<FactName> name = parse_fact_name(member.name);
    if (!name) {
      facts.unknown_members.push_back(member.name);
      continue;
    }
    if (member.kind == JsonValue::Kind::null) continue;
    facts[*name] = read_value(type_of(*name), member);
    if (!facts[*name]) {
      return Error{ErrorCode::bad_value, member.byte, place, "must be " + std::string(form_of(type_of(*name)))};
    }
  }
  return facts;
}

std::optional<std::string> country_of(const Facts& facts) {
  if (const auto& stated = facts[FactName::country]) {
    if (const std::string* country = std::get_if<std::string>(&*stated)) return *country;
  }
  if (const auto& stated = facts[FactName::phone]) {
    if (const std::string* phone = std::get_if<std::string>(&*stated)) return region_of_phone(*phone);
  }
  return {};
}

}  // namespace twinline
