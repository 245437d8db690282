// Whether two short texts are the same, without a call.
//
// memcmp is a call natively and a loop over single bytes in WebAssembly; the texts compared on the hot paths (members, ids,
// names) have a few dozen bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace twinline {

inline bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto differ = [&]<class Word>(std::size_t at, Word) {
    Word left = 0, right = 0;
    std::memcpy(&left, a.data() + at, sizeof(Word));
    std::memcpy(&right, b.data() + at, sizeof(Word));
    return left ^ right;
  };
  const std::size_t size = a.size();
  if (size >= 8) {
    // The last word overlaps the one before it.
    std::uint64_t different = differ(size - 8, std::uint64_t{});
    for (std::size_t at = 0; at + 8 < size; at += 8) different |= differ(at, std::uint64_t{});
    return different == 0;
  }
  if (size >= 4) return (differ(0, std::uint32_t{}) | differ(size - 4, std::uint32_t{})) == 0;
  for (std::size_t at = 0; at < size; ++at) {
    if (a[at] != b[at]) return false;
  }
  return true;
}

inline bool begins_with(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && same_text(text.substr(0, with.size()), with);
}

}  // namespace twinline
