// Phone numbers as names of people.
//
// A name is a phone (digits only) or a business-scoped user id (anything else). National variants of one mobile number
// have one canonical form, used for threads and comparison only; what was sent is kept for sending. Source: the field
// reports in domain.md §6 (Brazil's ninth digit, Mexico 521, Argentina 549).
#pragma once

#include <string>
#include <string_view>

namespace twinline {

bool is_phone(std::string_view name);

// Whether the text is a phone number in some spelling ("+1 (631) 555-8151") that is not yet plain digits.
bool is_formatted_phone(std::string_view text);
// Its digits.
std::string phone_digits(std::string_view text);

// Brazil: mobile with its ninth digit; Mexico: 52 without the 1; Argentina: 54 without the 9; all others unchanged.
// User ids are their own canonical form.
std::string canonical_name(std::string_view name);

}  // namespace twinline
