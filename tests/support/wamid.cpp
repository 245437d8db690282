#include "tests/support/wamid.h"

#include <cstdint>

namespace twinline::test {

namespace {

std::string wamid(char direction, std::string_view phone, std::string_view stanza) {
  std::string bytes = "\x1c\x18";
  bytes += static_cast<char>(phone.size());
  bytes += phone;
  bytes += std::string("\x15\x02\x00", 3);
  bytes += direction;
  bytes += '\x18';
  bytes += static_cast<char>(stanza.size());
  bytes += stanza;
  bytes += '\0';
  return "wamid." + base64(bytes);
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += i + k <= bytes.size() ? alphabet[bits >> (18 - 6 * k) & 63U] : '=';
  }
  return out;
}

std::string business_wamid(std::string_view phone, std::string_view stanza) { return wamid('\x11', phone, stanza); }

std::string customer_wamid(std::string_view phone, std::string_view stanza) { return wamid('\x12', phone, stanza); }

}  // namespace twinline::test
