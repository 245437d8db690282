// The kinds of state there are. All merged state is made of these.
//
// join() is commutative, associative and idempotent, and says whether anything changed. It is tested once, here; whatever
// is built of registers merges the same in any order and with any repetition.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "core/decode/time.h"

namespace twinline {

// The greatest value seen. T needs a total order in which equal means identical.
template <class T>
struct Max {
  std::optional<T> value;

  bool join(const T& other) {
    if (value && !(*value < other)) return false;
    value = other;
    return true;
  }
  bool join(const Max& other) { return other.value && join(*other.value); }
};

// A time, the earliest believable one; among unbelievable ones the earliest. 0: none.
struct Earliest {
  std::int64_t at = 0;

  bool join(std::int64_t other) {
    if (other == 0) return false;
    const bool better = at == 0 || (is_believable(other) != is_believable(at) ? is_believable(other) : other < at);
    if (better) at = other;
    return better;
  }
  bool join(const Earliest& other) { return join(other.at); }
};

// Everything seen, sorted. Trees, not arrays: a body may bring tens of thousands of elements in the worst order.
template <class T>
struct Set {
  std::set<T, std::less<>> sorted;

  bool join(const T& other) { return sorted.insert(other).second; }
  bool join(const Set& other) {
    bool changed = false;
    for (const T& each : other.sorted) changed = join(each) || changed;
    return changed;
  }
};

// A register for each key, sorted by key.
template <class Key, class Register>
struct Map {
  std::map<Key, Register, std::less<>> sorted;

  Register& operator[](const Key& key) { return sorted[key]; }
  const Register* find(const Key& key) const {
    const auto found = sorted.find(key);
    return found == sorted.end() ? nullptr : &found->second;
  }
  bool join(const Map& other) {
    bool changed = false;
    for (const auto& [key, each] : other.sorted) changed = (*this)[key].join(each) || changed;
    return changed;
  }
};

}  // namespace twinline
