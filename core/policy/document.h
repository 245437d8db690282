// One JSON text as a tree in which every value knows its byte in the text.
//
// For texts that people write (policies, facts) and for small answers of an API, where a good error needs a line and a
// member. Webhooks never pass here: `core/decode` reads them without a tree. Numbers keep their spelling, so nothing is
// lost in a double. Nesting deeper than 64 is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace twinline {

struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::size_t byte = 0;             // of its last byte; an object's or array's of its opening bracket
  std::string name;                 // of the member, where it stands in an object
  std::string text;                 // a string's content, a number as written, "true" or "false"
  std::vector<JsonValue> children;  // of an array or object, in order

  // The member of that name; the last one where it is stated twice. nullptr where there is none, or this is no object.
  const JsonValue* find(std::string_view member) const;

  // What is at the end of the path, nullptr where a step is missing.
  const JsonValue* find(std::initializer_list<std::string_view> path) const;

  // A whole number, also one that came as a string ("131056").
  std::optional<std::int64_t> whole_number() const;
};

Result<JsonValue> parse_document(std::string_view text);

std::size_t line_of(std::string_view text, std::size_t byte);  // the first line is 1

// A member's place in its document: `/rules/3` and `why` give `/rules/3/why`, escaped as RFC 6901 asks.
std::string place_of(std::string_view parent, std::string_view member);

}  // namespace twinline
