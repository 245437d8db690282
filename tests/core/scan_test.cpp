#include "core/json/scan.h"

#include <vector>

#include "core/json/writer.h"
#include "tests/support/catch.h"

using namespace twinline;

TEST_CASE("members and elements are found past nested values and strings full of brackets", "[json]") {
  const std::string json = R"([{"a":{"code":1},"b":"]},\"code\":2","code":3},7,"x,y",[[],{}]])";
  std::vector<std::string> elements;
  for_elements(json, [&](std::string_view value) { elements.emplace_back(value); });
  REQUIRE(elements.size() == 4);
  CHECK(find_member(elements[0], "code") == "3");
  CHECK(find_member(elements[0], "a") == R"({"code":1})");
  CHECK(find_member(elements[0], "z").empty());
  CHECK(elements[2] == R"("x,y")");
  CHECK(elements[3] == "[[],{}]");
  for_elements("[]", [](std::string_view) { FAIL("an empty array has no elements"); });
  CHECK(find_member("{}", "a").empty());
  CHECK(find_member("7", "a").empty());
}

TEST_CASE("what the writer escaped is read back", "[json]") {
  std::string text;
  for (int c = 0; c < 0x30; ++c) text += static_cast<char>(c);
  text += "\\\"é😀";
  std::string json = "\"";
  append_escaped(text, json);
  json += '"';
  CHECK(scalar_text(json) == text);
  CHECK(scalar_text("2593109") == "2593109");
  for (const std::string_view no_text : {"", "null", "[1]", R"({"a":"b"})"}) CHECK(scalar_text(no_text).empty());
}
