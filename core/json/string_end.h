// The end of a run of plain characters in a JSON string, sixteen bytes a step.
//
// The hottest loop of twinline: nearly every byte of a webhook passes here once.
#pragma once

#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace twinline {

// Characters that end a run: the quote, the backslash, and what must not stand in a string (U+0000–001F).
inline bool ends_run(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

#ifdef __SSE2__
// One bit for each of sixteen bytes that ends a run.
inline unsigned run_ends(__m128i bytes) {
  const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)));
}

// One bit for each of sixteen bytes beyond ASCII.
inline unsigned beyond_ascii(__m128i bytes) { return static_cast<unsigned>(_mm_movemask_epi8(bytes)); }

inline __m128i sixteen(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }
#endif

struct Run {
  const char* end;  // where the run ends; the end of the text if nothing ends it
  bool ascii;       // whether all of it is ASCII
};

inline Run plain_run(const char* at, const char* end) {
  unsigned high = 0;
#ifdef __SSE2__
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = sixteen(at);
    const unsigned ends = run_ends(bytes);
    if (ends != 0) {
      // The bits below the lowest set one.
      high |= beyond_ascii(bytes) & (ends ^ (ends - 1)) >> 1U;
      return {at + __builtin_ctz(ends), high == 0};
    }
    high |= beyond_ascii(bytes);
  }
#endif
  for (; at != end && !ends_run(*at); ++at) high |= static_cast<unsigned char>(*at) & 0x80U;
  return {at, high == 0};
}

}  // namespace twinline
