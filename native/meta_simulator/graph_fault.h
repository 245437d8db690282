// Meta's errors of the Graph API, as answers:
//   {"error":{"message","type","code","error_subcode","error_data":{"messaging_product","details"},"fbtrace_id"}}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "native/http/server.h"

namespace twinline::simulator {

struct GraphFault {
  int status = 400;
  std::int64_t code = 100;
  std::optional<std::int64_t> subcode{};
  std::string message{};
  std::string details{};
  std::string_view type = "OAuthException";
  bool transient = false;
};

Response fault_response(const GraphFault& fault, std::string_view trace);

// No such object, or not for this token: Meta does not say which. This is what reading a disconnected number gives.
GraphFault no_object(std::string_view method, std::string_view id);
GraphFault bad_parameter(std::string message);
// What the object has no edge for.
GraphFault no_edge(std::string_view method);

// A page of the gateway in front of Meta: says nothing about whether the call took effect.
Response gateway_page();

}  // namespace twinline::simulator
