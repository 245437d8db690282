// Base64 (RFC 4648, section 4), with or without padding. The URL alphabet is read too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace twinline {

// Appends the bytes; false (and `out` as it was) where `text` is not base64.
[[nodiscard]] bool append_base64_decoded(std::string_view text, std::string& out);

inline constexpr std::size_t not_base64 = static_cast<std::size_t>(-1);
// Writes the bytes to `to`, which has room for three bytes for every four characters begun, and returns how many they are.
std::size_t decode_base64(std::string_view text, char* to);
// The 24 bits that four characters stand for, the first byte on top; negative where one is none of the alphabet.
std::int32_t base64_group(const char* four);

}  // namespace twinline
