// Views of a history as if there were no messages from a time on.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

constexpr std::int64_t t0 = 1739321000;

void add(History& history, const std::string& from, std::int64_t at) {
  Decoder decoder;
  const std::string body =
      R"({"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1001"},"messages":[{"id":"wamid.)" +
      from + "-" + std::to_string(at) + R"(","from":")" + from + R"(","timestamp":")" + std::to_string(at) +
      R"(","type":"text","text":{"body":"x"}}]}}]}]})";
  const auto batch = decoder(body);
  REQUIRE(batch);
  history.apply(**batch);
}

// Ann wrote before and after t0, Ben after, Cem before.
History three_people() {
  History history;
  for (const std::int64_t at : {t0 - 300, t0 - 200, t0, t0 + 10}) add(history, "4911", at);
  for (const std::int64_t at : {t0 + 20, t0 + 30, t0 + 40}) add(history, "4922", at);
  add(history, "4933", t0 - 100);
  return history;
}

// To `to`, from here.
void send(History& history, const std::string& to, std::int64_t at) {
  Decoder decoder;
  const std::string record = R"({"record":"message","number":"1001","thread":")" + to + R"(","id":"wamid.own-)" +
                             std::to_string(at) + R"(","peers":[")" + to + R"("],"direction":"out","peer":")" + to +
                             R"(","at":)" + std::to_string(at) +
                             R"(,"placed_by":"api","origins":["api"],"type":"text","text":"y"})";
  const auto batch = decoder(record);
  REQUIRE(batch);
  history.apply(**batch);
}

std::vector<std::string> threads_of(const Page& page) {
  std::vector<std::string> names;
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < page.text_end.size(); ++i) {
    if (i % page.strings == 0) names.push_back(page.text.substr(begin, page.text_end[i] - begin));
    begin = page.text_end[i];
  }
  return names;
}

}  // namespace

TEST_CASE("a list of threads can leave out what is new, and counts it", "[history]") {
  const History history = three_people();
  CHECK(threads_of(history.threads({"1001"})) == std::vector<std::string>{"4922", "4911", "4933"});
  CHECK(history.threads({"1001"}).left_out == 0);
  const Page page = history.threads({"1001", 0, 50, {}, t0});
  CHECK(threads_of(page) == std::vector<std::string>{"4933", "4911"});
  CHECK(page.total == 2);
  CHECK(page.left_out == 5);
  CHECK(page.count == std::vector<std::uint32_t>{1, 2});
  CHECK(page.at == std::vector<double>{t0 - 100, t0 - 200});
}

TEST_CASE("a page of messages can end before what is new", "[history]") {
  const History history = three_people();
  const Page page = history.messages({"1001", "4911", 0, 50, t0});
  CHECK(page.at == std::vector<double>{t0 - 300, t0 - 200});
  CHECK((page.total == 2 && page.offset == 0 && page.left_out == 2));
  const Page older = history.messages({"1001", "4911", 1, 50, t0});
  CHECK(older.at == std::vector<double>{t0 - 300});
  CHECK(history.messages({"1001", "4922", 0, 50, t0}).total == 0);
}

TEST_CASE("nothing stands around a message that is left out, and what is left out stands around none", "[history]") {
  const History history = three_people();
  CHECK(history.around({"1001", "wamid.4911-" + std::to_string(t0), 9, 9, t0}).thread.empty());
  const Around around = history.around({"1001", "wamid.4911-" + std::to_string(t0 - 300), 9, 9, t0});
  CHECK(around.page.at == std::vector<double>{t0 - 300, t0 - 200});
  CHECK((around.end == 0 && around.row == 0));
}

TEST_CASE("a search can begin behind what is new", "[history]") {
  const History history = three_people();
  CHECK(history.search({"1001", "x"}).rows == 8);
  const Page page = history.search({"1001", "x", 50, {t0}});
  CHECK(page.at == std::vector<double>{t0 - 100, t0 - 200, t0 - 300});
  CHECK(history.threads({"1001", 0, 50, "4922"}).total == 1);
  CHECK(history.threads({"1001", 0, 50, "4922", t0}).total == 0);
}

TEST_CASE("what was sent from here is shown, whatever is left out beside it", "[history]") {
  History history = three_people();
  send(history, "4911", t0 + 5);
  send(history, "4911", t0 + 15);
  send(history, "4944", t0 + 50);
  const Page threads = history.threads({"1001", 0, 50, {}, t0});
  CHECK(threads_of(threads) == std::vector<std::string>{"4944", "4911", "4933"});
  CHECK(threads.left_out == 5);
  CHECK(threads.count == std::vector<std::uint32_t>{1, 4, 1});
  CHECK(threads.at == std::vector<double>{t0 + 50, t0 + 15, t0 - 100});

  const std::vector<double> shown = {t0 - 300, t0 - 200, t0 + 5, t0 + 15};
  const Page page = history.messages({"1001", "4911", 0, 50, t0});
  CHECK(page.at == shown);
  CHECK((page.total == 4 && page.offset == 0 && page.left_out == 2));
  // Any part of it is the same part of the whole.
  for (std::uint32_t end = 0; end <= 4; ++end) {
    for (std::uint32_t limit = 1; limit <= 4; ++limit) {
      CAPTURE(end, limit);
      const Page part = history.messages({"1001", "4911", end, limit, t0});
      const auto to = static_cast<std::uint32_t>(shown.size()) - end;
      const auto from = to - std::min(limit, to);
      CHECK(part.at == std::vector<double>(shown.data() + from, shown.data() + to));
      CHECK(part.offset == from);
    }
  }

  for (std::size_t i = 0; i < shown.size(); ++i) {
    CAPTURE(i);
    const std::string own = "wamid.own-" + std::to_string(static_cast<std::int64_t>(shown[i]));
    const std::string theirs = "wamid.4911-" + std::to_string(static_cast<std::int64_t>(shown[i]));
    const Around around = history.around({"1001", i < 2 ? theirs : own, 1, 1, t0});
    REQUIRE(around.thread == "4911");
    CHECK(around.page.at[around.row] == shown[i]);
    CHECK(around.end == (i + 2 < shown.size() ? shown.size() - i - 2 : 0));
    CHECK(around.page.rows == (i == 0 || i == 3 ? 2 : 3));
  }
  CHECK(history.around({"1001", "wamid.4911-" + std::to_string(t0 + 10), 1, 1, t0}).thread.empty());
}
