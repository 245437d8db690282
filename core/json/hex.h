// Bytes as hexadecimal digits, lower case everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace twinline {

inline void append_hex(std::uint8_t byte, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += digits[byte >> 4U];
  out += digits[byte & 15U];
}

}  // namespace twinline
