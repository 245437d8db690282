// A Batch as events for people: what `twinline decode` and the npm package's `decode` print.
//
// One JSON object a line, LF after each, in the order the facts stand in the body. The shapes are a contract (see
// ARCHITECTURE.md, "Events"); members that are absent in the body are absent in the event. Every body gives at least one
// event: an entry, a change or a whole body that gives nothing else gives one `unknown`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/decode/batch.h"

namespace twinline {

struct EventSource {
  std::string_view file;   // printed as given; empty: no `file` member
  std::uint64_t line = 0;  // 1-based line of a .jsonl file; 0: no `line` member
};

void write_events(const Batch& batch, const EventSource& source, std::string& ndjson);

}  // namespace twinline
