#include "core/result.h"

#include <memory>
#include <string>
#include <utility>

#include "tests/support/catch.h"

using twinline::Error;
using twinline::ErrorCode;
using twinline::Result;

TEST_CASE("a result holds its value", "[result]") {
  const Result<std::string> result{std::string("kept")};
  REQUIRE(result);
  CHECK(*result == "kept");
  CHECK(result->size() == 4);
}

TEST_CASE("a result that failed holds its error with the byte and the place", "[result]") {
  const Result<std::string> result{Error{ErrorCode::bad_value, 17, "/rate", "must be a whole number; write 20"}};
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::bad_value);
  CHECK(result.error().byte == 17);
  CHECK(result.error().place == "/rate");
  CHECK(result.error().what == "must be a whole number; write 20");
}

TEST_CASE("a value that can only be moved can be taken out of a result", "[result]") {
  Result<std::unique_ptr<int>> result{std::make_unique<int>(7)};
  REQUIRE(result);
  const std::unique_ptr<int> taken = std::move(*result);
  CHECK(*taken == 7);
}

TEST_CASE("every error code is spelled as in the source", "[result]") {
  CHECK(to_string(ErrorCode::empty_input) == "empty_input");
  CHECK(to_string(ErrorCode::bad_json) == "bad_json");
  CHECK(to_string(ErrorCode::too_deep) == "too_deep");
  CHECK(to_string(ErrorCode::trailing_text) == "trailing_text");
  CHECK(to_string(ErrorCode::bad_envelope) == "bad_envelope");
  CHECK(to_string(ErrorCode::bad_value) == "bad_value");
}
