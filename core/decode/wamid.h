// What a WhatsApp message id says about itself, where it says anything.
//
// `wamid.` + base64 of 1c 18 <len> <phone> 15 02 00 <11|12> 18 <len> <stanza id> 00; 11 means sent by the business. The
// structure is derived from traffic and undocumented by Meta; examples in its documentation do not follow it. So a wamid
// that does not decode to its last byte says nothing, and nothing may depend on decoding. The phone inside differs between
// history and echo of one message and is never used as a name.
#pragma once

#include <string>
#include <string_view>

namespace twinline {

// The stanza id (the id that the sending device gave) of a wamid that decodes to its last byte as sent by the business;
// empty for every other.
std::string business_stanza(std::string_view wamid);

}  // namespace twinline
