// What the shim answers below /v1, as an OpenAPI document (openapi.json), whole and compiled in.
//
// A test holds it to the answers of a running shim: every member of an answer has to be in it.
#pragma once

#include <string_view>

namespace twinline {

std::string_view description();

}  // namespace twinline
