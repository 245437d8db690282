#include "native/meta_simulator/run_state.h"

#include <fstream>

#include "tests/simulator/scratch.h"
#include "tests/support/catch.h"

using namespace twinline::simulator;

TEST_CASE("a run's state is read as it was written", "[simulator]") {
  const twinline::tests::Scratch scratch;
  RunState state{"golive", {5, 1'782'864'000, 100, 4}, 3, {0, 2, 17}};
  REQUIRE(write_run_state(scratch.folder / "state.json", state));
  const auto read = read_run_state(scratch.folder / "state.json");
  REQUIRE(read);
  REQUIRE(read->has_value());
  CHECK((*read)->scenario == state.scenario);
  CHECK((*read)->plan == state.plan);
  CHECK((*read)->runs == 3);
  CHECK((*read)->taken == state.taken);
  CHECK_FALSE(std::filesystem::exists(scratch.folder / "state.json.new"));
}

TEST_CASE("no state file is a first run, a foreign one an error", "[simulator]") {
  const twinline::tests::Scratch scratch;
  const auto none = read_run_state(scratch.folder / "none.json");
  REQUIRE(none);
  CHECK_FALSE(none->has_value());
  for (const char* text : {"", "[]", "{\"format\":2}", "{\"format\":1}", "{\"format\":1,\"scenario\":7}"}) {
    std::ofstream(scratch.folder / "foreign.json") << text;
    CHECK_FALSE(read_run_state(scratch.folder / "foreign.json"));
  }
  CHECK_FALSE(write_run_state(scratch.folder / "no folder" / "state.json", {}));
}
