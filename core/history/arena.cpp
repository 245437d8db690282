#include "core/history/arena.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace twinline {

std::uint32_t Arena::add(std::string_view text) {
  if (text.empty()) return 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  const std::size_t needed = sizeof size + text.size();
  if (needed > capacity_ - used_) {
    // Small histories (one delivery of a server) should not cost a whole block.
    const std::size_t grown = std::min(block_size, blocks_.empty() ? std::size_t{4096} : block_size);
    capacity_ = std::max(needed + 1, grown);
    owned_.push_back(std::make_unique<char[]>(capacity_));
    const std::size_t numbers = (capacity_ + block_size - 1) >> block_bits;
    // Beyond 4 GiB references would lead to other strings: ending is better than lying.
    if (blocks_.size() + numbers > std::size_t{1} << (32U - block_bits)) std::abort();
    for (std::size_t i = 0; i < numbers; ++i) blocks_.push_back(owned_.back().get() + (i << block_bits));
    used_ = blocks_.size() == numbers ? 1 : 0;  // reference 0 means the empty string
    bytes_ += capacity_;
  }
  // A string always starts in the first number of its block: larger blocks hold one string only.
  const std::size_t first = blocks_.size() - ((capacity_ + block_size - 1) >> block_bits);
  char* const at = blocks_[first] + used_;
  std::memcpy(at, &size, sizeof size);
  std::memcpy(at + sizeof size, text.data(), text.size());
  const auto reference = static_cast<std::uint32_t>(first << block_bits | used_);
  used_ = capacity_ > block_size ? capacity_ : used_ + needed;
  return reference;
}

}  // namespace twinline
