#include "native/api/links.h"

#include "tests/support/catch.h"

using namespace twinline;

TEST_CASE("a signed link opens its onboarding until it is over", "[links]") {
  const Links links("key");
  const std::string link = links.make("on-1", 1000);
  CHECK(links.opens(link, 999) == "on-1");
  CHECK_FALSE(links.opens(link, 1000));
  CHECK(link.find('.') == std::string::npos);
}

TEST_CASE("a link that was changed, or made with another key, opens nothing", "[links]") {
  const Links links("key");
  const std::string link = links.make("on1", 1000);
  for (std::size_t at = 0; at < link.size(); ++at) {
    std::string changed = link;
    changed[at] = changed[at] == '0' ? '1' : '0';
    CHECK_FALSE(links.opens(changed, 10));
  }
  CHECK_FALSE(Links("other").opens(link, 10));
  for (const char* odd : {"", "-", "--", "on1", "on1-1000", "on1-1000-"}) CHECK_FALSE(links.opens(odd, 10));
}
