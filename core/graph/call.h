// What all calls to the Graph API are made of; for the .cpp files of this room.
#pragma once

#include <string>
#include <string_view>

#include "core/graph/requests.h"

namespace twinline {

// A path segment or a query value, whatever it holds.
std::string escaped_for_url(std::string_view text);

// `path` is escaped already.
Request graph_call(const GraphApi& api, std::string_view method, const std::string& path);

void put_json_body(Request& request, std::string json);

}  // namespace twinline
