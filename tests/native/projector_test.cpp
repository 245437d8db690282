#include "native/projection/projector.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/history/erasure.h"
#include "native/bytes/sha256.h"
#include "tests/native/temp_folder.h"
#include "tests/native/webhook_body.h"
#include "tests/support/catch.h"
#include "tests/support/merging.h"
#include "tests/support/world.h"

using namespace twinline;

namespace {

Delivery delivery(std::string body) {
  Delivery made;
  made.received_ms = 1'760'000'000'000;
  made.body = std::move(body);
  return made;
}

// What a second `merge` would print for these deliveries.
std::string merged(const std::vector<Delivery>& deliveries) {
  Decoder decoder;
  History history;
  for (const Delivery& one : deliveries) {
    const auto batch = one.kind == Delivery::Kind::line ? decoder(one.body)
                                                        : decoder(one.body, Source{one.received_ms, one.onboarding});
    if (batch) history.apply(**batch);
  }
  std::string text;
  history.write_records([&](std::string_view piece) { text += piece; });
  return text;
}

std::string exported(Records& records) {
  Decoder decoder;
  History history;
  REQUIRE(records.each([&](std::string_view line) {
    const auto record = decoder(line);
    REQUIRE(record);
    history.apply(**record);
  }));
  std::string text;
  history.write_records([&](std::string_view piece) { text += piece; });
  return text;
}

void project(Journal& journal, Records& records) {
  Projector projector(journal, records);
  for (;;) {
    const auto step = projector.step();
    REQUIRE(step);
    if (step->deliveries == 0) return;
  }
}

// Fails every fifth time.
class ShakyRecords final : public Records {
 public:
  explicit ShakyRecords(Records& below) : below_(below) {}
  Stored<std::vector<std::string>> load(const std::vector<Need>& needs) override {
    if (fails()) return StoreError{"shaky"};
    return below_.load(needs);
  }
  Stored<> save(const Projected& projected) override {
    if (fails()) return StoreError{"shaky"};
    return below_.save(projected);
  }
  Stored<ChangedLines> changed(std::string_view number, std::string_view since, std::size_t limit) override {
    return below_.changed(number, since, limit);
  }
  Stored<std::vector<NumberVersion>> numbers() override { return below_.numbers(); }
  Stored<ProjectionStatus> status() override { return below_.status(); }
  Stored<> each(const std::function<void(std::string_view)>& use) override { return below_.each(use); }
  Stored<std::vector<Life>> lives() override { return below_.lives(); }
  Stored<std::vector<LifeEvent>> events(std::string_view number, std::string_view waba,
                                        std::string_view phone) override {
    return below_.events(number, waba, phone);
  }
  Stored<> clear() override { return below_.clear(); }

 private:
  bool fails() { return ++calls_ % 5 == 0; }
  Records& below_;
  int calls_ = 0;
};

std::vector<Delivery> some_traffic() {
  std::vector<Delivery> deliveries;
  for (int i = 0; i < 60; ++i) {
    const std::string number = i % 3 == 0 ? "1001" : "1002";
    const std::string id = "wamid.T" + std::to_string(i / 2 % 20);
    deliveries.push_back(delivery(i % 2 == 0 ? status_body(number, id, i % 4 == 0 ? "read" : "sent")
                                             : text_body(number, id, "text " + std::to_string(i / 2 % 20))));
  }
  return deliveries;
}

}  // namespace

TEST_CASE("what is projected is what merging all deliveries gives", "[projection]") {
  const auto journal = make_memory_journal();
  const auto records = make_memory_records();
  REQUIRE(journal->append(some_traffic()));
  project(*journal, *records);
  CHECK(exported(*records) == merged(some_traffic()));
  CHECK(records->numbers()->size() == 2);
}

TEST_CASE("a working set that starts anew for every delivery gives the same records", "[projection]") {
  const auto journal = make_memory_journal();
  const auto records = make_memory_records();
  for (const Delivery& one : some_traffic()) {
    REQUIRE(journal->append({one}));
    project(*journal, *records);
  }
  CHECK(exported(*records) == merged(some_traffic()));
}

TEST_CASE("each onboarding has a sync of its own, and the journal says which deliveries are whose", "[projection]") {
  const auto chunk = [](int order) {
    return R"({"entry":[{"id":"900","changes":[{"field":"history","value":{"metadata":{"phone_number_id":"1001"},)"
           R"("history":[{"metadata":{"phase":0,"chunk_order":)" +
           std::to_string(order) + R"(,"progress":50},"threads":[]}]}}]}]})";
  };
  const auto journal = make_memory_journal();
  const auto records = make_memory_records();
  const std::vector<std::int64_t> onboarded_s = {1'760'000'000, 1'760'000'500};
  const OnboardingAt onboarding_at = [&](const std::string&, std::int64_t at_s) {
    std::optional<std::int64_t> latest;
    for (const std::int64_t one : onboarded_s) {
      if (one <= at_s) latest = one;
    }
    return latest;
  };
  std::vector<Delivery> deliveries = {delivery(text_body("1001", "wamid.A", "hi")), delivery(chunk(1)),
                                      delivery(chunk(2))};
  deliveries[2].received_ms += 600'000;
  REQUIRE(journal->append(deliveries));
  Projector projector(*journal, *records, onboarding_at);
  REQUIRE(projector.step());
  const auto noted = journal->read(0, 0, 10, 1U << 20);
  REQUIRE(noted);
  CHECK((*noted)[0].onboarding == 0);
  CHECK((*noted)[1].onboarding == onboarded_s[0]);
  CHECK((*noted)[2].onboarding == onboarded_s[1]);
  CHECK(exported(*records) == merged(*noted));
  CHECK(exported(*records).find("\"onboarding\":1760000500") != std::string::npos);
}

TEST_CASE("a store that fails again and again delays the projection and changes nothing", "[projection]") {
  const auto journal = make_memory_journal();
  const auto below = make_memory_records();
  ShakyRecords records(*below);
  Projector projector(*journal, records);
  int failures = 0;
  for (const Delivery& one : some_traffic()) {
    REQUIRE(journal->append({one}));
    for (int tries = 0; tries < 10; ++tries) {
      const auto step = projector.step();
      if (step && step->deliveries > 0) break;
      ++failures;
    }
  }
  CHECK(failures > 0);
  CHECK(below->status()->deliveries == 60);
  CHECK(exported(*below) == merged(some_traffic()));
}

TEST_CASE("a body that is no JSON is an issue, and the next one is projected", "[projection]") {
  const auto journal = make_memory_journal();
  const auto records = make_memory_records();
  REQUIRE(journal->append({delivery("{\"entry\":["), delivery(text_body("1001", "wamid.A", "hello"))}));
  Projector projector(*journal, *records);
  const auto step = projector.step();
  REQUIRE(step);
  CHECK(step->deliveries == 2);
  REQUIRE(step->issues.size() == 1);
  CHECK(step->issues[0].seq == 1);
  CHECK(step->issues[0].code == "bad_json");
  CHECK(step->numbers == std::set<std::string>{"1001"});
  CHECK(records->status()->issues == 1);
}

TEST_CASE("what came twice changes no record", "[projection]") {
  const auto journal = make_memory_journal();
  const auto records = make_memory_records();
  REQUIRE(journal->append({delivery(text_body("1001", "wamid.A", "hello"))}));
  project(*journal, *records);
  REQUIRE(journal->append({delivery(text_body("1001", "wamid.A", "hello"))}));
  Projector projector(*journal, *records);
  const auto step = projector.step();
  REQUIRE(step);
  CHECK(step->deliveries == 1);
  CHECK(step->records == 0);
}

namespace {

// Deliveries of a random world, one at a time, against both stores.
void check_worlds(const std::function<std::unique_ptr<Records>()>& make) {
  test::for_seeds(40, [&](std::uint32_t seed) {
    test::World world(seed);
    const auto bodies = world.retold(seed % 2 == 0 ? world.with_erasure(20).all() : world.facts(20));
    const auto journal = make_memory_journal();
    const auto records = make();
    for (const std::string& body : bodies) {
      Delivery line = delivery(body);
      line.kind = Delivery::Kind::line;
      REQUIRE(journal->append({line}));
      if (world.chance(60)) project(*journal, *records);
    }
    project(*journal, *records);
    test::check_same(seed, test::records(bodies), exported(*records));
  });
}

}  // namespace

TEST_CASE("a world projected bit by bit is the world merged in memory, in the memory store", "[projection][property]") {
  check_worlds(make_memory_records);
}

TEST_CASE("a world projected bit by bit is the world merged in memory, in SQLite", "[projection][property]") {
  const TempFolder folder;
  int made = 0;
  check_worlds([&] { return std::move(*open_sqlite_records(folder / ("records" + std::to_string(++made)))); });
}

TEST_CASE("an erasure looks through a store that is larger than one part", "[projection][erasure]") {
  const auto journal = make_memory_journal();
  const auto records = make_memory_records();
  std::vector<Delivery> deliveries;
  for (int i = 0; i < 1500; ++i) {
    std::string body = text_body("1001", "wamid.E" + std::to_string(i), i % 3 == 0 ? "theirs" : "another's");
    const std::string phone = "491711234567";  // everybody's in text_body
    if (i % 3 != 0) body.replace(body.find(phone), phone.size(), "4918");
    deliveries.push_back(delivery(std::move(body)));
  }
  Delivery erasure = delivery(R"({"record":"erased","number":"1001","peer_hash":")" +
                              peer_hash("1001", "491711234567") + R"(","until":1900000000})");
  erasure.kind = Delivery::Kind::line;
  deliveries.push_back(erasure);
  REQUIRE(journal->append(deliveries));
  project(*journal, *records);
  const std::string left = exported(*records);
  test::check_same(0, merged(deliveries), left);
  CHECK(left.find("theirs") == std::string::npos);
  CHECK(left.find("another's") != std::string::npos);
}
