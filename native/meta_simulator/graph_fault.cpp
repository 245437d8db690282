#include "native/meta_simulator/graph_fault.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace twinline::simulator {
namespace {

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

Response fault_response(const GraphFault& fault, std::string_view trace) {
  nlohmann::ordered_json error = {{"message", fault.message}, {"type", fault.type}, {"code", fault.code}};
  if (!fault.details.empty()) error["error_data"] = {{"messaging_product", "whatsapp"}, {"details", fault.details}};
  if (fault.subcode) error["error_subcode"] = *fault.subcode;
  if (fault.transient) error["is_transient"] = true;
  error["fbtrace_id"] = trace;
  const nlohmann::ordered_json body = {{"error", std::move(error)}};
  return {fault.status,
          {{"Content-Type", "application/json"}},
          body.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace)};
}

GraphFault no_object(std::string_view method, std::string_view id) {
  return {.code = 100,
          .subcode = 33,
          .message = "Unsupported " + lower_case(method) + " request. Object with ID '" + std::string(id) +
                     "' does not exist, cannot be loaded due to missing permissions, or does not support this "
                     "operation. Please read the Graph API documentation at "
                     "https://developers.facebook.com/docs/graph-api",
          .type = "GraphMethodException"};
}

GraphFault bad_parameter(std::string message) { return {.code = 100, .message = "(#100) " + std::move(message)}; }

GraphFault no_edge(std::string_view method) {
  return {.code = 2500, .message = "Unknown path components for a " + lower_case(method) + " request"};
}

Response gateway_page() {
  return {504,
          {{"Content-Type", "text/html"}},
          "<!doctype html><title>Gateway timeout</title><p>The server did not answer in time.</p>\n"};
}

}  // namespace twinline::simulator
