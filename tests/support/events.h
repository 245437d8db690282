// The events of a body as values, for tests.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::test {

// The body must be readable.
std::vector<nlohmann::json> events_of(std::string_view body);

}  // namespace twinline::test
