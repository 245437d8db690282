#include "core/decode/base64.h"

#include <array>
#include <cstdint>

namespace twinline {

namespace {

constexpr std::array<std::int32_t, 256> make_values() {
  std::array<std::int32_t, 256> values{};
  for (auto& value : values) value = -1;
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int32_t>(i);
  values['-'] = 62;
  values['_'] = 63;
  return values;
}

constexpr auto values = make_values();

}  // namespace

std::int32_t base64_group(const char* four) {
  const auto value = [four](std::size_t at) { return values[static_cast<unsigned char>(four[at])]; };
  return value(0) << 18 | value(1) << 12 | value(2) << 6 | value(3);
}

std::size_t decode_base64(std::string_view text, char* to) {
  for (int padding = 0; padding < 2 && !text.empty() && text.back() == '='; ++padding) text.remove_suffix(1);
  const std::size_t rest = text.size() % 4;
  if (rest == 1) return not_base64;
  const char* const first = to;
  const auto value = [&text](std::size_t at) { return values[static_cast<unsigned char>(text[at])]; };
  std::int32_t bad = 0;  // negative as soon as one value is
  std::size_t at = 0;
  for (; at + 4 <= text.size(); at += 4) {
    const std::int32_t bits = base64_group(text.data() + at);
    bad |= bits;
    to[0] = static_cast<char>(bits >> 16);
    to[1] = static_cast<char>(bits >> 8);
    to[2] = static_cast<char>(bits);
    to += 3;
  }
  if (rest != 0) {
    const std::int32_t a = value(at), b = value(at + 1), c = rest == 3 ? value(at + 2) : 0;
    bad |= a | b | c;
    const auto bits = static_cast<std::uint32_t>(a) << 18U | static_cast<std::uint32_t>(b) << 12U |
                      static_cast<std::uint32_t>(c) << 6U;
    *to++ = static_cast<char>(bits >> 16U);
    if (rest == 3) *to++ = static_cast<char>(bits >> 8U);
  }
  return bad < 0 ? not_base64 : static_cast<std::size_t>(to - first);
}

bool append_base64_decoded(std::string_view text, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + text.size() / 4 * 3 + 3);
  const std::size_t size = decode_base64(text, out.data() + before);
  out.resize(before + (size == not_base64 ? 0 : size));
  return size != not_base64;
}

}  // namespace twinline
