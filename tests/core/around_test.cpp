#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

// Eleven messages of one person, wamid.10 … wamid.20, a second apart.
History thread_of_eleven() {
  History history;
  Decoder decoder;
  for (int i = 10; i <= 20; ++i) {
    const std::string body =
        R"({"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1001"},"messages":[{"id":"wamid.)" +
        std::to_string(i) + R"(","from":"16505551234","timestamp":")" + std::to_string(1739321000 + i) +
        R"(","type":"text","text":{"body":"x"}}]}}]}]})";
    const auto batch = decoder(body);
    REQUIRE(batch);
    history.apply(**batch);
  }
  return history;
}

}  // namespace

TEST_CASE("a thread opens around any of its messages", "[history]") {
  const History history = thread_of_eleven();
  for (std::uint32_t which = 0; which < 11; ++which) {
    const std::string id = "wamid." + std::to_string(10 + which);
    const Around around = history.around({"1001", id, 3, 2});
    CHECK(around.thread == "16505551234");
    CHECK(around.page.total == 11);
    CHECK(around.page.offset + around.row == which);
    CHECK(around.page.at[around.row] == 1739321010 + which);
    CHECK(around.row == std::min(which, 3U));
    CHECK(around.page.rows == around.row + 1 + std::min(10 - which, 2U));
    const Page same = history.messages({"1001", around.thread, around.end, around.page.rows});
    CHECK(same.text == around.page.text);
    CHECK(same.offset == around.page.offset);
  }
}

TEST_CASE("nothing stands around a message that is not known", "[history]") {
  const History history = thread_of_eleven();
  CHECK(history.around({"1001", "wamid.30"}).thread.empty());
  CHECK(history.around({"1002", "wamid.10"}).page.rows == 0);
}
