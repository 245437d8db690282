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

// Whether the text is a phone number in some spelling ("+1 (631) 555-8151") that is not yet plain digits. Address books and
// typesetting also put marks of their own between and around the digits: spaces that do not break, hyphens and dashes,
// marks of direction (U+00A0, U+2000 to U+2015, U+2028 to U+202F, U+2060 to U+206F).
bool is_formatted_phone(std::string_view text);
// Its digits.
std::string phone_digits(std::string_view text);

// Brazil: mobile with its ninth digit; Mexico: 52 without the 1; Argentina: 54 without the 9; all others unchanged.
// User ids are their own canonical form.
std::string canonical_name(std::string_view name);

// Whether both are one number, in whichever national variant. Nobody has the empty number.
bool same_phone(std::string_view a, std::string_view b);

}  // namespace twinline
