#include "core/decode/phone.h"

#include <algorithm>

#include "core/decode/eight_digits.h"
#include "core/same_text.h"

namespace twinline {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Bytes of the mark between digits that the text begins with; 0 where it is something else.
std::size_t size_of_mark(std::string_view text) {
  const auto byte = [text](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto last_between = [&](unsigned first, unsigned last) { return byte(2) >= first && byte(2) <= last; };
  if (std::string_view("+ -()./").find(text.front()) != std::string_view::npos) return 1;
  if (byte(0) == 0xC2 && byte(1) == 0xA0) return 2;
  if (byte(0) != 0xE2) return 0;
  const bool general = byte(1) == 0x80 && (last_between(0x80, 0x95) || last_between(0xA8, 0xAF));
  return general || (byte(1) == 0x81 && last_between(0xA0, 0xAF)) ? 3 : 0;
}

}  // namespace

bool is_phone(std::string_view name) {
  std::size_t at = 0;
  for (; at + 8 <= name.size(); at += 8) {
    if (!are_digits(eight_at(name.data() + at))) return false;
  }
  for (; at < name.size(); ++at) {
    if (!is_digit(name[at])) return false;
  }
  return !name.empty();
}

bool is_formatted_phone(std::string_view text) {
  if (is_phone(text)) return false;
  bool digits = false, marks = false;
  while (!text.empty()) {
    const bool digit = is_digit(text.front());
    const std::size_t size = digit ? 1 : size_of_mark(text);
    if (size == 0) return false;
    (digit ? digits : marks) = true;
    text.remove_prefix(size);
  }
  return digits && marks;
}

std::string phone_digits(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

std::string canonical_name(std::string_view name) {
  std::string canonical(name);
  if (!is_phone(name)) return canonical;
  if (name.starts_with("55") && name.size() == 12 && name[4] >= '6') canonical.insert(4, 1, '9');
  if (name.starts_with("521") && name.size() == 13) canonical.erase(2, 1);
  if (name.starts_with("549") && name.size() == 13) canonical.erase(2, 1);
  return canonical;
}

bool same_phone(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return false;
  // Variants of one number never have the same length.
  return a.size() == b.size() ? same_text(a, b) : canonical_name(a) == canonical_name(b);
}

}  // namespace twinline
