// A Batch as events for people: what `twinline decode` and the npm package's `decode` print.
//
// One JSON object a line, LF after each, in the order the facts stand in the body. The shapes are a contract (see
// ARCHITECTURE.md, "Events"); members that are absent in the body are absent in the event. Every body gives at least one
// event: an entry, a change or a whole body that gives nothing else gives one `unknown`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/decode/batch.h"

namespace twinline {

struct EventSource {
  std::string_view file;   // printed as given; empty: no `file` member
  std::uint64_t line = 0;  // 1-based line of a .jsonl file; 0: no `line` member
};

void write_events(const Batch& batch, const EventSource& source, std::string& ndjson);

// Only what a body says about one message of a number, known by any of these ids: the message itself, its statuses, edits,
// revoke and reactions. A record of it is one more kind of event: {"event":"record","path":"","number","kind","id"}.
void write_events_about(const Batch& batch, std::string_view number, const std::vector<std::string>& ids,
                        std::string& ndjson);

}  // namespace twinline
