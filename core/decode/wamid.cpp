#include "core/decode/wamid.h"

#include "core/copy_text.h"
#include "core/decode/base64.h"
#include "core/same_text.h"

namespace twinline {

namespace {

constexpr std::string_view prefix = "wamid.";
constexpr std::size_t longest = 512;
constexpr unsigned char longest_part = 127;

// The byte at `index` of what `text` decodes to, where all four characters around it are there; else 0.
unsigned char byte_at(std::string_view text, std::size_t index) {
  const std::size_t group = index / 3 * 4;
  if (group + 4 > text.size()) return 0;
  const std::int32_t bits = base64_group(text.data() + group);
  return bits < 0 ? 0 : static_cast<unsigned char>(bits >> (16 - 8 * static_cast<int>(index % 3)));
}

}  // namespace

Stanza business_stanza(std::string_view wamid) {
  Stanza stanza;
  business_stanza(wamid, stanza);
  return stanza;
}

void business_stanza(std::string_view wamid, Stanza& stanza) {
  stanza.size = 0;
  if (!begins_with(wamid, prefix) || wamid.size() > longest) return;
  const auto text = wamid.substr(prefix.size());
  // 1c 18 <len> <phone> 15 02 00 11 18 <len> <stanza id> 00. Inbound ids, half of all, are told from the byte 12 alone.
  const std::size_t direction = 3U + byte_at(text, 2) + 3U;
  if (byte_at(text, direction) != 0x11) return;

  std::array<char, longest / 4 * 3> buffer;
  const std::size_t size = decode_base64(text, buffer.data());
  if (size == not_base64 || size < direction + 3) return;
  const std::string_view bytes(buffer.data(), size);
  using namespace std::string_view_literals;
  const std::size_t phone = direction - 6U;
  const auto part = static_cast<unsigned char>(bytes[direction + 2]);
  if (phone > longest_part || part > longest_part || size != direction + 3U + part + 1U) return;
  if (!begins_with(bytes, "\x1c\x18"sv) || !same_text(bytes.substr(direction - 3, 5), "\x15\x02\x00\x11\x18"sv) ||
      bytes.back() != '\0')
    return;
  copy_text(bytes.substr(direction + 3, part), stanza.bytes.data());
  stanza.size = part;
}

}  // namespace twinline
