#include "core/policy/members.h"

#include <algorithm>

namespace twinline {

Members::Members(const JsonValue& object, std::string place, std::optional<Error>& first_error)
    : object_(object), place_(std::move(place)), first_error_(first_error) {
  if (object.kind != JsonValue::Kind::object && !first_error_) {
    first_error_ = Error{ErrorCode::bad_value, object.byte, place_, "must be an object"};
  }
}

const JsonValue* Members::take(std::string_view name) {
  known_.push_back(name);
  const JsonValue* value = object_.find(name);
  return value != nullptr && value->kind == JsonValue::Kind::null ? nullptr : value;
}

void Members::refuse(std::string_view member, std::string what) {
  if (first_error_) return;
  const JsonValue* value = object_.find(member);
  const std::size_t byte = value != nullptr ? value->byte : object_.byte;
  first_error_ = Error{ErrorCode::bad_value, byte, place_of(place_, member), std::move(what)};
}

std::string Members::text(std::string_view name) {
  std::string value = text_or_nothing(name);
  if (value.empty()) refuse(name, "is missing, a text is needed");
  return value;
}

std::string Members::text_or_nothing(std::string_view name) {
  const JsonValue* value = take(name);
  if (value == nullptr) return {};
  if (value->kind != JsonValue::Kind::string) {
    refuse(name, "must be a text");
    return {};
  }
  return value->text;
}

std::int64_t Members::number(std::string_view name, std::int64_t least) {
  const std::optional<std::int64_t> value = number_if_there(name, least);
  if (!value) refuse(name, "is missing, a whole number is needed");
  return value.value_or(least);
}

std::optional<std::int64_t> Members::number_if_there(std::string_view name, std::int64_t least) {
  const JsonValue* value = take(name);
  if (value == nullptr) return {};
  const std::optional<std::int64_t> number =
      value->kind == JsonValue::Kind::number ? value->whole_number() : std::optional<std::int64_t>();
  if (!number || *number < least) {
    refuse(name, "must be a whole number, " + std::to_string(least) + " or more");
    return least;
  }
  return number;
}

bool Members::yes_no(std::string_view name) {
  const JsonValue* value = take(name);
  if (value != nullptr && value->kind == JsonValue::Kind::boolean) return value->text == "true";
  refuse(name, "must be true or false");
  return false;
}

std::vector<std::string> Members::texts(std::string_view name) {
  const JsonValue* value = take(name);
  std::vector<std::string> list;
  if (value == nullptr) return list;
  if (value->kind != JsonValue::Kind::array) {
    refuse(name, "must be a list of texts");
    return list;
  }
  for (const JsonValue& entry : value->children) {
    if (entry.kind != JsonValue::Kind::string) {
      refuse(name, "must be a list of texts only");
      return {};
    }
    list.push_back(entry.text);
  }
  return list;
}

Dated Members::dated() {
  Dated dated;
  dated.source = text("source");
  const std::string from = text("from");
  const std::optional<Date> first = parse_date(from);
  if (!from.empty() && !first) refuse("from", "must be a day such as \"2026-04-15\"");
  dated.from = first.value_or(Date{});
  const std::string until = text_or_nothing("until");
  if (!until.empty()) {
    dated.until = parse_date(until);
    if (!dated.until) refuse("until", "must be a day such as \"2026-04-15\", or null");
    if (dated.until && *dated.until <= dated.from) refuse("until", "must be a day after \"from\"");
  }
  return dated;
}

void Members::finish() {
  for (const JsonValue& child : object_.children) {
    if (std::find(known_.begin(), known_.end(), child.name) == known_.end()) {
      refuse(child.name, "is not a member that a policy has here");
    }
    const auto same = [&](const JsonValue& other) { return other.name == child.name; };
    if (object_.kind == JsonValue::Kind::object &&
        std::count_if(object_.children.begin(), object_.children.end(), same) > 1) {
      refuse(child.name, "is stated twice");
    }
  }
}

}  // namespace twinline
