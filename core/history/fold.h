// Texts in the form in which they are searched: lower case, no accents, full-width and fancy letters as plain ones, and one
// spelling of signs that keyboards write in several ways. "Ünïcode", "ｕｎｉｃｏｄｅ" and "UNICODE" are one word.
//
// Chinese, Japanese, Korean and Indic text and emoji stay as they are, character by character; kana and Korean syllables that
// were written in parts or in half width are one with composed ones. The table is made by
// make_folds.mjs from Unicode. Nothing here depends on a language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace twinline {

constexpr char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// Appends the folded form. Requires: valid UTF-8, as all text in a history is.
void append_folded(std::string_view text, std::string& folded);

// The folded form, and for each of its bytes where in the text the character begins that gave it; one entry more at the
// end for the text's own end.
struct FoldedWithOrigin {
  std::string folded;
  std::vector<std::uint32_t> origin;
};
FoldedWithOrigin fold_with_origin(std::string_view text);

}  // namespace twinline
