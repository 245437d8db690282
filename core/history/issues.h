// What seems to be missing from a history, or is there and cannot be read: in words, with what to do.
//
// Computed from the state alone, so it tells what is so now: an issue ends when what was missing comes.
#pragma once

#include <cstdint>
#include <string>

#include "core/history/number.h"

namespace twinline {

// A JSON array, see History::issues.
std::string issues_of(const Number& number, std::int64_t now_s);

}  // namespace twinline
