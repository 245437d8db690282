// The core against the simulator: what is merged from the bodies must be what the simulator's world says.
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "native/meta_simulator/live.h"
#include "native/meta_simulator/onboarding.h"
#include "native/meta_simulator/truth.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::simulator;
using Json = nlohmann::json;

namespace {

void join(History& history, const std::string& body) {
  Decoder decoder;
  const auto batch = decoder(body);
  REQUIRE(batch);
  history.apply(**batch);
}

std::vector<Json> records_of(const History& history) {
  std::string text;
  history.write_records([&text](std::string_view piece) { text += piece; });
  std::istringstream lines(text);
  std::vector<Json> records;
  for (std::string line; std::getline(lines, line);) records.push_back(Json::parse(line));
  return records;
}

}  // namespace

TEST_CASE("the merged history is the simulated world", "[simulator][history]") {
  const std::uint64_t seed = GENERATE(1U, 2U, 3U);
  const World world = make_world({seed, 1'782'864'000, 600, 20});
  OnboardingPlan plan;
  plan.chunk_order_per_phase = seed != 2;
  const Onboarding onboarding(world, plan);
  History history;
  for (const Step& step : onboarding.steps()) join(history, onboarding.body(step));

  std::map<std::string, Json> by_thread;
  std::map<std::string, int> kinds;
  std::size_t placeholders = 0;
  for (const Json& record : records_of(history)) {
    const std::string kind = record.at("record");
    ++kinds[kind];
    if (kind != "message") continue;
    by_thread[record.at("thread").get<std::string>()].push_back(record.at("id"));
    if (record.at("type") == "media_placeholder") ++placeholders;
  }
  const Json truth = truth_of(world, onboarding);
  CHECK(Json(by_thread) == truth.at("by_thread"));
  CHECK(kinds["contact"] == truth.at("contacts"));
  CHECK(kinds["waiting"] == 0);
  CHECK(placeholders == truth.at("media").at("missing"));
  const Json summary = Json::parse(history.number_summary(world.business.number));
  CHECK(summary.at("sync").at(0).at("stage") == "complete");
  CHECK(summary.at("sync").at(0).at("chunks") == truth.at("chunks"));
}

TEST_CASE("live traffic leaves nothing waiting", "[simulator][history]") {
  const World world = make_world({4, 1'782'864'000, 200, 12});
  const Onboarding onboarding(world, {});
  History history;
  for (const Step& step : onboarding.steps()) join(history, onboarding.body(step));
  LiveTraffic traffic(world, 5);
  for (int i = 0; i < 400; ++i) {
    for (const LivePost& post : traffic.next(1'782'870'000 + i * 3)) join(history, post.body);
  }
  std::map<std::string, int> seen;
  for (const Json& record : records_of(history)) {
    ++seen[record.at("record").get<std::string>()];
    for (const char* mark : {"edited", "revoked", "reactions"}) seen[mark] += record.contains(mark) ? 1 : 0;
  }
  CHECK(seen["waiting"] == 0);
  CHECK(seen["edited"] > 0);
  CHECK(seen["revoked"] > 0);
  CHECK(seen["reactions"] > 0);
}
