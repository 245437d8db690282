// Base64 (RFC 4648, section 4), with or without padding. The URL alphabet is read too.
#pragma once

#include <string>
#include <string_view>

namespace twinline {

// Appends the bytes; false (and `out` undefined behind its old end) where `text` is not base64.
[[nodiscard]] bool append_base64_decoded(std::string_view text, std::string& out);

}  // namespace twinline
