// HOST:PORT as the verbs that listen take it; an IPv6 address stands in brackets, port 0 is a free one.
#pragma once

#include <string>

#include "native/http/server.h"

namespace twinline {

// Fills in host and port; false if it is no such address.
bool parse_listen_address(const std::string& text, ServerOptions& options);

}  // namespace twinline
