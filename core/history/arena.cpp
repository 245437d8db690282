#include "core/history/arena.h"

#include <algorithm>
#include <cstdlib>

#include "core/copy_text.h"

namespace twinline {

namespace {

// A size is written 7 bits a byte, lowest first, the top bit says that more follow: one byte for most strings.
std::size_t prefix_of(std::size_t size) {
  std::size_t bytes = 1;
  while (size >= 0x80) {
    size >>= 7U;
    ++bytes;
  }
  return bytes;
}

}  // namespace

std::uint32_t Arena::reserve(std::size_t size, char*& to) {
  if (size == 0) return 0;
  const std::size_t needed = prefix_of(size) + size;
  if (needed > capacity_ - used_) {
    // Small histories (one delivery of a server) should not cost a whole block.
    const std::size_t grown = blocks_.empty() ? std::size_t{4096} : block_size;
    capacity_ = std::max(needed + 1, grown);
    owned_.emplace_back(new char[capacity_ + readable_behind]);  // not make_unique, which would write zeros first
    const std::size_t numbers = (capacity_ + block_size - 1) >> block_bits;
    // Beyond 4 GiB references would lead to other strings: ending is better than lying.
    if (blocks_.size() + numbers > std::size_t{1} << (32U - block_bits)) std::abort();
    for (std::size_t i = 0; i < numbers; ++i) blocks_.push_back(owned_.back().get() + (i << block_bits));
    used_ = blocks_.size() == numbers ? 1 : 0;  // reference 0 means the empty string
    bytes_ += capacity_;
  }
  // A string always starts in the first number of its block: larger blocks hold one string only.
  const std::size_t first = blocks_.size() - ((capacity_ + block_size - 1) >> block_bits);
  const auto reference = static_cast<std::uint32_t>(first << block_bits | used_);
  to = blocks_[first] + used_;
  used_ = capacity_ > block_size ? capacity_ : used_ + needed;
  for (; size >= 0x80; size >>= 7U) *to++ = static_cast<char>(size | 0x80U);
  *to++ = static_cast<char>(size);
  return reference;
}

std::uint32_t Arena::add(std::string_view text) {
  char* to = nullptr;
  const std::uint32_t reference = reserve(text.size(), to);
  if (reference != 0) copy_text(text, to);
  return reference;
}

}  // namespace twinline
