#include "core/decode/phone.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace twinline {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_phone(std::string_view name) {
  // Eight characters at once: a digit is 0x30 to 0x39, so adding 6 to it leaves its upper half at 3.
  std::size_t at = 0;
  for (; at + 8 <= name.size(); at += 8) {
    constexpr std::uint64_t upper = 0xF0F0F0F0F0F0F0F0U, threes = 0x3030303030303030U, sixes = 0x0606060606060606U;
    std::uint64_t eight = 0;
    std::memcpy(&eight, name.data() + at, sizeof eight);
    if ((eight & upper) != threes || ((eight + sixes) & upper) != threes) return false;
  }
  for (; at < name.size(); ++at) {
    if (!is_digit(name[at])) return false;
  }
  return !name.empty();
}

bool is_formatted_phone(std::string_view text) {
  if (is_phone(text)) return false;
  bool digits = false, marks = false;
  for (const char c : text) {
    if (is_digit(c)) {
      digits = true;
    } else if (c == '+' || c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '/') {
      marks = true;
    } else {
      return false;
    }
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

}  // namespace twinline
