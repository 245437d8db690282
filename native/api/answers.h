// The shapes of /v1's answers that all routes share.
#pragma once

#include <string_view>

#include "native/http/server.h"

namespace twinline {

// `body` is JSON text.
Response json_answer(int status, std::string body);
// {"error":{"code":"…","message":"…"}}
Response error_answer(int status, std::string_view code, std::string_view message);

}  // namespace twinline
