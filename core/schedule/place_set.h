// Which places of a row have something ready, and the first of them.
//
// A bit a place, a bit for each 64 of them, and a bit for each 64 of those: putting in, taking out and finding the first
// touch three words each, however many there are. Places are given in ascending order, so memory follows the span
// between the first that is ready and the last that was given, not what went before.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace twinline {

class PlaceSet {
 public:
  // Places below are not taken any more.
  std::uint64_t base() const { return base_; }
  bool empty() const { return count_ == 0; }

  // Requires: place >= base(), and it is not in.
  void insert(std::uint64_t place, std::uint32_t slot) {
    if (place - base_ >= slots_.size()) make_room(place);
    const auto at = static_cast<std::size_t>(place - base_);
    slots_[at] = slot;
    places_[at / 64] |= bit(at);
    groups_[at / 64 / 64] |= bit(at / 64);
    blocks_[at / 64 / 64 / 64] |= bit(at / 64 / 64);
    first_block_ = at / 64 / 64 / 64 < first_block_ ? at / 64 / 64 / 64 : first_block_;
    ++count_;
  }

  // Require: not empty.
  std::uint64_t first() {
    while (blocks_[first_block_] == 0) ++first_block_;
    const std::size_t group = first_block_ * 64 + lowest(blocks_[first_block_]);
    const std::size_t word = group * 64 + lowest(groups_[group]);
    return base_ + word * 64 + lowest(places_[word]);
  }
  void erase(std::uint64_t place) {
    const auto at = static_cast<std::size_t>(place - base_);
    --count_;
    if ((places_[at / 64] &= ~bit(at)) != 0) return;
    if ((groups_[at / 64 / 64] &= ~bit(at / 64)) != 0) return;
    blocks_[at / 64 / 64 / 64] &= ~bit(at / 64 / 64);
  }
  // The slots that come second and fourth, or nearly so: whoever takes one after the other can prepare for them.
  std::pair<std::uint32_t, std::uint32_t> coming() {
    std::size_t word = static_cast<std::size_t>(first() - base_) / 64;
    std::uint64_t bits = places_[word];
    std::array<std::uint32_t, 4> slots{};
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (bits == 0 && word + 1 < places_.size()) bits = places_[++word];
      slots[i] = bits == 0 ? slots[i - 1] : slots_[word * 64 + lowest(bits)];
      bits &= bits - (bits == 0 ? 0 : 1);
    }
    return {slots[1], slots[3]};
  }
  std::uint32_t slot(std::uint64_t place) const { return slots_[static_cast<std::size_t>(place - base_)]; }

 private:
  static constexpr std::size_t group_size = std::size_t{64} * 64;

  static std::uint64_t bit(std::size_t at) { return std::uint64_t{1} << (at % 64); }
  static std::size_t lowest(std::uint64_t word) { return static_cast<std::size_t>(std::countr_zero(word)); }

  // Forgets what lies before the first, or grows, until the place fits.
  void make_room(std::uint64_t place) {
    if (empty()) {
      base_ = place / group_size * group_size;
    } else if (const auto before = static_cast<std::size_t>(first() - base_) / group_size * group_size;
               before > slots_.size() / 2) {
      forget(before);
    }
    std::size_t size = slots_.empty() ? 64 : slots_.size();
    while (place - base_ >= size) size *= 2;
    slots_.resize(size);
    places_.resize(size / 64);
    groups_.resize((size + group_size - 1) / group_size);
    blocks_.resize((groups_.size() + 63) / 64);
  }

  // The first so many places, a multiple of group_size.
  void forget(std::size_t many) {
    const auto drop = [](auto& list, std::size_t count) {
      list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(count));
    };
    drop(slots_, many);
    drop(places_, many / 64);
    drop(groups_, many / group_size);
    base_ += many;
    const std::size_t size = slots_.size() + many;
    slots_.resize(size);
    places_.resize(size / 64);
    groups_.resize(size / group_size);
    blocks_.assign((groups_.size() + 63) / 64, 0);
    for (std::size_t group = 0; group < groups_.size(); ++group) {
      if (groups_[group] != 0) blocks_[group / 64] |= bit(group);
    }
    first_block_ = 0;
  }

  std::uint64_t base_ = 0;
  std::size_t count_ = 0, first_block_ = 0;
  std::vector<std::uint32_t> slots_;
  std::vector<std::uint64_t> places_, groups_, blocks_;
};

}  // namespace twinline
