#include "core/decode/wamid.h"

#include "core/decode/base64.h"

namespace twinline {

std::string business_stanza(std::string_view wamid) {
  constexpr std::string_view prefix = "wamid.";
  if (!wamid.starts_with(prefix) || wamid.size() > 512) return {};
  std::string bytes;
  if (!append_base64_decoded(wamid.substr(prefix.size()), bytes)) return {};

  std::string_view rest = bytes;
  const auto take = [&rest](std::string_view expected) {
    if (!rest.starts_with(expected)) return false;
    rest.remove_prefix(expected.size());
    return true;
  };
  const auto take_sized = [&rest](std::string_view& piece) {
    if (rest.empty()) return false;
    const auto size = static_cast<unsigned char>(rest[0]);
    if (size >= 0x80 || rest.size() < 1U + size) return false;
    piece = rest.substr(1, size);
    rest.remove_prefix(1U + size);
    return true;
  };
  std::string_view phone, stanza;
  using namespace std::string_view_literals;
  const bool decoded = take("\x1c\x18"sv) && take_sized(phone) && take("\x15\x02\x00\x11\x18"sv) &&
                       take_sized(stanza) && take("\x00"sv) && rest.empty();
  return decoded ? std::string(stanza) : std::string();
}

}  // namespace twinline
