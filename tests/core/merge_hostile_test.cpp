// Input that nobody sends but somebody might: what is found must not cost more than it is worth.
#include <algorithm>
#include <string>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "tests/support/catch.h"
#include "tests/support/merging.h"
#include "tests/support/wamid.h"

using namespace twinline;
using namespace twinline::test;

namespace {

std::size_t waiting_in(const History& history) {
  const auto lines = lines_of(records(history));
  return static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with(R"({"record":"waiting")"); }));
}

}  // namespace

TEST_CASE("one link that makes thousands of messages one is followed to the end", "[history]") {
  // Each record shares a stanza id with the next, but they are known under two names by turns.
  constexpr int count = 10000;
  const auto stanza = [](int i) { return "S" + std::to_string(i); };
  History history;
  for (int i = 0; i < count; ++i) {
    const auto first = business_wamid(std::to_string(1000 + i), stanza(i));
    const auto second = business_wamid(std::to_string(1000 + i), stanza(i + 1));
    tell(history, R"({"record":"waiting","number":"1","id":")" + first + R"(","aliases":[")" + second +
                      R"("],"peers":[")" + (i % 2 == 0 ? "4917" : "DE.1") + R"("],"status":"sent"})");
  }
  CHECK(waiting_in(history) == count);
  tell(history, R"({"record":"identity","number":"1","user_id":"DE.1","phone":"4917","at":1739321024})");
  CHECK(waiting_in(history) == 1);
}

TEST_CASE("a chunk number of a million digits is no chunk, and read once", "[history]") {
  const std::string digits(1'000'000, '1');
  History history;
  tell(history, R"({"record":"sync","number":"1","onboarding":0,"type":"history","chunks":[[0,1],[0,)" + digits +
                    "],[0],[0,1,2],[0,7]]}");
  CHECK(records(history).find(R"("chunks":[[0,1],[0,7]])") != std::string::npos);
}

TEST_CASE("a sync record that says nothing that can be understood leaves nothing", "[history]") {
  History history;
  tell(history, R"({"record":"sync","number":"1","type":"history","chunks":"c","progress":"soon"})");
  CHECK(records(history).find("sync") == std::string::npos);
}

TEST_CASE("a record with very many short ids and names is read, each pair once", "[history]") {
  constexpr int count = 700;
  std::string aliases, peers;
  for (int i = 1; i < count; ++i) {
    aliases += (i == 1 ? "\"" : ",\"") + business_wamid("1", "S" + std::to_string(i)) + "\"";
    peers += (i == 1 ? "\"" : ",\"") + std::to_string(490000 + i) + "\"";
  }
  History history;
  tell(history, R"({"record":"waiting","number":"1","id":")" + business_wamid("1", "S0") + R"(","aliases":[)" +
                    aliases + R"(],"peers":[)" + peers + R"(],"status":"sent"})");
  CHECK(waiting_in(history) == 1);
}

TEST_CASE("a message of very many recipients is found under a name that is linked to any of them", "[history]") {
  constexpr int count = 2000;
  const auto user = [](int i) { return "DE." + std::to_string(i); };
  const auto phone = [](int i) { return std::to_string(490000 + i); };
  std::string peers;
  for (int i = 0; i < count; ++i) peers += (i == 0 ? "\"" : ",\"") + phone(i) + "\"";
  History history;
  tell(history, R"({"record":"waiting","number":"1","id":")" + business_wamid("1", "S") + R"(","peers":[)" + peers +
                    R"(],"status":"sent"})");
  for (const int i : {0, 7, count - 1}) {
    tell(history, R"({"record":"waiting","number":"1","id":")" + business_wamid(user(i), "S") + R"(","peers":[")" +
                      user(i) + R"("],"status":"sent"})");
  }
  CHECK(waiting_in(history) == 4);
  for (int i = 0; i < count; ++i)
    tell(history, R"({"record":"identity","number":"1","user_id":")" + user(i) + R"(","phone":")" + phone(i) +
                      R"(","at":1739321024})");
  CHECK(waiting_in(history) == 1);
}

TEST_CASE("very many numbers are kept apart, and each change is counted once", "[history]") {
  constexpr int count = 3000;
  History history;
  Decoder decoder;
  for (int i = 0; i < 2 * count; ++i) {
    const std::string number = std::to_string(i % count);
    const std::string body = R"({"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":")" +
                             number +
                             R"("},"messages":[{"from":"49","id":"wamid.1","timestamp":"1739321024","type":"text",
                                          "text":{"body":"x"}}]}}]}]})";
    const auto batch = decoder(body);
    REQUIRE(batch);
    CHECK(history.apply(**batch).changed == (i < count ? 2U : 0U));  // the number and its message, then nothing new
  }
  CHECK(history.numbers().size() == count);
}
