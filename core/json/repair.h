// Makes the text inside JSON strings valid, never touching structure.
//
// A lone surrogate escape becomes \ufffd and bytes that are not UTF-8 become U+FFFD. What is wrong outside of strings, and
// escapes that JSON does not know, stay as they are for the parser to refuse. Linear in the input.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinline {

struct Repaired {
  std::string text;
  unsigned strings = 0;  // strings that were damaged
  // (offset in `text` behind a repair, bytes that `text` has gained up to there)
  std::vector<std::pair<std::size_t, std::ptrdiff_t>> shifts;

  // An offset into `text` as an offset into the original.
  std::size_t original(std::size_t offset) const;
};

Repaired repair_strings(std::string_view json);

// The same for plain text that is not JSON: UTF-8 with U+FFFD for what is none. Returns whether something was replaced.
bool append_valid_utf8(std::string_view bytes, std::string& out);

// Length of the well-formed UTF-8 sequence at the start of `bytes`; 0 if there is none.
std::size_t utf8_sequence(std::string_view bytes);

}  // namespace twinline
