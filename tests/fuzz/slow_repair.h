// The repair of damaged text, said a second time: slow, and by other means than core/json.
#pragma once

#include <string>
#include <string_view>

namespace twinline::fuzz {

// The JSON text in which, inside strings, bytes that are not UTF-8 and lone surrogate escapes have become U+FFFD. Outside of
// strings nothing changes.
std::string repaired(std::string_view json);

}  // namespace twinline::fuzz
