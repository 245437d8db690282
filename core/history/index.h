// A hash index from something to rows: open addressing, 8 bytes an entry, at most 70 % full.
//
// Holds fingerprints and row numbers only; what is compared lies in the rows, so every look-up brings its own comparison.
// Entries are never removed.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/prefetch.h"

namespace twinline {

// Not for secrets, not stable between versions: only ever used in memory.
inline std::uint64_t hash_bytes(std::string_view text, std::uint64_t seed = 0) {
  constexpr std::uint64_t odd = 0xFF51AFD7ED558CCDU, other = 0x9E3779B97F4A7C15U;
  const auto word_at = [&text](std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
  };
  // Two lanes, so that one multiplication need not wait for the other.
  std::uint64_t left = seed ^ (text.size() * other), right = odd;
  while (text.size() >= 16) {
    left = (left ^ word_at(0)) * odd;
    right = (right ^ word_at(8)) * other;
    left ^= left >> 32U;
    right ^= right >> 29U;
    text.remove_prefix(16);
  }
  if (text.size() >= 8) {
    left = (left ^ word_at(0)) * odd;
    left ^= left >> 32U;
    text.remove_prefix(8);
  }
  std::uint64_t tail = 0;
  if (!text.empty()) std::memcpy(&tail, text.data(), text.size());
  std::uint64_t hash = (left ^ tail) * other ^ right;
  hash = (hash ^ hash >> 32U) * odd;
  return (hash ^ hash >> 29U) * 0xC4CEB9FE1A85EC53U;
}

class Index {
 public:
  static constexpr std::uint32_t none = 0xffffffff;

  // The row under this hash for which `equal(row)`, or none.
  template <class Equal>
  std::uint32_t find(std::uint64_t hash, const Equal& equal) const {
    if (entries_.empty()) return none;
    const std::uint32_t fingerprint = fingerprint_of(hash);
    for (std::size_t at = fingerprint & mask(); entries_[at].row != none; at = (at + 1) & mask()) {
      if (entries_[at].fingerprint == fingerprint && equal(entries_[at].row)) return entries_[at].row;
    }
    return none;
  }

  void insert(std::uint64_t hash, std::uint32_t row) {
    if ((used_ + 1) * 10 > entries_.size() * 7) grow();
    place({fingerprint_of(hash), row});
    ++used_;
  }

  // Brings the place of a hash nearer, for a look-up that will come.
  void prefetch(std::uint64_t hash) const {
    if (!entries_.empty()) twinline::prefetch(&entries_[fingerprint_of(hash) & mask()]);
  }

 private:
  struct Entry {
    std::uint32_t fingerprint =
        0;  // its low bits say where the entry wants to stand, so growing needs no look at the rows
    std::uint32_t row = none;
  };

  static std::uint32_t fingerprint_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32U); }
  std::size_t mask() const { return entries_.size() - 1; }
  void place(Entry entry) {
    std::size_t at = entry.fingerprint & mask();
    while (entries_[at].row != none) at = (at + 1) & mask();
    entries_[at] = entry;
  }
  void grow() {
    std::vector<Entry> old(entries_.empty() ? 64 : entries_.size() * 2);
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (entry.row != none) place(entry);
    }
  }

  std::vector<Entry> entries_;
  std::size_t used_ = 0;
};

}  // namespace twinline
