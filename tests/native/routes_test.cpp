#include "native/api/routes.h"

#include "tests/support/catch.h"

using namespace twinline;
using Names = std::vector<std::string>;

TEST_CASE("a pattern names pieces of a path", "[routes]") {
  CHECK(match_path("/v1/numbers", "/v1/numbers") == Names{});
  CHECK(match_path("/v1/numbers/{number}/records", "/v1/numbers/7/records") == Names{"7"});
  CHECK(match_path("/v1/onboardings/{id}/steps/{step}", "/v1/onboardings/a/steps/enable") == Names{"a", "enable"});
  CHECK(match_path("/v1/numbers/{number}/messages/{id…}/facts", "/v1/numbers/7/messages/wamid.a/b==/facts") ==
        Names{"7", "wamid.a/b=="});
  CHECK(match_path("/v1/numbers/{number}/messages/{id…}/facts", "/v1/numbers/7/messages/facts/facts") ==
        Names{"7", "facts"});
}

TEST_CASE("a piece is never empty and holds no slash", "[routes]") {
  CHECK_FALSE(match_path("/v1/apps/{id}", "/v1/apps/"));
  CHECK_FALSE(match_path("/v1/apps/{id}", "/v1/apps"));
  CHECK_FALSE(match_path("/v1/apps/{id}", "/v1/apps/a/b"));
  CHECK_FALSE(match_path("/v1/apps/{id}/config", "/v1/apps//config"));
  CHECK_FALSE(match_path("/v1/numbers/{number}/messages/{id…}/facts", "/v1/numbers/7/messages//facts/"));
  CHECK_FALSE(match_path("/v1/numbers", "/v1/numbers/"));
}

TEST_CASE("a path that takes other methods says which", "[routes]") {
  Routes routes;
  const Handler handler = [](const Call&, const Reply&) {};
  routes.add({{"GET", "/v1/apps", Access::admin, handler}, {"POST", "/v1/apps", Access::link, handler}});
  CHECK(routes.find("GET", "/v1/apps").route->access == Access::admin);
  CHECK(routes.find("HEAD", "/v1/apps").route->access == Access::admin);
  CHECK(routes.find("POST", "/v1/apps").route->access == Access::link);
  CHECK(routes.find("PUT", "/v1/apps").route == nullptr);
  CHECK(routes.find("PUT", "/v1/apps").allowed == "GET, POST");
  CHECK(routes.find("GET", "/v1/nothing").allowed.empty());
}
