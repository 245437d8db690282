// What a WhatsApp message id says about itself, where it says anything.
//
// `wamid.` + base64 of 1c 18 <len> <phone> 15 02 00 <11|12> 18 <len> <stanza id> 00; 11 means sent by the business. The
// structure is derived from traffic and undocumented by Meta; examples in its documentation do not follow it. So a wamid
// that does not decode to its last byte says nothing, and nothing may depend on decoding. The phone inside differs between
// history and echo of one message and is never used as a name.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace twinline {

// A stanza id: what the sending device called the message.
struct Stanza {
  std::array<char, 127> bytes;
  std::uint8_t size = 0;
  bool empty() const { return size == 0; }
  std::string_view text() const { return {bytes.data(), size}; }
};

// The stanza id of a wamid that decodes to its last byte as sent by the business; empty for every other.
Stanza business_stanza(std::string_view wamid);
void business_stanza(std::string_view wamid, Stanza& stanza);  // the same, without a copy

}  // namespace twinline
