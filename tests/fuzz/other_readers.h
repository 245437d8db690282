// Two other parsers, which share no code with core/json.
#pragma once

#include <cstdint>
#include <string_view>

#include "tests/fuzz/calls.h"

namespace twinline::fuzz {

enum class Verdict : std::uint8_t {
  accepted,
  refused,
  no_opinion,  // refused for what is no matter of JSON: a number that no double holds, a nesting that is too deep
};

Verdict read_with_boost(std::string_view text, Calls& calls);
Verdict read_with_nlohmann(std::string_view text, Calls& calls);

}  // namespace twinline::fuzz
