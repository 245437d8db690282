#include "native/api/routes.h"

#include <iterator>
#include <utility>

namespace twinline {
namespace {

constexpr std::string_view many = "…}";

// Tries every end of the piece that a name stands for, the longest first where it may hold slashes.
bool match(std::string_view pattern, std::string_view path, std::vector<std::string>& names) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos) return pattern == path;
  if (!path.starts_with(pattern.substr(0, open))) return false;
  const std::size_t close = pattern.find('}', open);
  const bool greedy = pattern.substr(0, close + 1).ends_with(many);
  const std::string_view behind = pattern.substr(close + 1);
  const std::string_view next = behind.substr(0, behind.find('{'));
  path.remove_prefix(open);
  for (std::size_t size = greedy ? path.size() : path.substr(0, path.find('/')).size(); size > 0; --size) {
    if (!path.substr(size).starts_with(next)) continue;
    names.emplace_back(path.substr(0, size));
    if (match(behind, path.substr(size), names)) return true;
    names.pop_back();
  }
  return false;
}

}  // namespace

std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path) {
  std::vector<std::string> names;
  if (!match(pattern, path, names)) return std::nullopt;
  return names;
}

void Routes::add(std::vector<Route> routes) {
  routes_.insert(routes_.end(), std::make_move_iterator(routes.begin()), std::make_move_iterator(routes.end()));
}

Routes::Found Routes::find(std::string_view method, std::string_view path) const {
  if (method == "HEAD") method = "GET";
  Found found;
  const Route* first = nullptr;
  for (const Route& route : routes_) {
    auto names = match_path(route.pattern, path);
    if (!names) continue;
    if (route.method == method) return {&route, *std::move(names)};
    // A path that one row names in letters may fit a later one by accident.
    if (first == nullptr) first = &route;
    if (route.pattern == first->pattern) found.allowed += (found.allowed.empty() ? "" : ", ") + route.method;
  }
  return found;
}

}  // namespace twinline
