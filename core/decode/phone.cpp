#include "core/decode/phone.h"

#include <algorithm>

#include "core/decode/eight_digits.h"

namespace twinline {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
