// How long anybody waits at most before asking Meta again, whatever a header or an advice says.
#pragma once

#include <cstdint>

namespace twinline {

inline constexpr std::int64_t longest_wait_ms = std::int64_t{24} * 3600 * 1000;

}  // namespace twinline
