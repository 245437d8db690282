#include "core/json/string.h"

namespace twinline {

// With escapes, or text beyond ASCII, which has to be proven to be UTF-8.
JsonString read_odd_string(const char* at, const char* end, TextBuffer& buffer) {
  const Run run = plain_run(at, end);
  const std::string_view plain(at, static_cast<std::size_t>(run.end - at));
  if (run.end != end && *run.end == '"' && is_utf8(plain)) return {plain, run.end, true, false};
  const std::size_t begin = buffer.size();
  const Unescaped unescaped = unescape(at, end, buffer);
  return {buffer.view(begin), unescaped.end, unescaped.closed, unescaped.repaired};
}

}  // namespace twinline
