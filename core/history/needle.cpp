#include "core/history/needle.h"

#include <algorithm>
#include <cassert>

#include "core/history/fold.h"

namespace twinline {

namespace {

constexpr char case_bit(char c) { return c >= 'a' && c <= 'z' ? 0x20 : 0; }

}  // namespace

bool has_only_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
  return all < 0x80;
}

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

std::size_t Needle::find_in(std::string_view text) const {
  for (std::size_t place = 0; place + folded_.size() <= text.size(); ++place) {
    if (stands_at(text.data() + place)) return place;
  }
  return std::string_view::npos;
}

}  // namespace twinline
