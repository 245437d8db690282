// A sequence that grows without moving: blocks of 256 elements.
//
// References stay valid while it grows, nothing is copied, and no more than one block is reserved ahead: a history may hold
// one delivery or a million messages.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace twinline {

template <class T>
class Blocks {
 public:
  T& operator[](std::size_t at) { return blocks_[at >> bits][at & mask]; }
  const T& operator[](std::size_t at) const { return blocks_[at >> bits][at & mask]; }
  std::size_t size() const { return size_; }

  T& emplace_back() {
    if ((size_ & mask) == 0) blocks_.push_back(std::make_unique<T[]>(mask + 1));
    return (*this)[size_++];
  }

 private:
  static constexpr std::size_t bits = 8, mask = (std::size_t{1} << bits) - 1;

  std::vector<std::unique_ptr<T[]>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace twinline
