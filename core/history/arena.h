// Bytes that stay where they are: strings added once, addressed by 32 bits.
//
// Made of blocks of 1 MiB (the first ones smaller), so nothing is ever copied to grow. A reference is the block's number and
// the offset inside it; 0 is the empty string. Holds up to 4 GiB.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace twinline {

class Arena {
 public:
  // Whoever reads a string may read that many bytes more, whatever they are: for loops of 16 bytes a step.
  static constexpr std::size_t readable_behind = 16;

  std::uint32_t add(std::string_view text);
  // Room for `size` bytes that the caller writes at `to` before anything else is added; 0 for none.
  std::uint32_t reserve(std::size_t size, char*& to);
  std::string_view operator[](std::uint32_t reference) const {
    if (reference == 0) return {};
    const char* at = blocks_[reference >> block_bits] + (reference & (block_size - 1));
    std::size_t size = 0;
    unsigned shift = 0;
    while (true) {
      const auto byte = static_cast<unsigned char>(*at++);
      size |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) break;
      shift += 7;
    }
    return {at, size};
  }
  std::size_t bytes() const { return bytes_; }  // reserved so far

 private:
  static constexpr unsigned block_bits = 20;
  static constexpr std::size_t block_size = std::size_t{1} << block_bits;

  std::vector<char*> blocks_;  // by number; a string larger than a block owns several numbers
  std::vector<std::unique_ptr<char[]>> owned_;
  std::size_t used_ = 0, capacity_ = 0;  // of the last block
  std::size_t bytes_ = 0;
};

}  // namespace twinline
