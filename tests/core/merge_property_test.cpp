// The claim of the merge: any order, any repetition, any grouping and any split over stores give the same records.
#include <map>
#include <set>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "tests/support/catch.h"
#include "tests/support/world.h"

using namespace twinline;
using namespace twinline::test;

namespace {

void tell(History& history, const std::string& text) {
  Decoder decoder;
  const auto batch = decoder(text);
  REQUIRE(batch);
  history.apply(**batch);
}

std::string records(const History& history) {
  std::string lines;
  history.write_records([&lines](std::string_view piece) { lines += piece; });
  return lines;
}

std::string records(const std::vector<std::string>& bodies) {
  History history;
  for (const std::string& body : bodies) tell(history, body);
  return records(history);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// The first line in which two texts differ: what a person wants to see of a failed case.
std::string difference(const std::string& a, const std::string& b) {
  const auto left = lines_of(a), right = lines_of(b);
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const std::string x = i < left.size() ? left[i] : "(nothing)", y = i < right.size() ? right[i] : "(nothing)";
    if (x != y) return x + "\n" + y;
  }
  return "same";
}

// A store as hosts have it: records under keys, found by handles, one working history a delivery.
class Store {
 public:
  void deliver(const std::string& body) {
    History history;
    Decoder decoder, record_decoder;
    const auto batch = decoder(body);
    REQUIRE(batch);
    std::set<std::pair<std::string, std::string>> asked;
    for (bool more = true; more;) {
      more = false;
      for (const Need& need : history.needs(**batch)) {
        if (!asked.emplace(need.number, need.handle).second) continue;
        more = true;
        for (const std::string& line : load(need)) history.apply(**record_decoder(line));
      }
    }
    history.settle();
    history.apply(**batch);
    for (const Change& change : history.take_changes()) {
      for (const std::string& key : change.gone) records_.erase({change.number, key});
      records_[{change.number, change.key}] = change;
    }
  }

  std::string all() const {
    History history;
    Decoder decoder;
    for (const auto& [key, change] : records_) history.apply(**decoder(change.line));
    return records(history);
  }

 private:
  std::vector<std::string> load(const Need& need) const {
    std::vector<std::string> lines;
    for (const auto& [key, change] : records_) {
      const bool found = key.first == need.number &&
                         std::find(change.handles.begin(), change.handles.end(), need.handle) != change.handles.end();
      if (found) lines.push_back(change.line);
    }
    return lines;
  }
  std::map<std::pair<std::string, std::string>, Change> records_;
};

}  // namespace

TEST_CASE("any order, repetition and grouping of the same facts give the same records", "[history][property]") {
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    World world(seed);
    const auto bodies = world.facts(5 + world.pick(60));
    const std::string once = records(bodies);
    const std::string again = records(world.retold(bodies));
    INFO("seed " << seed << "\n" << difference(once, again));
    REQUIRE(once == again);
  }
}

TEST_CASE("facts split over up to four stores and merged by their records give the same records",
          "[history][property]") {
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    World world(seed * 7919);
    const auto bodies = world.facts(5 + world.pick(60));
    std::vector<std::vector<std::string>> shares(static_cast<std::size_t>(2 + world.pick(3)));
    for (const std::string& body : bodies) {
      shares[static_cast<std::size_t>(world.pick(static_cast<int>(shares.size())))].push_back(body);
      if (world.chance(20)) shares[0].push_back(body);
    }
    std::vector<std::string> lines;
    for (const auto& share : shares) {
      for (const std::string& line : lines_of(records(world.retold(share)))) lines.push_back(line);
    }
    std::shuffle(lines.begin(), lines.end(), world.random());
    const std::string whole = records(bodies), merged = records(lines);
    INFO("seed " << seed * 7919 << "\n" << difference(whole, merged));
    REQUIRE(whole == merged);
    REQUIRE(records(lines_of(merged)) == merged);
  }
}

TEST_CASE("a history built delivery by delivery through a store equals one built in memory", "[history][property]") {
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    World world(seed * 104729);
    const auto bodies = world.facts(5 + world.pick(40));
    Store store;
    for (const std::string& body : world.retold(bodies)) store.deliver(body);
    const std::string whole = records(bodies), stored = store.all();
    INFO("seed " << seed * 104729 << "\n" << difference(whole, stored));
    REQUIRE(whole == stored);

    // Records are deliveries like any other: into a store that knows some of it already.
    Store other;
    auto lines = lines_of(whole);
    std::shuffle(lines.begin(), lines.end(), world.random());
    for (std::size_t i = 0; i < bodies.size(); i += 3) other.deliver(bodies[i]);
    for (const std::string& line : lines) other.deliver(line);
    REQUIRE(whole == other.all());
  }
}

namespace {

std::string value(const std::string& members) {
  return R"({"entry":[{"id":"10229","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"106"},)" +
         members + "}}]}]}";
}

}  // namespace

TEST_CASE("a participant's status never raises the message's", "[history]") {
  const std::string sent =
      value(R"("statuses":[{"id":"w","status":"sent","recipient_id":"G1","recipient_type":"group"}])");
  for (const std::string& recipient :
       {std::string(R"("recipient_type":"group",)"), std::string(R"("recipient_id":"G1",)")}) {
    const std::string read =
        value(R"("statuses":[{"id":"w","status":"read",)" + recipient + R"("recipient_participant_id":"491"}])");
    CHECK(records({sent, read}) == records({sent}));
  }
}

TEST_CASE("a number that is only named is a record in memory and in a store", "[history]") {
  const std::string body = R"({"entry":[{"changes":[{"field":"foo","value":{"metadata":{"phone_number_id":"77"}}}]}]})";
  Store store;
  store.deliver(body);
  CHECK(store.all() == records({body}));
  CHECK(records({body}).find(R"("number":"77")") != std::string::npos);
}

TEST_CASE("records of unknown kinds and empty ones change nothing", "[history]") {
  const std::string nothing = records(std::vector<std::string>{});
  CHECK(records({R"({"record":"foo","number":"9"})"}) == nothing);
  CHECK(records({R"({"record":"twinline","format":1})"}) == nothing);
}

TEST_CASE("a text without a type is content, whatever else says the message could not be decoded", "[history]") {
  const std::string text = value(R"("messages":[{"id":"w","from":"4917","text":{"body":"hello"}}])");
  const std::string lost = value(R"("messages":[{"id":"w","from":"4917","type":"unsupported"}])");
  CHECK(records({text, lost}).find(R"("text":"hello")") != std::string::npos);
  CHECK(records({text, lost}) == records({lost, text}));
}

TEST_CASE("nobody is called like a group", "[history]") {
  const std::string body =
      value(R"("messages":[{"id":"w","from":"group:x","from_user_id":"US.1","type":"text","text":{"body":"a"}}])");
  const std::string once = records({body});
  CHECK(records(lines_of(once)) == once);
}
