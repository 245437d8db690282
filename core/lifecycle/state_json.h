// The registers of a number's life as JSON, as hosts store them: facts that are written one after the other and joined in
// any order.
#pragma once

#include <string>
#include <string_view>

#include "core/lifecycle/number_state.h"
#include "core/result.h"

namespace twinline {

// Only the registers that are set.
std::string write_state(const NumberState& fact);
Result<NumberState> read_state(std::string_view json);

}  // namespace twinline
