// Base64 (RFC 4648, with padding) of whole byte strings, for deliveries on their way between stores.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace twinline {

std::string to_base64(std::string_view bytes);
// Nothing if the text is not base64, as core/decode/base64.h reads it.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace twinline
