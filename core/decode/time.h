// Times as webhooks spell them.
//
// Meta sends seconds, milliseconds (contacts) and "0" (a contact's removal), as strings or numbers. Here all are Unix
// seconds; 0 means unknown. A time outside 2009–2100 is kept as sent but not believed.
#pragma once

#include <cstdint>
#include <string_view>

namespace twinline {

// Seconds, whatever unit came (judged by magnitude: above 11 digits it is milliseconds or smaller). 0: unknown.
std::int64_t parse_time_s(std::string_view text);

// An integer, possibly with a fraction that is cut off. False where the text is no number or does not fit.
[[nodiscard]] bool parse_integer(std::string_view text, std::int64_t& value);

// WhatsApp began in 2009; what claims to be older or from the next century is a fault of a clock.
inline constexpr std::int64_t first_believable_s = 1230768000;  // 2009-01-01
inline constexpr std::int64_t last_believable_s = 4102444800;   // 2100-01-01
constexpr bool is_believable(std::int64_t at_s) { return at_s >= first_believable_s && at_s < last_believable_s; }
// The time, or 0 (unknown) where it is not believed.
constexpr std::int64_t believed_s(std::int64_t at_s) { return is_believable(at_s) ? at_s : 0; }

// For registers in which the latest wins: a time that is not believed is earlier than all others, so that it never wins for
// ever.
constexpr bool is_earlier(std::int64_t a_s, std::int64_t b_s) {
  return is_believable(a_s) != is_believable(b_s) ? is_believable(b_s) : a_s < b_s;
}

}  // namespace twinline
