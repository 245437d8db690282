#include "native/version.h"

#include <algorithm>
#include <string_view>

#include "tests/support/catch.h"

TEST_CASE("the program knows its version as three numbers", "[version]") {
  const std::string_view version = twinline::version();
  CHECK(version.find_first_not_of("0123456789.") == std::string_view::npos);
  CHECK(std::count(version.begin(), version.end(), '.') == 2);
}
