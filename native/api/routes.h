// Which handler a request belongs to: a table of methods, path patterns and who may call.
//
//     GET  /v1/numbers/{number}/records        {…} is one piece of the path
//     GET  /v1/numbers/{number}/messages/{id…}/facts     {…} with an ellipsis: slashes included
//     POST /v{major}.{minor}/{number}/messages           several in one piece, with something between them
//
// The first row that fits wins. A path that fits only with other methods is answered 405 with their names, one that fits no
// row is the caller's affair. Paths are compared after their escapes were undone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native/api/answers.h"
#include "native/http/server.h"

namespace twinline {

enum class Access : std::uint8_t {
  free,   // anybody
  admin,  // the token, or the cookie of a login
  link,   // also who holds the signed link of the onboarding that the path names first
  page,   // also who holds any signed link of an onboarding
};

struct Call {
  HttpRequest request;
  std::vector<std::string> names;  // what the pieces of the pattern stand for, in their order
};

using Handler = std::function<void(Call, const Reply&)>;

struct Route {
  std::string method;  // GET takes HEAD too
  std::string pattern;
  Access access = Access::admin;
  Handler handler;
  // How a refusal looks before the handler is reached; a path that stands in for a provider's has that provider's shape.
  Response (*refusal)(int status, std::string_view code, std::string_view message) = error_answer;
  std::size_t most_body_bytes = 0;  // where it may be more than the server's usual limit
};

class Routes {
 public:
  void add(std::vector<Route> routes);

  struct Found {
    const Route* route = nullptr;      // nothing: see `allowed`
    std::vector<std::string> names{};  // the pieces
    std::string allowed{};             // methods that this path takes; empty: there is no such path
  };
  Found find(std::string_view method, std::string_view path) const;
  const std::vector<Route>& all() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

// The pieces of a path that a pattern names; nothing where it does not fit.
std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path);

// A handler that answers at once.
template <class Answer>
Handler at_once(Answer answer) {
  return [answer](const Call& call, const Reply& reply) { reply.send(answer(call)); };
}

}  // namespace twinline
