// What is known about a business and its number. Every fact is optional: what nobody stated is unknown, never "no".
//
// read_facts takes a facts file: one JSON object whose members are the names of fact.h; null is the same as absent. A
// value of another type is an error with its place, since a wrong verdict is worse than none. A member nobody knows is
// kept by name, so that a host can point out a slip of the pen; it changes nothing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/fact.h"
#include "core/result.h"

namespace twinline {

struct Facts {
  std::array<std::optional<FactValue>, fact_count> values;
  std::vector<std::string> unknown_members;

  const std::optional<FactValue>& operator[](FactName name) const { return values[static_cast<std::size_t>(name)]; }
  std::optional<FactValue>& operator[](FactName name) { return values[static_cast<std::size_t>(name)]; }
};

Result<Facts> read_facts(std::string_view json);

// The stated country, else the one the phone number belongs to; nothing where neither tells.
std::optional<std::string> country_of(const Facts& facts);

}  // namespace twinline
