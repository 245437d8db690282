// The shapes of /v1's answers that all routes share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/graph/error.h"
#include "native/http/server.h"

namespace twinline {

// One line; damaged text is shown as U+FFFD.
std::string dumped(const nlohmann::ordered_json& value);
// `body` is JSON text.
Response json_answer(int status, std::string body);
// {"error":{"code":"…","message":"…"}}
Response error_answer(int status, std::string_view code, std::string_view message);
// The same with what Meta said as `meta`: 422 where it refused, 502 where nobody knows.
Response meta_answer(const GraphError& error);

}  // namespace twinline
