#include "core/history/page.h"

namespace twinline {
// Every sequence is one unit, those of four bytes are two.
std::uint32_t utf16_units(std::string_view utf8) {
  std::uint32_t units = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    units += static_cast<std::uint32_t>((byte & 0xc0U) != 0x80U) + static_cast<std::uint32_t>(byte >= 0xf0U);
  }
  return units;
}

void Page::clear() {
  total = offset = rows = strings = left_out = units_ = 0;
  at.clear();
  expires_at.clear();
  count.clear();
  direction.clear();
  status.clear();
  flags.clear();
  text.clear();
  text_end.clear();
}

void Page::add(std::string_view utf8) {
  text.append(utf8);
  units_ += utf16_units(utf8);
  text_end.push_back(units_);
}

}  // namespace twinline
