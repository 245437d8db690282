// The body of a request as named values, whether it came as JSON or as a form.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "native/http/server.h"

namespace twinline {

// An object; of a form every value is text. Discarded where the body is neither; empty where there is none.
nlohmann::ordered_json body_of(const HttpRequest& request);

// The text of a member; empty where it is missing or no text.
std::string text_of(const nlohmann::ordered_json& body, std::string_view name);

}  // namespace twinline
