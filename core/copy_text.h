// Copies a short text without a call.
//
// memcpy is a call natively and, in WebAssembly, a loop of its own that is slow to start; ids and texts have a few dozen
// bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace twinline {

// Writes exactly the bytes of `text`; returns the end of what was written.
inline char* copy_text(std::string_view text, char* to) {
  constexpr std::size_t step = 16, longest = 256;
  struct Step {
    unsigned char bytes[step];
  };
  const std::size_t size = text.size();
  const char* const from = text.data();
  const auto copy = [&]<class Word>(std::size_t at, Word word) {
    std::memcpy(&word, from + at, sizeof word);
    std::memcpy(to + at, &word, sizeof word);
  };
  if (size >= step && size <= longest) {
    for (std::size_t at = 0; at + step < size; at += step) copy(at, Step{});
    copy(size - step, Step{});  // overlaps the step before it
  } else if (size >= 8 && size < step) {
    copy(0, std::uint64_t{});
    copy(size - 8, std::uint64_t{});
  } else if (size < 8) {
    for (std::size_t at = 0; at < size; ++at) to[at] = from[at];
  } else {
    std::memcpy(to, from, size);
  }
  return to + size;
}

}  // namespace twinline
