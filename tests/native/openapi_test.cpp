// The document of /v1 and the paths that are served: each names what the other has.
#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "native/api/description.h"
#include "tests/native/running_shim.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

// The pieces that a path names, whatever their names: {id…} and {send} are one.
std::string unnamed(const std::string& path) { return std::regex_replace(path, std::regex("\\{[^}]*\\}"), "{}"); }

std::set<std::string> documented() {
  std::set<std::string> all;
  const auto document = nlohmann::json::parse(description());
  for (const auto& [path, item] : document["paths"].items()) {
    for (const auto& [key, operation] : item.items()) {
      if (key == "parameters") continue;
      std::string method = key;
      std::transform(method.begin(), method.end(), method.begin(),
                     [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      all.insert(method + ' ' + unnamed(path));
    }
  }
  return all;
}

}  // namespace

TEST_CASE("each path of /v1 that is served is in the document, and the reverse", "[api]") {
  const RunningShim shim;
  std::set<std::string> served, elsewhere;
  for (const Route& route : shim.service->routes()) {
    if (route.pattern.starts_with("/v{")) continue;  // Meta's own API, described by Meta
    (route.pattern.starts_with("/v1/") ? served : elsewhere).insert(route.method + ' ' + unnamed(route.pattern));
  }
  const std::set<std::string> in_document = documented();
  std::vector<std::string> undocumented, unserved;
  std::set_difference(served.begin(), served.end(), in_document.begin(), in_document.end(),
                      std::back_inserter(undocumented));
  std::set_difference(in_document.begin(), in_document.end(), served.begin(), served.end(),
                      std::back_inserter(unserved));
  CHECK(undocumented == std::vector<std::string>{});
  CHECK(unserved == std::vector<std::string>{});
  // What Meta and monitors ask.
  CHECK(elsewhere == std::set<std::string>{"GET /webhooks/meta", "POST /webhooks/meta", "GET /healthz", "GET /readyz",
                                           "GET /metrics"});
}
