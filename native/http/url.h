// An absolute http or https address, taken apart; and the decoding of paths and query strings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace twinline {

struct Url {
  bool tls = false;
  std::string host;               // without the brackets of an IPv6 address
  std::string port;               // "80" and "443" where none is written
  std::string target;             // path and query, at least "/"
  std::string authority() const;  // what the Host header says
};

// Nothing if it is no such address. User names in addresses are refused, fragments dropped.
std::optional<Url> parse_url(std::string_view text);

// Undoes %XX and, where `plus_is_space`, "+". Broken escapes stay as they are.
std::string percent_decoded(std::string_view text, bool plus_is_space);
// The first value of that name in a query string ("a=1&b=2"), decoded.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace twinline
