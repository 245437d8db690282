// The version of this build, as CMake knows it: `twinline --version` and GET /v1/status.
#pragma once

#include <string_view>

namespace twinline {

std::string_view version();

}  // namespace twinline
