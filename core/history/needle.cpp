#include "core/history/needle.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "core/history/bytes16.h"
#include "core/history/fold.h"

namespace twinline {

namespace {

constexpr std::size_t step = 16;

constexpr char case_bit(char c) { return c >= 'a' && c <= 'z' ? 0x20 : 0; }

bool has_only_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Needle::Needle(std::string folded) : folded_(std::move(folded)) {
  assert(!folded_.empty());
  first_ = folded_.front();
  last_ = folded_.back();
  first_case_ = case_bit(first_);
  last_case_ = case_bit(last_);
}

bool Needle::stands_at(const char* text) const {
  for (std::size_t i = 0; i < folded_.size(); ++i) {
    if (lower_ascii(text[i]) != folded_[i]) return false;
  }
  return true;
}

Needle::Look Needle::look_in(std::string_view text) const {
  // Both ends of the needle are looked for in 16 places at once; only where both fit is the rest compared.
  return text.size() >= folded_.size() + step - 1 ? look_in_long(text) : look_in_short(text);
}

Needle::Look Needle::look_in_long(std::string_view text) const {
  const std::size_t last_places = text.size() - folded_.size() + 1 - step;
  const Bytes16 first = Bytes16::all(first_), first_case = Bytes16::all(first_case_);
  const Bytes16 last = Bytes16::all(last_), last_case = Bytes16::all(last_case_);
  Bytes16 seen = Bytes16::all(0);
  for (std::size_t place = 0;; place = std::min(place + step, last_places)) {
    const char* const at = text.data() + place;
    const Bytes16 fronts = Bytes16::load(at), backs = Bytes16::load(at + folded_.size() - 1);
    seen = seen | fronts | backs;
    auto hits = equal_both(fronts | first_case, first, backs | last_case, last);
    for (; hits != 0; hits &= hits - 1) {
      if (stands_at(at + std::countr_zero(hits))) return {true, false};
    }
    if (place == last_places) break;
  }
  if (top_bits(seen) != 0) return {false, false};
  // The two windows leave the middle of a short text out when the needle is long.
  return {false, folded_.size() <= step + 1 || has_only_ascii(text)};
}

Needle::Look Needle::look_in_short(std::string_view text) const {
  for (std::size_t place = 0; place + folded_.size() <= text.size(); ++place) {
    if (static_cast<char>(text[place] | first_case_) == first_ && stands_at(text.data() + place)) return {true, false};
  }
  return {false, has_only_ascii(text)};
}

std::size_t Needle::find_in(std::string_view text) const {
  for (std::size_t place = 0; place + folded_.size() <= text.size(); ++place) {
    if (stands_at(text.data() + place)) return place;
  }
  return std::string_view::npos;
}

}  // namespace twinline
