#include "native/store/ledger.h"

#include <functional>

#include "native/store/journal.h"
#include "native/store/sqlite.h"
#include "tests/native/temp_folder.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

const StoredApp shop = {"app1", "Shop", 100};
const StoredApp salon = {"app0", "Salon", 200, "request", 210, "ann@example.com", "they asked", "after_sync", 220};
const StoredIntent begun = {"i1", "on1", "subscribe_app", "POST /v24.0/900/subscribed_apps", 300};

void check_ledger(const std::function<std::unique_ptr<Ledger>()>& make) {
  const std::unique_ptr<Ledger> ledger = make();

  SECTION("a new ledger is empty") {
    CHECK(ledger->apps()->empty());
    CHECK(ledger->facts()->empty());
    CHECK(ledger->intents()->empty());
    CHECK_FALSE(ledger->token("app1")->has_value());
  }
  SECTION("apps come back as they are now, the oldest first") {
    REQUIRE(ledger->save({.apps = {shop}}));
    REQUIRE(ledger->save({.apps = {salon}}));
    StoredApp renamed = shop;
    renamed.name = "Shop 2";
    renamed.enabled_by = "api";
    REQUIRE(ledger->save({.apps = {renamed}}));
    CHECK(*ledger->apps() == std::vector<StoredApp>{renamed, salon});
  }
  SECTION("facts come back byte for byte in the order they were appended, repetitions too") {
    const OnboardingFact fact = {"on1", "app1", 300, std::string("{\"a\":\"\0\xff\"}", 10)};
    const OnboardingFact other = {"on0", "app1", 299, "{}"};
    REQUIRE(ledger->save({.facts = {fact, other}}));
    REQUIRE(ledger->save({.facts = {fact}}));
    CHECK(*ledger->facts() == std::vector<OnboardingFact>{fact, other, fact});
  }
  SECTION("an intent is written before and settled after, and stays in its place") {
    REQUIRE(ledger->save({.intents = {begun}}));
    StoredIntent other = begun;
    other.id = "i0";
    REQUIRE(ledger->save({.intents = {other}}));
    CHECK(*ledger->intents() == std::vector<StoredIntent>{begun, other});
    StoredIntent settled = begun;
    settled.settled_s = 301;
    settled.outcome = "done";
    settled.learned = R"({"request_id":"r"})";
    REQUIRE(ledger->save({.intents = {settled}}));
    CHECK(*ledger->intents() == std::vector<StoredIntent>{settled, other});
  }
  SECTION("an app has one token, the latest") {
    REQUIRE(ledger->save({.tokens = {{"app1", 1, "first"}, {"app2", 1, "other"}}}));
    REQUIRE(ledger->save({.tokens = {{"app1", 2, std::string("\0\xff", 2)}}}));
    CHECK(*ledger->token("app1") == SealedToken{"app1", 2, std::string("\0\xff", 2)});
    CHECK((*ledger->token("app2"))->sealed == "other");
  }
}

}  // namespace

TEST_CASE("the memory ledger keeps the contract", "[store]") { check_ledger(make_memory_ledger); }

TEST_CASE("the SQLite ledger keeps the contract", "[store]") {
  const TempFolder folder;
  check_ledger([&] { return *open_sqlite_ledger(folder / "journal.sqlite"); });
}

TEST_CASE("the ledger lies in the journal's file and outlives its process", "[store]") {
  const TempFolder folder;
  const auto journal = open_sqlite_journal(folder / "journal.sqlite");
  REQUIRE(journal);
  {
    const auto ledger = open_sqlite_ledger(folder / "journal.sqlite");
    REQUIRE((*ledger)->save({.apps = {shop}, .intents = {begun}, .tokens = {{"app1", 1, "sealed"}}}));
    REQUIRE((*journal)->append({Delivery{}}));
  }
  const auto again = open_sqlite_ledger(folder / "journal.sqlite");
  CHECK(*(*again)->apps() == std::vector<StoredApp>{shop});
  CHECK(*(*again)->intents() == std::vector<StoredIntent>{begun});
  CHECK((*(*again)->token("app1"))->sealed == "sealed");
  CHECK(*(*journal)->count() == 1);
}

TEST_CASE("a ledger of an older twinline keeps its apps", "[store]") {
  const TempFolder folder;
  {
    sqlite::Database older(folder / "journal.sqlite", sqlite::Database::Sync::full);
    older.run(R"(
      CREATE TABLE app(id BLOB PRIMARY KEY, name BLOB NOT NULL, created_s INTEGER NOT NULL, enabled_by BLOB NOT NULL,
                       requested_s INTEGER NOT NULL, contact BLOB NOT NULL, reason BLOB NOT NULL);
      INSERT INTO app VALUES(CAST('app1' AS BLOB), CAST('Shop' AS BLOB), 100, x'', 0, x'', x'');)");
  }
  for (int opened = 0; opened < 2; ++opened) {
    const auto ledger = open_sqlite_ledger(folder / "journal.sqlite");
    REQUIRE(ledger);
    CHECK(*(*ledger)->apps() == std::vector<StoredApp>{shop});
  }
}
