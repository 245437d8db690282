// What hosts carry out: an HTTP request and its answer, as values.
//
// The core says what to send; `wasm/` does it with the browser's fetch, `native/` with its own client. Nothing here knows
// how a byte travels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace twinline {

struct Request {
  std::string method;  // "GET", "POST", …
  std::string url;     // absolute, or a path that the host completes
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  bool operator==(const Request&) const = default;
};

struct Answer {
  int status = 0;  // HTTP status; 0: no answer came
  std::string body;
  std::optional<std::int64_t> retry_after_ms;  // from Retry-After, where it was sent
};

}  // namespace twinline
