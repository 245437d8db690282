// Small things that writers and readers of registers share: members that may be missing, never an exception.
//
// Only for .cpp files of this room: public headers of the core hold no nlohmann/json.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinline::registers {

using Json = nlohmann::ordered_json;

inline const Json* find(const Json& object, std::string_view member) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(member));
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

inline std::string text_of(const Json& object, std::string_view member) {
  const Json* value = find(object, member);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

inline std::optional<std::int64_t> time_of(const Json& object, std::string_view member) {
  const Json* value = find(object, member);
  if (value == nullptr || !value->is_number_integer()) return {};
  return value->get<std::int64_t>();
}

inline std::optional<bool> yes_no_of(const Json& object, std::string_view member) {
  const Json* value = find(object, member);
  if (value == nullptr || !value->is_boolean()) return {};
  return value->get<bool>();
}

inline std::vector<const Json*> elements_of(const Json& object, std::string_view member) {
  std::vector<const Json*> elements;
  const Json* list = find(object, member);
  if (list == nullptr || !list->is_array()) return elements;
  for (const Json& element : *list) elements.push_back(&element);
  return elements;
}

inline std::vector<std::pair<std::string, const Json*>> members_of(const Json& object, std::string_view member) {
  std::vector<std::pair<std::string, const Json*>> members;
  const Json* inner = find(object, member);
  if (inner == nullptr || !inner->is_object()) return members;
  for (auto entry = inner->begin(); entry != inner->end(); ++entry) members.emplace_back(entry.key(), &entry.value());
  return members;
}

inline void put_text(Json& object, std::string_view member, const std::string& text) {
  if (!text.empty()) object[std::string(member)] = text;
}

inline void put_time(Json& object, std::string_view member, const std::optional<std::int64_t>& time) {
  if (time) object[std::string(member)] = *time;
}

// Texts may hold bytes that are no UTF-8; nothing must fail for them.
inline std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Members sorted, so that equal values give equal bytes.
inline std::string canonical(const Json& json) {
  return nlohmann::json(json).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace twinline::registers
