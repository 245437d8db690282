// Chance without a state: the same seed, message and attempt give the same number in every run and on every machine.
#pragma once

#include <cstdint>

namespace twinline {

constexpr std::uint64_t mix_bits(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

// From 0 to `most`, both included.
constexpr std::int64_t jitter_ms(std::uint64_t seed, std::uint64_t message, unsigned attempt, std::int64_t most) {
  if (most <= 0) return 0;
  const std::uint64_t chance = mix_bits(mix_bits(seed ^ mix_bits(message)) + attempt);
  return static_cast<std::int64_t>(chance % (static_cast<std::uint64_t>(most) + 1));
}

}  // namespace twinline
