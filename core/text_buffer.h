// Bytes that grow at their end, as std::string does, but are not cleared before they are written.
//
// Nearly every text of a webhook that is not taken as it stands passes here; a string's own functions are calls, and fill
// with zeros what is overwritten next.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

#include "core/copy_text.h"

namespace twinline {

class TextBuffer {
 public:
  TextBuffer() = default;
  TextBuffer(const TextBuffer&) = delete;
  TextBuffer& operator=(const TextBuffer&) = delete;

  const char* data() const { return bytes_.get(); }
  char* end() { return bytes_.get() + size_; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  std::string_view view(std::size_t begin = 0) const { return {bytes_.get() + begin, size_ - begin}; }

  void clear() { size_ = 0; }
  void shrink_to(std::size_t size) { size_ = size; }
  // Makes room for that many bytes behind the end. Pointers die.
  void make_room(std::size_t more) {
    if (capacity_ - size_ < more) grow(more);
  }
  // What was written behind the end belongs to it, up to there.
  void end_at(const char* end) { size_ = static_cast<std::size_t>(end - bytes_.get()); }
  // The text may be a part of these bytes.
  void append(std::string_view text) {
    if (capacity_ - size_ >= text.size()) {
      end_at(copy_text(text, end()));
    } else {
      const auto before = grow(text.size());
      end_at(copy_text(text, end()));
    }
  }

 private:
  // Returns the bytes before, which somebody may still look at.
  std::unique_ptr<char[]> grow(std::size_t more) {
    constexpr std::size_t first = 256;
    capacity_ = std::max({first, capacity_ * 2, size_ + more});
    std::unique_ptr<char[]> larger(new char[capacity_]);  // not make_unique, which would write zeros
    if (size_ != 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_.swap(larger);
    return larger;
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace twinline
