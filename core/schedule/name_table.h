// Numbers names: 0, 1, 2, …, and the number of a name that was removed again.
//
// Open addressing, 8 bytes an entry, at most 70 % full. A fingerprint decides nearly every comparison, so finding a name
// looks at two places of memory: its entry and its text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/prefetch.h"
#include "core/schedule/jitter.h"
#include "core/schedule/paged_vector.h"

namespace twinline {

class NameTable {
 public:
  static constexpr std::uint32_t none = 0xffffffffU;

  std::uint32_t find(std::string_view name) const {
    if (entries_.empty()) return none;
    return entries_[place_of(name, fingerprint_of(name))].number;
  }

  // The number of the name, and whether it is new.
  std::pair<std::uint32_t, bool> find_or_add(std::string_view name) {
    if ((used_ + 1) * 10 > entries_.size() * 7) grow();
    const std::uint32_t fingerprint = fingerprint_of(name);
    Entry& entry = entries_[place_of(name, fingerprint)];
    if (entry.number != none) return {entry.number, false};
    entry = {fingerprint, static_cast<std::uint32_t>(names_.size())};
    ++used_;
    if (free_.empty()) {
      names_.push_back(std::string(name));
    } else {
      entry.number = free_.back();
      free_.pop_back();
      names_[entry.number] = name;
    }
    return {entry.number, true};
  }

  void remove(std::uint32_t number) {
    std::size_t hole = fingerprint_of(names_[number]) & mask();
    while (entries_[hole].number != number) hole = (hole + 1) & mask();
    names_[number] = std::string();
    free_.push_back(number);
    --used_;
    // What stands behind moves up, unless it would then stand before the place it wants.
    for (std::size_t at = (hole + 1) & mask(); entries_[at].number != none; at = (at + 1) & mask()) {
      const std::size_t wanted = entries_[at].fingerprint & mask();
      if (((at - wanted) & mask()) < ((at - hole) & mask())) continue;
      entries_[hole] = entries_[at];
      hole = at;
    }
    entries_[hole] = Entry{};
  }

  // For a name that will be asked for: brings its entry nearer. Some calls later, likely() brings its text and says which
  // number it most likely has.
  void prefetch(std::string_view name) const {
    if (!entries_.empty()) twinline::prefetch(&entries_[fingerprint_of(name) & mask()]);
  }
  std::uint32_t likely(std::string_view name) const {
    if (entries_.empty()) return none;
    const std::uint32_t fingerprint = fingerprint_of(name);
    std::size_t at = fingerprint & mask();
    while (entries_[at].number != none && entries_[at].fingerprint != fingerprint) at = (at + 1) & mask();
    if (entries_[at].number != none) twinline::prefetch(&names_[entries_[at].number]);
    return entries_[at].number;
  }

  const std::string& name(std::uint32_t number) const { return names_[number]; }
  std::size_t size() const { return used_; }

 private:
  struct Entry {
    std::uint32_t fingerprint = 0;  // its low bits say where the entry wants to stand
    std::uint32_t number = none;
  };

  static std::uint32_t fingerprint_of(std::string_view name) {
    std::uint64_t hash = name.size();
    for (; name.size() > sizeof(std::uint64_t); name.remove_prefix(sizeof(std::uint64_t))) {
      std::uint64_t word = 0;
      std::memcpy(&word, name.data(), sizeof word);
      hash = mix_bits(hash ^ word);
    }
    std::uint64_t rest = 0;
    if (!name.empty()) std::memcpy(&rest, name.data(), name.size());
    return static_cast<std::uint32_t>(mix_bits(hash ^ rest) >> 32U);
  }

  std::size_t mask() const { return entries_.size() - 1; }

  // Where the name stands, or would.
  std::size_t place_of(std::string_view name, std::uint32_t fingerprint) const {
    std::size_t at = fingerprint & mask();
    for (; entries_[at].number != none; at = (at + 1) & mask()) {
      if (entries_[at].fingerprint == fingerprint && names_[entries_[at].number] == name) break;
    }
    return at;
  }

  void grow() {
    std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(entries_.empty() ? 16 : entries_.size() * 2));
    for (const Entry& entry : old) {
      if (entry.number == none) continue;
      std::size_t at = entry.fingerprint & mask();
      while (entries_[at].number != none) at = (at + 1) & mask();
      entries_[at] = entry;
    }
  }

  std::vector<Entry> entries_;
  PagedVector<std::string> names_;
  std::vector<std::uint32_t> free_;
  std::size_t used_ = 0;
};

}  // namespace twinline
