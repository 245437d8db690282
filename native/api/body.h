// The body of a request as named values, whether it came as JSON or as a form.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "native/http/server.h"

namespace twinline {

// An object; of a form every value is text. Discarded where the body is neither; empty where there is none.
nlohmann::ordered_json body_of(const HttpRequest& request);

// The text of a member; empty where it is missing or no text.
std::string text_of(const nlohmann::ordered_json& body, std::string_view name);

// What is wrong with the body of a request that takes an object of these members and no others, as the answer; nothing where
// all is well. `example` is what to send.
std::optional<Response> wrong_body(const nlohmann::ordered_json& body, std::initializer_list<std::string_view> members,
                                   std::string_view example);

}  // namespace twinline
