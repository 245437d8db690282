#include "core/decode/time.h"

#include <algorithm>
#include <charconv>

#include "core/decode/eight_digits.h"

namespace twinline {

bool parse_integer(std::string_view text, std::int64_t& value) {
  // Up to eighteen digits, as every time of a webhook is, fit without a look at overflow.
  if (!text.empty() && text.size() <= 18) {
    std::uint64_t sum = 0;
    bool digits = true;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
      const std::uint64_t eight = eight_at(text.data() + at);
      digits &= are_digits(eight);
      sum = sum * 100'000'000 + value_of_digits(eight);
    }
    for (; at < text.size(); ++at) {
      const unsigned digit = static_cast<unsigned char>(text[at]) - unsigned{'0'};
      digits &= digit <= 9;
      sum = sum * 10 + digit;
    }
    if (digits) {
      value = static_cast<std::int64_t>(sum);
      return true;
    }
  }
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr == text.data()) return false;
  const auto* const end = text.data() + text.size();
  if (result.ptr == end) return true;
  return *result.ptr == '.' && std::all_of(result.ptr + 1, end, [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t parse_time_s(std::string_view text) {
  std::int64_t value = 0;
  if (!parse_integer(text, value)) return 0;
  constexpr std::int64_t eleven_digits = 99'999'999'999;
  while (value > eleven_digits) value /= 1000;
  return value;
}

}  // namespace twinline
