#include "core/graph/call.h"

namespace twinline {

std::string escaped_for_url(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '~';
    if (plain) {
      out += letter;
      continue;
    }
    const auto byte = static_cast<unsigned char>(letter);
    out += '%';
    out += hex[byte >> 4];
    out += hex[byte & 15];
  }
  return out;
}

Request graph_call(const GraphApi& api, std::string_view method, const std::string& path) {
  Request request;
  request.method = method;
  request.url = api.base + '/' + api.version + '/' + path;
  if (!api.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + api.token);
  return request;
}

void put_json_body(Request& request, std::string json) {
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(json);
}

}  // namespace twinline
