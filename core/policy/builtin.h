// The JSON files of `rules/`, as the build compiled them in (embed_rules.cmake).
#pragma once

#include <string_view>

namespace twinline {

// The text of rules/NAME.json, empty where there is none of that name.
std::string_view builtin_rules(std::string_view name);

}  // namespace twinline
