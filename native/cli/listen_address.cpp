#include "native/cli/listen_address.h"

#include <charconv>
#include <system_error>
#include <utility>

namespace twinline {

bool parse_listen_address(const std::string& text, ServerOptions& options) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data() + colon + 1, end, options.port);
  options.host = std::move(host);
  return error == std::errc() && stopped == end;
}

}  // namespace twinline
