#include "core/history/page.h"

#include "tests/support/catch.h"

using twinline::Page;

TEST_CASE("a page counts the ends of its strings in UTF-16 units", "[history]") {
  Page page;
  page.add("a");
  page.add("");
  page.add("\u00e9\u20ac");  // two and three bytes, one unit each
  page.add("\U0001f44d!");   // four bytes, two units
  CHECK(page.text_end == std::vector<std::uint32_t>{1, 1, 3, 6});
  CHECK(page.text == "a\u00e9\u20ac\U0001f44d!");
}

TEST_CASE("a cleared page counts from the beginning", "[history]") {
  Page page;
  page.total = page.offset = page.rows = page.strings = 7;
  page.at = {1};
  page.count = {1};
  page.direction = page.status = page.flags = {1};
  page.add("before");

  page.clear();
  CHECK((page.total == 0 && page.offset == 0 && page.rows == 0 && page.strings == 0));
  CHECK((page.at.empty() && page.count.empty() && page.direction.empty() && page.status.empty() && page.flags.empty()));
  CHECK((page.text.empty() && page.text_end.empty()));
  page.add("ab");
  CHECK(page.text_end == std::vector<std::uint32_t>{2});
}
