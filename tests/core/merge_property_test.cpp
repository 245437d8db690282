// The claim of the merge: any order, any repetition, any grouping and any split over stores give the same records.
#include <algorithm>

#include "tests/support/catch.h"
#include "tests/support/merging.h"
#include "tests/support/world.h"

using namespace twinline;
using namespace twinline::test;

namespace {

// Bodies, some of them about somebody who is erased.
std::vector<std::string> some_bodies(World& world) {
  const int count = world.chance(4) ? 40 : 3 + world.pick(8);
  return world.chance(25) ? world.with_erasure(count).all() : world.facts(count);
}

// The same facts told to up to four stores, which are then merged by their records: all at once or one after the other.
std::string split_and_merged(World& world, const std::vector<std::string>& bodies) {
  std::vector<std::vector<std::string>> shares(static_cast<std::size_t>(1 + world.pick(4)));
  for (const std::string& body : bodies) {
    shares[static_cast<std::size_t>(world.pick(static_cast<int>(shares.size())))].push_back(body);
    if (world.chance(20)) shares[0].push_back(body);
  }
  std::vector<std::string> lines;
  for (const auto& share : shares) {
    for (std::string& line : lines_of(records(world.retold(share)))) lines.push_back(std::move(line));
    if (world.chance(30)) lines = lines_of(records(world.shuffled(lines)));
  }
  return records(world.shuffled(lines));
}

}  // namespace

TEST_CASE("the same facts give the same records in any order and repetition and over any stores",
          "[history][property]") {
  for_seeds(10'000, [](std::uint32_t seed) {
    World world(seed);
    const auto bodies = some_bodies(world);
    const std::string whole = records(bodies), again = records(world.retold(bodies));
    const std::string merged = split_and_merged(world, bodies);
    check_same(seed, whole, again);
    check_same(seed, whole, merged);
    check_same(seed, whole, records(lines_of(whole)));
  });
}

TEST_CASE("a history built delivery by delivery through a store equals one built in memory", "[history][property]") {
  for_seeds(500, [](std::uint32_t seed) {
    World world(seed);
    const auto bodies = some_bodies(world);
    Store store;
    for (const std::string& body : world.retold(bodies)) store.deliver(body);
    const std::string whole = records(bodies);
    check_same(seed, whole, store.all());

    // Records are deliveries like any other: into a store that knows some of it already.
    Store other;
    for (std::size_t i = 0; i < bodies.size(); i += 3) other.deliver(bodies[i]);
    for (const std::string& line : world.shuffled(lines_of(whole))) other.deliver(line);
    check_same(seed, whole, other.all());
  });
}

TEST_CASE("of somebody who is erased nothing stays, wherever the erasure stands", "[history][property][erasure]") {
  // What a number is called and how its sync went is nobody's.
  const auto about_people = [](const std::string& text) {
    std::string kept;
    for (const std::string& line : lines_of(text)) {
      if (!line.starts_with(R"({"record":"number")") && !line.starts_with(R"({"record":"sync")")) kept += line + "\n";
    }
    return kept;
  };
  for_seeds(2'000, [&](std::uint32_t seed) {
    World world(seed);
    const World::Erasing told = world.with_erasure(4 + world.pick(16), World::Until::all_times);
    std::vector<std::string> others = told.of_others;
    others.insert(others.end(), told.erasures.begin(), told.erasures.end());
    check_same(seed, about_people(records(others)), about_people(records(world.retold(told.all()))));
  });
}
