// The text of a JSON string that has escapes or is damaged.
//
// A lone surrogate escape and bytes that are not UTF-8 become U+FFFD: text is repaired, structure never.
#pragma once

#include "core/text_buffer.h"

namespace twinline {

struct Unescaped {
  const char* end;      // the closing quote; where `text` stopped being a string if it is refused
  bool closed = false;  // whether that is a closing quote
  bool repaired = false;
};

// Appends to `out` the text between `at`, which stands behind the opening quote, and the closing quote. Refused are escapes
// that JSON does not know, unescaped control characters and a string without end; nothing is appended then.
Unescaped unescape(const char* at, const char* end, TextBuffer& out);

}  // namespace twinline
