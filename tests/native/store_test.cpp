#include <atomic>
#include <filesystem>
#include <fstream>

#include "native/store/data_lock.h"
#include "native/store/intake.h"
#include "tests/native/store_contract.h"
#include "tests/native/temp_folder.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

// A journal whose disk is full.
class FailingJournal final : public Journal {
 public:
  Stored<> append(const std::vector<Delivery>&) override { return StoreError{"disk full"}; }
  Stored<> note(const std::vector<OnboardingNote>&) override { return StoreError{"disk full"}; }
  Stored<std::vector<Delivery>> read(std::int64_t, std::int64_t, std::size_t, std::size_t) override {
    return StoreError{"disk full"};
  }
  Stored<std::vector<std::int64_t>> lanes() override { return StoreError{"disk full"}; }
  Stored<std::int64_t> count() override { return StoreError{"disk full"}; }
};

}  // namespace

TEST_CASE("the memory journal keeps the contract", "[store]") { check_journal(make_memory_journal); }

TEST_CASE("the SQLite journal keeps the contract", "[store]") {
  const TempFolder folder;
  check_journal([&] { return *open_sqlite_journal(folder / "journal.sqlite"); });
}

TEST_CASE("the memory records keep the contract", "[store]") { check_records(make_memory_records); }

TEST_CASE("the SQLite records keep the contract", "[store]") {
  const TempFolder folder;
  check_records([&] { return *open_sqlite_records(folder / "records.sqlite"); });
}

TEST_CASE("an opened journal goes on where it was closed", "[store]") {
  const TempFolder folder;
  Delivery delivery;
  delivery.body = "a";
  REQUIRE((*open_sqlite_journal(folder / "journal.sqlite"))->append({delivery}));
  const auto again = open_sqlite_journal(folder / "journal.sqlite");
  REQUIRE((*again)->append({delivery}));
  CHECK((*again)->read(0, 0, 10, 100)->back().seq == 2);
}

TEST_CASE("opened records keep versions that were given before", "[store]") {
  const TempFolder folder;
  std::string version;
  {
    const auto records = open_sqlite_records(folder / "records.sqlite");
    REQUIRE((*records)->save({.changes = {{"1", "m:a", {"m:a"}, {}, "A"}}, .cursor = {{0, 1}}, .deliveries = 1}));
    version = (*records)->changed("1", "", 10)->next;
  }
  const auto records = open_sqlite_records(folder / "records.sqlite");
  CHECK((*records)->changed("1", version, 10)->lines.empty());
  CHECK((*records)->status()->cursor == Cursor{{0, 1}});
}

TEST_CASE("a file that is no database is an error, not a crash", "[store]") {
  const TempFolder folder;
  std::ofstream(folder / "journal.sqlite") << std::string(10'000, 'x');
  CHECK_FALSE(open_sqlite_journal(folder / "journal.sqlite"));
  CHECK_FALSE(open_sqlite_journal(folder / "missing" + "/journal.sqlite"));
}

TEST_CASE("a data folder has one owner at a time", "[store]") {
  const TempFolder folder;
  {
    const auto first = DataLock::take(folder / "data", 0);
    REQUIRE(first);
    CHECK_FALSE(DataLock::take(folder / "data", 0));
  }
  CHECK(DataLock::take(folder / "data", 0));
}

TEST_CASE("requests that wait together are all told once their deliveries are stored", "[store]") {
  const auto journal = make_memory_journal();
  std::atomic<int> told = 0;
  std::atomic<std::size_t> committed = 0;
  {
    Intake intake(*journal, {[&](std::size_t count) { committed += count; }, [](const std::string&) {}});
    for (int i = 0; i < 100; ++i) {
      Delivery delivery;
      delivery.body = std::to_string(i);
      intake.submit(std::move(delivery), [&](bool stored) { told += stored ? 1 : 1000; });
    }
  }
  CHECK(told == 100);
  CHECK(committed == 100);
  CHECK(*journal->count() == 100);
}

TEST_CASE("a journal that cannot store is told to those who wait", "[store]") {
  FailingJournal journal;
  std::atomic<int> refused = 0;
  std::string what;
  {
    Intake intake(journal, {[](std::size_t) {}, [&](const std::string& reason) { what = reason; }});
    intake.submit({}, [&](bool stored) { refused += stored ? 0 : 1; });
  }
  CHECK(refused == 1);
  CHECK(what == "disk full");
}

TEST_CASE("too much waiting is refused at once", "[store]") {
  const auto journal = make_memory_journal();
  std::atomic<int> refused = 0;
  Intake intake(*journal, {[](std::size_t) {}, [](const std::string&) {}}, 10);
  Delivery delivery;
  delivery.body = "more than ten bytes";
  intake.submit(std::move(delivery), [&](bool stored) { refused += stored ? 0 : 1; });
  CHECK(refused == 1);
}
