// One JSON string: where it ends and what it says.
#pragma once

#include <string_view>

#include "core/json/string_end.h"
#include "core/json/unescape.h"
#include "core/json/utf8.h"

namespace twinline {

struct JsonString {
  std::string_view text;  // lies where it stood if it needed no change, else at the end of the buffer
  const char* behind;     // the closing quote, or where it stopped being a string
  bool closed;            // ends with a quote
  bool repaired;          // was damaged
};

JsonString read_odd_string(const char* at, const char* end, TextBuffer& buffer);

// The string whose opening quote stands before `at`.
inline JsonString read_string(const char* at, const char* end, TextBuffer& buffer) {
  const Run run = plain_run(at, end);
  if (run.end == end || *run.end != '"' || !run.ascii) return read_odd_string(at, end, buffer);
  return {{at, static_cast<std::size_t>(run.end - at)}, run.end, true, false};
}

}  // namespace twinline
