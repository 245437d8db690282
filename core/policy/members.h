// Reads the members of one object of a policy file and remembers the first thing that is wrong with them.
//
// Every reader returns a usable default after an error, so a caller states what it wants member by member and asks once
// at the end. Members that nobody asked for are refused by `finish`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/policy/document.h"
#include "core/policy/policy.h"

namespace twinline {

class Members {
 public:
  Members(const JsonValue& object, std::string place, std::optional<Error>& first_error);

  std::string text(std::string_view name);  // must be there and not empty
  std::string text_or_nothing(std::string_view name);
  std::int64_t number(std::string_view name, std::int64_t least);
  std::optional<std::int64_t> number_if_there(std::string_view name, std::int64_t least);
  bool yes_no(std::string_view name);  // must be there
  std::vector<std::string> texts(std::string_view name);
  Dated dated();  // source, from and until

  // One of a set of words, each standing for a value.
  template <class Value>
  Value word(std::string_view name, const std::vector<std::pair<std::string_view, Value>>& words) {
    const std::string given = text(name);
    for (const auto& [text_of_value, value] : words) {
      if (text_of_value == given) return value;
    }
    std::string choice;
    for (const auto& entry : words) choice += (choice.empty() ? "\"" : ", \"") + std::string(entry.first) + "\"";
    refuse(name, "must be one of " + choice);
    return words.front().second;
  }

  const JsonValue* take(std::string_view name);  // the member as it is, known from now on; nullptr where missing
  const JsonValue& object() const { return object_; }
  const std::string& place() const { return place_; }

  void refuse(std::string_view member, std::string what);  // at the member, or at the object where it is missing
  void finish();

 private:
  const JsonValue& object_;
  std::string place_;
  std::optional<Error>& first_error_;
  std::vector<std::string_view> known_;
};

}  // namespace twinline
