// Eight characters of a number at once.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace twinline {

inline std::uint64_t eight_at(const char* at) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, at, sizeof eight);
  return eight;
}

// Digits are 0x30 to 0x39: adding 6 leaves the upper half of each at 3.
constexpr bool are_digits(std::uint64_t eight) {
  constexpr std::uint64_t upper = 0xF0F0F0F0F0F0F0F0U, threes = 0x3030303030303030U, sixes = 0x0606060606060606U;
  return (eight & upper) == threes && ((eight + sixes) & upper) == threes;
}

// What eight digits are worth: neighbours are joined to pairs, pairs to fours, fours to eights.
constexpr std::uint64_t value_of_digits(std::uint64_t eight) {
  static_assert(std::endian::native == std::endian::little, "the first digit is the lowest byte");
  constexpr std::uint64_t zeros = 0x3030303030303030U, pairs = 0x000000FF000000FFU;
  eight -= zeros;
  eight = eight * 10 + (eight >> 8U);
  const std::uint64_t eights = (eight & pairs) * 0x000F424000000064U + (eight >> 16U & pairs) * 0x0000271000000001U;
  return eights >> 32U;
}

}  // namespace twinline
