#include <array>
#include <string>
#include <vector>

#include "core/policy/document.h"
#include "core/schedule/plan.h"
#include "core/schedule/plan_summary.h"
#include "core/schedule/scenario.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/plan_judge.h"
#include "tests/support/scheduling.h"

namespace {

std::string plan_of(const std::string& json) {
  const auto scenario = twinline::read_scenario(json, twinline::rules_of_meta());
  if (!scenario) return scenario.error().place + ": " + scenario.error().what;
  std::string lines;
  twinline::run_plan(*scenario, [&](const twinline::PlanStep& step) { twinline::write_plan_step(step, lines); });
  return lines;
}

struct Wrong {
  std::string json, place;
  std::size_t line;
};

}  // namespace

TEST_CASE("a plan of the edges reads as expected", "[schedule]") {
  CHECK(plan_of(fixture("plan/edges.json")) == fixture("plan/edges.expected.ndjson"));
}

TEST_CASE("a wrong scenario names its line and member", "[schedule]") {
  const std::string message = R"({"id":"a","at":0,"to":"u"})";
  const std::vector<Wrong> wrongs{
      {"{\n\"messages\":[]}", "rate", 1},
      {"{\"rate\":20}", "messages", 1},
      {"{\"rate\":\n21,\n\"messages\":[]}", "rate", 2},
      {"{\"rate\":-1,\"messages\":[]}", "rate", 1},
      {"{\"rate\":\"many\",\"messages\":[]}", "rate", 1},
      {"{\"rate\":1.5,\"messages\":[]}", "rate", 1},
      {"{\"rate\":1,\n\"guard_ms\":-1,\"messages\":[]}", "guard_ms", 2},
      {"{\"rate\":1,\"pair\":{\n\"every_ms\":\"x\"},\"messages\":[]}", "pair.every_ms", 2},
      {"{\"rate\":1,\"pair\":3,\"messages\":[]}", "pair", 1},
      {"{\"rate\":1,\"messages\":{}}", "messages", 1},
      {"{\"rate\":1,\"messages\":[\n3]}", "messages[0]", 2},
      {"{\"rate\":1,\"messages\":[\n{\"id\":\"a\",\"at\":0}]}", "messages[0].to", 2},
      {"{\"rate\":1,\"messages\":[\n" + message + ",\n{\"id\":\"b\",\n\"at\":-1,\"to\":\"u\"}]}", "messages[1].at", 4},
      {"{\"rate\":1,\"messages\":[{\"id\":\"a\",\"at\":0,\"to\":\"u\",\n\"lane\":\"fast\"}]}", "messages[0].lane", 2},
      {"{\"rate\":1,\"messages\":[{\"id\":7,\"at\":0,\"to\":\"u\"}]}", "messages[0].id", 1},
      {"{\"rate\":1,\"messages\":[" + message + ",\n" + message + "]}", "messages[1].id", 2},
      {"{\"rate\":1,\"messages\":[],\"inbound\":[{\"at\":0},\n{\"count\":-1}]}", "inbound[1].count", 2},
      {"{\"rate\":1,\"messages\":[],\n\"answers\":[{\"code\":1}]}", "answers[0].id", 2},
      {"{\"rate\":1,\"messages\":[],\n\"answers\":[{\"id\":\"a\"}]}", "answers[0].id", 2},
      {"{\"rate\":1,\"answers\":[{\"id\":\"a\"},\n{\"id\":\"a\"}],\"messages\":[" + message + "]}",
       "answers[1].attempt", 2},
      {"{\"rate\":1,\"answers\":[{\"id\":\"a\",\n\"lost\":1}],\"messages\":[" + message + "]}", "answers[0].lost", 2},
      {"{\"rate\":1,\n\"messages\":[" + message + ",]}", "", 2},
      {"[]", "", 1},
      {"", "", 1},
  };
  for (const Wrong& wrong : wrongs) {
    CAPTURE(wrong.json);
    const auto scenario = twinline::read_scenario(wrong.json);
    REQUIRE_FALSE(scenario);
    CHECK(scenario.error().place == wrong.place);
    CHECK(twinline::line_of(wrong.json, scenario.error().byte) == wrong.line);
    CHECK_FALSE(scenario.error().what.empty());
  }
}

TEST_CASE("unknown members are ignored, lists come in any order, null is absent", "[schedule]") {
  CHECK(plan_of(R"({"x":{"messages":[1]},"answers":[{"id":"b","lost":true,"y":[]}],"messages":[
      {"to":"u","at":1e3,"id":"b","expires":null,"z":{"at":7}},{"to":"v","at":0,"id":"a"}],"rate":20})") ==
        "{\"id\":\"a\",\"start\":0,\"attempt\":1,\"lane\":\"utility\"}\n"
        "{\"id\":\"b\",\"start\":1000,\"attempt\":1,\"lane\":\"utility\"}\n"
        "{\"id\":\"b\",\"end\":\"in_doubt\",\"at\":1000,\"reason\":\"no answer came after its bytes were written\"}\n");
}

TEST_CASE("of a list or member that is there twice the last counts", "[schedule]") {
  CHECK(plan_of(R"({"rate":1,"messages":[{"id":"a","at":0,"to":"u"},{"id":"b","at":0,"to":"u"}],"rate":20,
      "inbound":[{"at":0,"count":20}],"inbound":[],"messages":[{"id":"b","at":7,"to":"u"}]})") ==
        "{\"id\":\"b\",\"start\":7,\"attempt\":1,\"lane\":\"utility\"}\n");
}

TEST_CASE("what a block or a rate of nothing holds back is said to wait", "[schedule]") {
  CHECK(plan_of(R"({"rate":0,"messages":[{"id":"a","at":5,"to":"u"}]})") ==
        "{\"id\":\"a\",\"end\":\"waiting\",\"at\":5,\"reason\":\"rate minus headroom leaves no start\"}\n");
  const std::string blocked = plan_of(R"({"rate":20,"messages":[{"id":"a","at":0,"to":"u"},{"id":"b","at":1,"to":"v"}],
      "answers":[{"id":"a","code":131031}]})");
  CHECK(blocked.find("\"a\",\"end\":\"failed\"") != std::string::npos);
  CHECK(blocked.find("\"b\",\"end\":\"waiting\",\"at\":1,\"reason\":\"the number was stopped by error 131031") !=
        std::string::npos);
}

TEST_CASE("every small case around the edges of window, burst and debt", "[schedule]") {
  const std::array<plan_judge::Ms, 4> times{0, 999, 1000, 1001};
  int cases = 0;
  for (const auto a : times) {
    for (const auto b : times) {
      for (const auto c : times) {
        for (int variant = 0; variant < 32; ++variant) {
          plan_judge::Scenario scenario;
          scenario.rate = 1 + variant % 2;
          scenario.every = 1000;
          scenario.burst = 1 + variant / 2 % 2;
          scenario.floor = variant / 4 % 2;
          scenario.guard = variant / 8 % 2;
          const bool one_user = variant / 16 == 0;
          scenario.inbound = {{a, 1}};
          scenario.messages = {{"a", "u", "utility", "", a, 0, -1},
                               {"b", "u", "reply", "", b, 0, c + 1},
                               {"c", one_user ? "u" : "v", "reply", "", c, b, -1},
                               {"d", one_user ? "u" : "v", "marketing", "", 0, 0, -1}};
          scenario.answers = {{"d", 1, 131056, 1, false}};
          const std::string json = to_json(scenario), lines = plan_of(json);
          const std::string verdict = judge(scenario, plan_judge::read_lines(lines));
          ++cases;
          if (verdict.empty()) continue;
          CAPTURE(json, lines);
          FAIL(verdict);
        }
      }
    }
  }
  CHECK(cases == 2048);
}

TEST_CASE("a summary tells the fullest second, the rate reached and the waits", "[schedule]") {
  std::string messages;
  for (int i = 0; i < 60; ++i) {
    messages += (i == 0 ? "" : ",") + ("{\"id\":\"m" + std::to_string(i)) + "\",\"at\":0,\"to\":\"u" +
                std::to_string(i) + "\",\"tenant\":\"spring\"}";
  }
  const auto scenario = twinline::read_scenario("{\"rate\":20,\"messages\":[" + messages + "]}");
  REQUIRE(scenario);
  twinline::PlanSummary summary(*scenario);
  const auto use = twinline::run_plan(*scenario, [&](const twinline::PlanStep& step) { summary.add(step); });
  const std::string text = summary.text(use);
  CHECK(text.find("highest count in any sliding second: 20") != std::string::npos);
  CHECK(text.find("rate reached: 20.00 a second of 20.00 allowed") != std::string::npos);
  CHECK(text.find("spring") != std::string::npos);
}
