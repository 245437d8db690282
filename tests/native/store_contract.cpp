#include "tests/native/store_contract.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace twinline {
namespace {

Delivery delivery(std::int64_t lane, std::string body) {
  Delivery made;
  made.lane = lane;
  made.received_ms = 1739321024000;
  made.onboarding = 3;
  made.signature = "sha256=00";
  made.body = std::move(body);
  return made;
}

Change change(std::string number, std::string key, std::string line, std::vector<std::string> more_handles = {},
              std::vector<std::string> gone = {}) {
  more_handles.push_back(key);
  return {std::move(number), std::move(key), std::move(more_handles), std::move(gone), std::move(line)};
}

std::vector<std::string> bodies(const std::vector<Delivery>& deliveries) {
  std::vector<std::string> found;
  for (const Delivery& one : deliveries) found.push_back(one.body);
  return found;
}

using Strings = std::vector<std::string>;

}  // namespace

void check_journal(const std::function<std::unique_ptr<Journal>()>& make) {
  const std::unique_ptr<Journal> journal = make();

  SECTION("an empty journal has no lanes and no deliveries") {
    CHECK(journal->lanes()->empty());
    CHECK(*journal->count() == 0);
    CHECK(journal->read(0, 0, 10, 1000)->empty());
  }
  SECTION("a delivery comes back byte for byte") {
    const std::string body("{\"a\":\0\xff\n}", 9);
    REQUIRE(journal->append({delivery(0, body)}));
    const auto read = journal->read(0, 0, 10, 1000);
    REQUIRE(read);
    REQUIRE(read->size() == 1);
    const Delivery& got = read->front();
    CHECK(got.body == body);
    CHECK(got.lane == 0);
    CHECK(got.seq == 1);
    CHECK(got.kind == Delivery::Kind::webhook);
    CHECK(got.received_ms == 1739321024000);
    CHECK(got.onboarding == 3);
    CHECK(got.signature == "sha256=00");
  }
  SECTION("a note of its onboarding stays with the delivery") {
    Delivery untold = delivery(7, "b");
    untold.onboarding = 0;
    REQUIRE(journal->append({untold, delivery(7, "c")}));
    REQUIRE(journal->note({{7, 1, 5}, {7, 2, 5}}));
    const auto read = journal->read(7, 0, 10, 1000);
    CHECK((*read)[0].onboarding == 5);
    CHECK((*read)[1].onboarding == 3);
    CHECK(bodies(*read) == Strings{"b", "c"});
  }
  SECTION("an empty body is a body") {
    REQUIRE(journal->append({delivery(0, "")}));
    CHECK(journal->read(0, 0, 1, 1)->size() == 1);
  }
  SECTION("a line is told from a webhook") {
    Delivery line = delivery(0, "{\"sent\":{}}");
    line.kind = Delivery::Kind::line;
    REQUIRE(journal->append({line}));
    CHECK(journal->read(0, 0, 1, 1)->front().kind == Delivery::Kind::line);
  }
  SECTION("every lane counts by itself, without holes") {
    REQUIRE(journal->append({delivery(0, "a"), delivery(7, "b"), delivery(0, "c")}));
    REQUIRE(journal->append({delivery(0, "d")}));
    CHECK(*journal->lanes() == std::vector<std::int64_t>{0, 7});
    CHECK(*journal->count() == 4);
    const auto lane = journal->read(0, 0, 10, 1000);
    CHECK(bodies(*lane) == Strings{"a", "c", "d"});
    CHECK((*lane)[2].seq == 3);
    CHECK(journal->read(7, 0, 10, 1000)->front().seq == 1);
  }
  SECTION("reading goes on behind a place, and stops at either limit") {
    REQUIRE(journal->append({delivery(0, "aaaa"), delivery(0, "bbbb"), delivery(0, "cccc")}));
    CHECK(bodies(*journal->read(0, 1, 10, 1000)) == Strings{"bbbb", "cccc"});
    CHECK(bodies(*journal->read(0, 0, 2, 1000)) == Strings{"aaaa", "bbbb"});
    CHECK(bodies(*journal->read(0, 0, 10, 5)) == Strings{"aaaa", "bbbb"});
    CHECK(bodies(*journal->read(0, 0, 10, 1)) == Strings{"aaaa"});
    CHECK(journal->read(0, 3, 10, 1000)->empty());
  }
}

void check_records(const std::function<std::unique_ptr<Records>()>& make) {
  const std::unique_ptr<Records> records = make();
  const auto save = [&](std::vector<Change> changes, std::int64_t seq) {
    REQUIRE(records->save({.changes = std::move(changes), .cursor = {{0, seq}}, .deliveries = 1}));
  };
  const auto version = [&](const std::string& number) {
    for (const NumberVersion& known : *records->numbers()) {
      if (known.number == number) return known.version;
    }
    return std::string();
  };

  SECTION("an empty store knows no number, and nothing has changed in it") {
    CHECK(records->numbers()->empty());
    CHECK(records->status()->cursor.empty());
    const auto changed = records->changed("1", "", 10);
    CHECK(changed->lines.empty());
    CHECK(changed->complete);
    CHECK_FALSE(changed->next.empty());
  }
  SECTION("a record is found by its key and by each of its handles, once") {
    save({change("1", "m:a", "A", {"d:1", "d:2"})}, 1);
    CHECK(*records->load({{"1", "m:a"}}) == Strings{"A"});
    CHECK(*records->load({{"1", "d:2"}}) == Strings{"A"});
    CHECK(*records->load({{"1", "m:a"}, {"1", "d:1"}, {"1", "d:2"}}) == Strings{"A"});
    CHECK(records->load({{"1", "d:3"}})->empty());
    CHECK(records->load({{"2", "m:a"}})->empty());
  }
  SECTION("one handle may lead to several records") {
    save({change("1", "m:a", "A", {"d:1"}), change("1", "m:b", "B", {"d:1"})}, 1);
    CHECK(records->load({{"1", "d:1"}})->size() == 2);
  }
  SECTION("saving again replaces the line and keeps the handles") {
    save({change("1", "m:a", "A", {"d:1"})}, 1);
    save({change("1", "m:a", "A2", {"d:2"})}, 2);
    CHECK(*records->load({{"1", "d:1"}}) == Strings{"A2"});
    CHECK(*records->load({{"1", "d:2"}}) == Strings{"A2"});
  }
  SECTION("what a record has swallowed is gone") {
    save({change("1", "m:a", "A", {"d:1"}), change("1", "m:b", "B", {"d:2"})}, 1);
    save({change("1", "m:a", "AB", {"d:1", "d:2", "m:b"}, {"m:b"})}, 2);
    CHECK(*records->load({{"1", "m:b"}}) == Strings{"AB"});
    CHECK(*records->load({{"1", "d:2"}}) == Strings{"AB"});
    CHECK(records->changed("1", "", 10)->lines == Strings{"AB"});
  }
  SECTION("a change without a line deletes the record and what led to it") {
    save({change("1", "m:a", "A", {"d:1"}), change("1", "m:b", "B", {"d:1"})}, 1);
    const std::string before = version("1");
    save({change("1", "m:a", "", {"d:1"})}, 2);
    CHECK(records->load({{"1", "m:a"}})->empty());
    CHECK(*records->load({{"1", "d:1"}}) == Strings{"B"});
    CHECK(version("1") != before);
    save({change("1", "m:a", "again")}, 3);
    CHECK(*records->load({{"1", "m:a"}}) == Strings{"again"});
    CHECK(*records->load({{"1", "d:1"}}) == Strings{"B"});
  }
  SECTION("deleting what is not there is no change") {
    save({change("1", "m:a", "A")}, 1);
    const std::string before = version("1");
    save({change("1", "m:b", "")}, 2);
    CHECK(version("1") == before);
  }
  SECTION("only what changed since a version is shown, oldest change first") {
    save({change("1", "m:a", "A"), change("1", "m:b", "B")}, 1);
    const std::string first = version("1");
    save({change("1", "m:c", "C")}, 2);
    save({change("1", "m:a", "A2")}, 3);
    CHECK(records->changed("1", "", 10)->lines == Strings{"B", "C", "A2"});
    const auto changed = records->changed("1", first, 10);
    CHECK(changed->lines == Strings{"C", "A2"});
    CHECK(changed->complete);
    CHECK(changed->next == version("1"));
    CHECK(records->changed("1", changed->next, 10)->lines.empty());
  }
  SECTION("a long answer comes in parts, and a change in between is not lost") {
    save({change("1", "m:a", "A"), change("1", "m:b", "B"), change("1", "m:c", "C")}, 1);
    auto part = records->changed("1", "", 1);
    CHECK(part->lines == Strings{"A"});
    CHECK_FALSE(part->complete);
    save({change("1", "m:b", "B2")}, 2);
    Strings seen = part->lines;
    while (!part->complete) {
      part = records->changed("1", part->next, 1);
      seen.insert(seen.end(), part->lines.begin(), part->lines.end());
    }
    CHECK(seen == Strings{"A", "C"});
    CHECK(records->changed("1", part->next, 10)->lines == Strings{"B2"});
  }
  SECTION("numbers do not see each other's records") {
    save({change("1", "m:a", "A")}, 1);
    const std::string first = version("1");
    save({change("2", "m:a", "B")}, 2);
    CHECK(records->changed("1", "", 10)->lines == Strings{"A"});
    CHECK(records->changed("2", "", 10)->lines == Strings{"B"});
    CHECK(version("1") == first);
    CHECK(records->numbers()->size() == 2);
  }
  SECTION("a version nobody gave starts anew") {
    save({change("1", "m:a", "A")}, 1);
    const std::string known = version("1");
    for (const std::string& unknown :
         {std::string("x"), std::string("-1"), known + "9", known + "~", known.substr(0, 3)}) {
      INFO(unknown);
      CHECK(records->changed("1", unknown, 10)->lines == Strings{"A"});
    }
  }
  SECTION("cursor, deliveries and issues are saved with the records") {
    REQUIRE(records->save(
        {.changes = {}, .cursor = {{0, 5}, {2, 9}}, .issues = {{0, 4, "bad_json", 17, "no"}}, .deliveries = 5}));
    save({}, 6);
    const auto status = records->status();
    CHECK(status->cursor == Cursor{{0, 6}, {2, 9}});
    CHECK(status->deliveries == 6);
    CHECK(status->issues == 1);
  }
  SECTION("all records can be walked through") {
    save({change("1", "m:a", "A"), change("2", "m:a", "B")}, 1);
    std::size_t lines = 0;
    REQUIRE(records->each([&](std::string_view line) { lines += line == "A" || line == "B" ? 1 : 0; }));
    CHECK(lines == 2);
  }
  SECTION("a life is kept as it is now, by whom it is about") {
    REQUIRE(records->save({.lives = {{"1", "900", "", "{}"}, {"", "900", "", "{\"a\":1}"}}}));
    REQUIRE(records->save({.lives = {{"1", "900", "", "{\"b\":2}"}}}));
    const auto lives = *records->lives();
    CHECK(lives.size() == 2);
    CHECK(std::count(lives.begin(), lives.end(), Life{"1", "900", "", "{\"b\":2}"}) == 1);
    CHECK(std::count(lives.begin(), lives.end(), Life{"", "900", "", "{\"a\":1}"}) == 1);
    REQUIRE(records->clear());
    CHECK(records->lives()->empty());
  }
  SECTION("events are found by number, account or phone, the latest first and each once") {
    const LifeEvent own = {"1", "900", "", 5, "own"};
    const LifeEvent account = {"", "900", "", 7, "account"};
    const LifeEvent phone = {"", "900", "4930123", 6, "phone"};
    REQUIRE(records->save({.events = {own, account, phone, {"2", "900", "", 9, "another number"}}}));
    REQUIRE(records->save({.events = {own, {"", "901", "", 9, "another account"}}}));
    CHECK(*records->events("1", "900", "4930123") == std::vector<LifeEvent>{account, phone, own});
    CHECK(*records->events("1", "", "") == std::vector<LifeEvent>{own});
    CHECK(records->events("", "", "")->empty());
    REQUIRE(records->clear());
    CHECK(records->events("1", "900", "4930123")->empty());
  }
  SECTION("after clearing nothing is known, old versions neither") {
    save({change("1", "m:a", "A", {"d:1"})}, 1);
    const std::string old = version("1");
    REQUIRE(records->clear());
    CHECK(records->numbers()->empty());
    CHECK(records->status()->cursor.empty());
    CHECK(records->load({{"1", "d:1"}})->empty());
    save({change("1", "m:b", "B")}, 1);
    CHECK(records->changed("1", old, 10)->lines == Strings{"B"});
  }
}

}  // namespace twinline
