// Sixteen bytes at once: SSE2 natively, the same instructions as WebAssembly SIMD by Emscripten, plain loops elsewhere.
#pragma once

#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#else
#include <array>
#endif

namespace twinline {

#ifdef __SSE2__

struct Bytes16 {
  static constexpr std::size_t size = 16;
  __m128i bytes;

  static Bytes16 load(const char* at) { return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))}; }
  static Bytes16 all(char byte) { return {_mm_set1_epi8(byte)}; }
  void store(char* to) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes); }
  friend Bytes16 operator|(Bytes16 a, Bytes16 b) { return {_mm_or_si128(a.bytes, b.bytes)}; }
  // 0xff for each byte that is the same, or that is not greater; else 0.
  friend Bytes16 same(Bytes16 a, Bytes16 b) { return {_mm_cmpeq_epi8(a.bytes, b.bytes)}; }
  friend Bytes16 up_to(Bytes16 a, Bytes16 most) { return same({_mm_min_epu8(a.bytes, most.bytes)}, a); }
  // A bit for each byte.
  friend std::uint32_t equal(Bytes16 a, Bytes16 b) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(a.bytes, b.bytes)));
  }
  friend std::uint32_t equal_both(Bytes16 a, Bytes16 b, Bytes16 c, Bytes16 d) {
    return static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a.bytes, b.bytes), _mm_cmpeq_epi8(c.bytes, d.bytes))));
  }
  friend std::uint32_t top_bits(Bytes16 a) { return static_cast<std::uint32_t>(_mm_movemask_epi8(a.bytes)); }
};

#else

struct Bytes16 {
  static constexpr std::size_t size = 16;
  std::array<unsigned char, 16> bytes;

  static Bytes16 load(const char* at) {
    Bytes16 loaded;
    std::memcpy(loaded.bytes.data(), at, size);
    return loaded;
  }
  static Bytes16 all(char byte) {
    Bytes16 same;
    same.bytes.fill(static_cast<unsigned char>(byte));
    return same;
  }
  void store(char* to) const { std::memcpy(to, bytes.data(), size); }
  friend Bytes16 operator|(Bytes16 a, const Bytes16& b) {
    for (std::size_t i = 0; i < a.size; ++i) a.bytes[i] = static_cast<unsigned char>(a.bytes[i] | b.bytes[i]);
    return a;
  }
  friend Bytes16 same(Bytes16 a, const Bytes16& b) {
    for (std::size_t i = 0; i < a.size; ++i) a.bytes[i] = a.bytes[i] == b.bytes[i] ? 0xff : 0;
    return a;
  }
  friend Bytes16 up_to(Bytes16 a, const Bytes16& most) {
    for (std::size_t i = 0; i < a.size; ++i) a.bytes[i] = a.bytes[i] <= most.bytes[i] ? 0xff : 0;
    return a;
  }
  friend std::uint32_t equal(const Bytes16& a, const Bytes16& b) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < a.size; ++i) bits |= static_cast<std::uint32_t>(a.bytes[i] == b.bytes[i]) << i;
    return bits;
  }
  friend std::uint32_t equal_both(const Bytes16& a, const Bytes16& b, const Bytes16& c, const Bytes16& d) {
    return equal(a, b) & equal(c, d);
  }
  friend std::uint32_t top_bits(const Bytes16& a) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < a.size; ++i) bits |= static_cast<std::uint32_t>(a.bytes[i] >> 7U) << i;
    return bits;
  }
};

#endif

}  // namespace twinline
