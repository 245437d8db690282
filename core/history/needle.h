// A folded piece of text to look for in other texts, 16 bytes a step.
//
// ASCII letters of the text match in either case, everything else byte by byte; what else folding means is the caller's
// affair, who is told whether the text has anything that folding could change. Behind a text 16 bytes must be readable, as
// they are in an Arena.
#pragma once

#include <bit>
#include <string>
#include <string_view>

#include "core/bytes16.h"

namespace twinline {

bool has_only_ascii(std::string_view text);

class Needle {
 public:
  // Requires: folded (fold.h) and not empty.
  explicit Needle(std::string folded);

  struct Look {
    bool found = false;
    bool only_ascii = true;  // of a text in which nothing was found
  };
  Look look_in(std::string_view text) const;
  // Where it stands first; npos if it does not.
  std::size_t find_in(std::string_view text) const;
  std::string_view text() const { return folded_; }

 private:
  static constexpr std::size_t step = 16;

  bool stands_at(const char* text) const;

  std::string folded_;
  char first_ = 0, last_ = 0;            // its first and its last byte
  char first_case_ = 0, last_case_ = 0;  // 0x20 where they are letters
};

inline Needle::Look Needle::look_in(std::string_view text) const {
  if (text.size() < folded_.size()) return {false, has_only_ascii(text)};
  // Both ends of the needle are looked for in 16 places at once; only where both fit is the rest compared.
  const std::size_t places = text.size() - folded_.size() + 1, reach = folded_.size() - 1;
  const Bytes16 first = Bytes16::all(first_), first_case = Bytes16::all(first_case_);
  const Bytes16 last = Bytes16::all(last_), last_case = Bytes16::all(last_case_);
  std::uint32_t beyond_ascii = 0;
  for (std::size_t place = 0; place < places; place += step) {
    const char* const at = text.data() + place;
    const Bytes16 fronts = Bytes16::load(at), backs = Bytes16::load(at + reach);
    const std::uint32_t inside = places - place >= step ? 0xFFFFU : (1U << (places - place)) - 1;
    beyond_ascii |= top_bits(fronts | backs) & inside;
    auto hits = equal_both(fronts | first_case, first, backs | last_case, last) & inside;
    for (; hits != 0; hits &= hits - 1) {
      if (stands_at(at + std::countr_zero(hits))) return {true, false};
    }
  }
  // The two windows leave the middle of a short text out when the needle is long.
  return {false, beyond_ascii == 0 && (reach <= places || has_only_ascii(text))};
}

}  // namespace twinline
