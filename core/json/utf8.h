// What is UTF-8 and what is not, and how a code point is written in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace twinline {

// Length of the well-formed UTF-8 sequence at the start of `bytes`; 0 if there is none.
std::size_t utf8_sequence(std::string_view bytes);

// Where no well-formed sequence starts: how many bytes one U+FFFD stands for, the longest start of a sequence that could
// have become valid (Unicode, chapter 3.9, "substitution of maximal subparts"). At least 1.
std::size_t broken_sequence(std::string_view bytes);

bool is_utf8(std::string_view bytes);

// Writes the code point to `out`, which has room for four bytes, and returns where it ends.
inline char* put_code_point(std::uint32_t point, char* out) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  if (point < 0x80) {
    *out++ = byte(point);
  } else if (point < 0x800) {
    *out++ = byte(0xC0U | point >> 6U);
    *out++ = byte(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    *out++ = byte(0xE0U | point >> 12U);
    *out++ = byte(0x80U | (point >> 6U & 0x3FU));
    *out++ = byte(0x80U | (point & 0x3FU));
  } else {
    *out++ = byte(0xF0U | point >> 18U);
    *out++ = byte(0x80U | (point >> 12U & 0x3FU));
    *out++ = byte(0x80U | (point >> 6U & 0x3FU));
    *out++ = byte(0x80U | (point & 0x3FU));
  }
  return out;
}

}  // namespace twinline
