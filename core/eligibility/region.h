// The country a phone number belongs to, by the metadata of libphonenumber.
//
// Several countries share a calling code (+1, +7, +44 and eight more); they are told apart by the digits that follow. A
// number that fits no country of its calling code counts as that code's main country. Numbers of no country (+800,
// +870, +883, …) and texts that are no international number have none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace twinline {

// Takes "+44 7700 900123", "0044…" and bare international digits, as WhatsApp writes them.
std::optional<std::string> region_of_phone(std::string_view phone);

}  // namespace twinline
