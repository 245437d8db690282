// Message ids as Meta writes them: base64 of a small binary structure that holds one phone number, whether the business
// sent the message, and the id that the sending device gave it. Meta documents none of this; it was read off real ids.
// The simulator has its own writer because a judge shares no code with the judged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace twinline::simulator {

// Requires: both texts are shorter than 128 bytes.
std::string make_wamid(std::string_view phone, bool from_me, std::string_view device_id);

// What a device might call its message: upper-case hex, 18 or 20 digits, the same for the same seed.
std::string make_device_id(std::uint64_t seed);

std::string to_base64(std::string_view bytes);

}  // namespace twinline::simulator
