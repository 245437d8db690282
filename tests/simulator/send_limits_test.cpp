// Meta's limits on a number: 20 in any second, and what may go to one user.
#include "native/meta_simulator/send_limits.h"

#include <algorithm>
#include <vector>

#include "native/meta_simulator/random.h"
#include "tests/support/catch.h"

using namespace twinline::simulator;

namespace {

// How many of these times lie in the fullest half-open second, by trying each one that begins with one of them.
std::size_t fullest_second(const std::vector<std::int64_t>& times) {
  std::size_t most = 0;
  for (const std::int64_t begin : times) {
    const auto in = [begin](std::int64_t at) { return at >= begin && at < begin + 1'000; };
    most = std::max(most, static_cast<std::size_t>(std::count_if(times.begin(), times.end(), in)));
  }
  return most;
}

}  // namespace

TEST_CASE("a second is half-open: what came 1,000 ms ago no longer counts, 999 ms ago it does", "[simulator][limits]") {
  SlidingSecond second;
  second.add(5'000);
  CHECK(second.count(5'999) == 1);
  CHECK(second.count(6'000) == 0);
  CHECK(second.highest() == 1);
}

TEST_CASE("the highest count in any second is found, wherever the second begins", "[simulator][limits]") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Random random(seed);
    SlidingSecond second;
    std::vector<std::int64_t> times;
    std::int64_t now_ms = 1'000'000;
    for (int i = 0; i < 200; ++i) {
      now_ms += random.between(0, random.chance(10) ? 1'500 : 60);
      times.push_back(now_ms);
      second.add(now_ms);
    }
    CAPTURE(seed);
    CHECK(second.highest() == fullest_second(times));
  }
}

TEST_CASE("a time that goes back counts as now", "[simulator][limits]") {
  SlidingSecond second;
  second.add(9'000);
  second.add(8'000);
  CHECK(second.count(9'999) == 2);
  CHECK(second.count(10'000) == 0);
}

TEST_CASE("a user gets 45 messages within 6 seconds, and then none until all are paid", "[simulator][limits]") {
  PairLimit pair;
  for (int i = 0; i < 44; ++i) CHECK(pair.take(1'000));
  CHECK(pair.take(6'999));
  CHECK_FALSE(pair.take(6'999));
  CHECK_FALSE(pair.take(7'000));
  CHECK_FALSE(pair.take(1'000 + 45 * 6'000 - 1));
  CHECK(pair.take(1'000 + 45 * 6'000));
}

TEST_CASE("a burst lasts 6 seconds from its first message", "[simulator][limits]") {
  PairLimit pair;
  CHECK(pair.take(0));
  CHECK(pair.take(5'999));
  CHECK_FALSE(pair.take(6'000));
  CHECK_FALSE(pair.take(11'999));
  CHECK(pair.take(12'000));
}

TEST_CASE("a message every 6 seconds always goes", "[simulator][limits]") {
  PairLimit pair;
  for (std::int64_t now_ms = 0; now_ms < 3'600'000; now_ms += 6'000) CHECK(pair.take(now_ms));
}
