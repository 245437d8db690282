// Versions such as the app's 2.24.17, compared part by part as numbers: 2.24.9 is older than 2.24.17.
//
// A missing part counts as 0. A leading "v" and a tail behind a space, "-" or "+" ("2.24.17-beta") do not count.
#pragma once

#include <optional>
#include <string_view>

namespace twinline {

bool is_version(std::string_view text);

// Below 0 when `left` is older, 0 when equal, above 0 when newer. Requires: both are versions.
int compare_versions(std::string_view left, std::string_view right);

}  // namespace twinline
