// Chance, seeded.
//
// The same seed gives the same numbers on every machine and with every standard library, which the distributions of
// <random> do not promise. Good enough to imitate people; of no use for secrets.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace twinline::simulator {

// One well mixed number out of two, for seeds that must not resemble each other (the finaliser of splitmix64).
constexpr std::uint64_t mix(std::uint64_t seed, std::uint64_t label) {
  std::uint64_t z = seed + (label + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_(seed) {}

  std::uint64_t next() { return mix(seed_, drawn_++); }

  // Requires: limit > 0. Returns 0 … limit - 1.
  std::size_t below(std::size_t limit) {
    assert(limit > 0);
    return static_cast<std::size_t>(next() % limit);
  }

  // Requires: first <= last. Both ends can be drawn.
  std::int64_t between(std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(below(static_cast<std::size_t>(last - first) + 1));
  }

  bool chance(unsigned percent) { return below(100) < percent; }

  // Requires: the container is not empty.
  template <class Container>
  const auto& pick(const Container& container) {
    return container[below(container.size())];
  }

  template <class Container>
  void shuffle(Container& container) {
    using std::swap;
    for (std::size_t left = container.size(); left > 1; --left) swap(container[left - 1], container[below(left)]);
  }

 private:
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

}  // namespace twinline::simulator
