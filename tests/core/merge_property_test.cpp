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
  }
}
