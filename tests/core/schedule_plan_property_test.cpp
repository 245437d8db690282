// Random scenarios against a judge that recounts everything by brute force (tests/support/plan_judge.h).
#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "core/schedule/plan.h"
#include "core/schedule/scenario.h"
#include "tests/support/catch.h"
#include "tests/support/plan_judge.h"
#include "tests/support/scheduling.h"

namespace {

using namespace plan_judge;

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::int64_t from(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool chance(int percent) { return from(1, 100) <= percent; }
  template <class List>
  auto one_of(const List& list) {
    return list[static_cast<std::size_t>(from(0, static_cast<std::int64_t>(list.size()) - 1))];
  }

 private:
  std::mt19937 engine_;
};

Scenario random_scenario(unsigned seed) {
  Dice dice(seed);
  Scenario scenario;
  scenario.rate = dice.from(1, 20);
  scenario.headroom = dice.chance(30) ? dice.from(0, scenario.rate - 1) : 0;
  scenario.floor = dice.from(0, 6);
  scenario.guard = dice.chance(50) ? 0 : dice.from(1, 200);
  scenario.seed = dice.from(0, 1000);
  scenario.every = dice.chance(50) ? 6000 : dice.from(0, 2500);
  scenario.burst = dice.chance(50) ? 45 : dice.from(1, 5);
  const std::int64_t span = dice.from(1, 6000);
  const bool at_edges = dice.chance(40);  // many things at the same few milliseconds
  const auto time = [&] { return at_edges ? dice.from(0, 3) * 1000 + dice.from(0, 2) : dice.from(0, span); };

  const std::array<std::string, 3> lanes{"reply", "utility", "marketing"};
  const std::int64_t users = dice.from(1, 40), campaigns = dice.from(1, 4), count = dice.from(1, 90);
  const int troubles = static_cast<int>(dice.from(0, 25));
  for (std::int64_t i = 0; i < count; ++i) {
    Message message;
    message.id = "m" + std::to_string(i);
    message.to = "u" + std::to_string(dice.from(0, users));
    message.lane = dice.one_of(lanes);
    message.at = time();
    if (dice.chance(50)) message.tenant = "c" + std::to_string(dice.from(1, campaigns));
    if (dice.chance(10)) message.not_before = message.at + dice.from(0, 3000);
    if (dice.chance(15)) message.expires = std::max<Ms>(0, message.at + dice.from(-5, 4000));
    const std::array<int, 8> codes{130429, 131056, 131000, 131016, 131026, 131047, 131050, 100};
    for (int attempt = 1; attempt <= 3 && dice.chance(troubles); ++attempt) {
      Answer answer{message.id, attempt, -1, dice.chance(50) ? 0 : dice.from(1, 1500), dice.chance(10)};
      if (dice.chance(70)) answer.code = dice.chance(1) ? 131048 : dice.one_of(codes);
      scenario.answers.push_back(answer);
    }
    scenario.messages.push_back(message);
  }
  const std::int64_t storms = dice.chance(50) ? 0 : dice.from(1, 20);
  for (std::int64_t i = 0; i < storms; ++i) scenario.inbound.push_back({time(), dice.from(0, 25)});
  return scenario;
}

std::string plan_of(const std::string& json) {
  const auto scenario = twinline::read_scenario(json, twinline::rules_of_meta());
  REQUIRE(scenario);
  std::string lines;
  twinline::run_plan(*scenario, [&](const twinline::PlanStep& step) { twinline::write_plan_step(step, lines); });
  return lines;
}

}  // namespace

TEST_CASE("no random scenario goes over a limit, idles, loses or repeats a message", "[schedule]") {
  for (unsigned seed = 1; seed <= 120; ++seed) {
    const Scenario scenario = random_scenario(seed);
    const std::string json = to_json(scenario);
    const std::string lines = plan_of(json);
    const std::string verdict = judge(scenario, read_lines(lines));
    if (verdict.empty()) continue;
    CAPTURE(seed, json, lines);
    FAIL(verdict);
  }
}

TEST_CASE("the same scenario gives the same plan, in whatever order its lists come", "[schedule]") {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    Scenario scenario = random_scenario(seed);
    const std::string lines = plan_of(to_json(scenario));
    CHECK(plan_of(to_json(scenario)) == lines);
    std::reverse(scenario.inbound.begin(), scenario.inbound.end());
    std::reverse(scenario.answers.begin(), scenario.answers.end());
    std::stable_sort(scenario.messages.begin(), scenario.messages.end(),
                     [](const Message& a, const Message& b) { return a.at > b.at; });
    CAPTURE(seed);
    std::vector<Line> expected = read_lines(lines), reordered = read_lines(plan_of(to_json(scenario)));
    // What waits at the end is told in the order of the list.
    const auto waits = [](const Line& line) { return line.end == "waiting"; };
    expected.erase(std::remove_if(expected.begin(), expected.end(), waits), expected.end());
    reordered.erase(std::remove_if(reordered.begin(), reordered.end(), waits), reordered.end());
    REQUIRE(reordered.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CHECK(std::tie(reordered[i].id, reordered[i].at, reordered[i].attempt, reordered[i].end) ==
            std::tie(expected[i].id, expected[i].at, expected[i].attempt, expected[i].end));
    }
  }
}
