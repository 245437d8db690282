// The end of a run of plain characters in a JSON string, sixteen bytes a step.
//
// The hottest loop of twinline: nearly every byte of a webhook passes here once.
#pragma once

#include <cstdint>

#include "core/bytes16.h"

namespace twinline {

// Characters that end a run: the quote, the backslash, and what must not stand in a string (U+0000–001F).
inline bool ends_run(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

// One bit for each of sixteen bytes that ends a run.
inline std::uint32_t run_ends(Bytes16 bytes) {
  return top_bits(same(bytes, Bytes16::all('"')) | same(bytes, Bytes16::all('\\')) | up_to(bytes, Bytes16::all(0x1F)));
}

// One bit for each of sixteen bytes beyond ASCII.
inline std::uint32_t beyond_ascii(Bytes16 bytes) { return top_bits(bytes); }

struct Run {
  const char* end;  // where the run ends; the end of the text if nothing ends it
  bool ascii;       // whether all of it is ASCII
};

inline Run plain_run(const char* at, const char* end) {
  std::uint32_t high = 0;
  for (; end - at >= 16; at += 16) {
    const Bytes16 bytes = Bytes16::load(at);
    const std::uint32_t ends = run_ends(bytes);
    if (ends != 0) {
      // The bits below the lowest set one.
      high |= beyond_ascii(bytes) & (ends ^ (ends - 1)) >> 1U;
      return {at + __builtin_ctz(ends), high == 0};
    }
    high |= beyond_ascii(bytes);
  }
  for (; at != end && !ends_run(*at); ++at) high |= static_cast<unsigned char>(*at) & 0x80U;
  return {at, high == 0};
}

}  // namespace twinline
