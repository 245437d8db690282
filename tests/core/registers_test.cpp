#include "core/history/registers.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace twinline;

namespace {

// Any order and repetition of the same values gives the same register.
template <class Register, class Value, class Show>
void join_is_a_join(std::vector<Value> values, Show show) {
  Register first;
  for (const Value& value : values) first.join(value);
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(values.begin(), values.end(), random);
    Register again, half;
    for (std::size_t i = 0; i < values.size(); ++i) (i % 2 == 0 ? again : half).join(values[i]);
    again.join(half);
    CHECK(again.join(half) == false);
    CHECK(show(again) == show(first));
  }
}

}  // namespace

TEST_CASE("Max keeps the greatest in any order", "[registers]") {
  join_is_a_join<Max<std::string>, std::string>({"b", "a", "c", "c", ""}, [](const auto& max) { return *max.value; });
}

TEST_CASE("Set keeps everything once in any order", "[registers]") {
  join_is_a_join<Set<int>, int>({3, 1, 2, 2, 1}, [](const auto& set) { return set.sorted; });
}

TEST_CASE("Earliest prefers believable times, then early ones", "[registers]") {
  join_is_a_join<Earliest, std::int64_t>({17, 1739321025, 1739321024, 99999999999, 0},
                                         [](const auto& earliest) { return earliest.at; });
  Earliest earliest;
  earliest.join(17);
  CHECK(earliest.at == 17);
  earliest.join(1739321025);
  CHECK(earliest.at == 1739321025);
  earliest.join(1739321024);
  CHECK(earliest.at == 1739321024);
}

TEST_CASE("Map joins by key", "[registers]") {
  Map<std::string, Max<int>> a, b;
  a["x"].join(1);
  b["x"].join(2);
  b["y"].join(3);
  CHECK(a.join(b));
  CHECK_FALSE(a.join(b));
  CHECK(*a.find("x")->value == 2);
  CHECK(*a.find("y")->value == 3);
  CHECK(a.find("z") == nullptr);
}
