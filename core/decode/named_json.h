// Members put together to one canonical JSON object.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace twinline {

struct NamedJson {
  std::string_view name;
  std::string_view json;  // canonical
};

// Sorted by name; of members with the same name the last counts.
void put_in_order(std::vector<NamedJson>& members);

std::string object_of(std::vector<NamedJson> members);

// The value of a member of an ordered list; empty where there is none.
std::string_view find_named(const std::vector<NamedJson>& members, std::string_view name);

}  // namespace twinline
