// A call of the Graph API, taken apart: version, object, edge, parameters from wherever they stand, and the token.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "native/http/server.h"
#include "native/meta_simulator/multipart.h"
#include "native/meta_simulator/shapes.h"

namespace twinline::simulator {

struct ReadCall {
  std::string method;
  std::string object;  // "oauth", an id, …
  std::string edge;    // "access_token", "phone_numbers", …; empty: the object itself
  std::string token;
  std::string host;                  // as the caller knows us
  Json parameters = Json::object();  // query, form and JSON body in one; texts where they came as text
  std::optional<FormPart> file{};    // within the request

  std::string text(std::string_view name) const;  // empty where it is missing or no scalar
  bool has(std::string_view name) const { return parameters.contains(name); }
};

// With or without a version ("/v24.0/1/edge"). More than two parts give an empty object, which nothing is.
ReadCall read_call(const HttpRequest& request);

// The comma-separated names of `fields`.
std::vector<std::string> split_fields(std::string_view text);

}  // namespace twinline::simulator
