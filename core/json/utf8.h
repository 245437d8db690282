// What is UTF-8 and what is not.
#pragma once

#include <cstddef>
#include <string_view>

namespace twinline {

// Length of the well-formed UTF-8 sequence at the start of `bytes`; 0 if there is none.
std::size_t utf8_sequence(std::string_view bytes);

// Where no well-formed sequence starts: how many bytes one U+FFFD stands for, the longest start of a sequence that could
// have become valid (Unicode, chapter 3.9, "substitution of maximal subparts"). At least 1.
std::size_t broken_sequence(std::string_view bytes);

bool is_utf8(std::string_view bytes);

}  // namespace twinline
