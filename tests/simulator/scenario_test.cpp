// Each scenario, from the signup to what is told in the end.
#include <algorithm>
#include <set>

#include "native/meta_simulator/platform_memory.h"
#include "tests/simulator/platform_driver.h"
#include "tests/simulator/reader.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::tests;

namespace {

Reader read_all(const std::vector<std::string>& bodies) {
  Reader reader;
  for (const std::string& body : bodies) reader.read(body);
  return reader;
}

std::vector<int> progress_of(const std::vector<std::string>& bodies) {
  std::vector<int> told;
  for (const Json& value : Driver::of_field(bodies, "history")) {
    for (const Json& chunk : value.value("history", Json::array())) {
      if (chunk.contains("metadata")) told.push_back(chunk.at("metadata").at("progress").get<int>());
    }
  }
  return told;
}

// Contacts, then history, as far as they come.
std::vector<std::string> everything(Driver& meta) {
  meta.connect();
  meta.sync("smb_app_state_sync");
  std::vector<std::string> told = meta.bodies(3'000);
  meta.sync("history");
  for (std::string& body : meta.bodies(70'000)) told.push_back(std::move(body));
  return told;
}

std::vector<std::string> events_of(const std::vector<std::string>& bodies) {
  std::vector<std::string> names;
  for (const Json& value : Driver::of_field(bodies, "account_update")) names.push_back(value.at("event"));
  return names;
}

}  // namespace

TEST_CASE("nothing is told before the app is subscribed, and what was due meanwhile is lost", "[simulator][story]") {
  Driver meta;
  REQUIRE(meta.exchange(meta.sign_up()).status == 200);
  CHECK(meta.sync("smb_app_state_sync").status == 200);
  CHECK(meta.bodies(5'000).empty());
  meta.call("POST", meta.waba + "/subscribed_apps");
  CHECK(meta.bodies(5'000).empty());
  meta.sync("history");
  CHECK_FALSE(meta.bodies(5'000).empty());
  CHECK(meta.state().at("webhooks").at("dropped") > 0);
}

TEST_CASE("a field that the app did not subscribe to is not told", "[simulator][story]") {
  Driver meta;
  meta.connect();
  std::swap(meta.token, meta.message);
  meta.token = "77|secret";
  meta.call("POST", "77/subscriptions", {{"fields", "messages"}});
  std::swap(meta.token, meta.message);
  meta.exchange(meta.sign_up());
  meta.sync("history");
  CHECK(Driver::of_field(meta.bodies(5'000), "history").empty());
}

TEST_CASE("contacts and history begin when they are asked for", "[simulator][story]") {
  Driver meta("golive");
  meta.connect();
  CHECK(meta.bodies(10'000).empty());
  meta.sync("smb_app_state_sync");
  const auto contacts = meta.bodies(10'000);
  CHECK(read_all(contacts).messages.empty());
  CHECK_FALSE(read_all(contacts).contacts.empty());
  meta.sync("history");
  CHECK_FALSE(progress_of(meta.bodies(20'000)).empty());
  const auto rest = meta.bodies(60'000);
  CHECK_FALSE(rest.empty());
}

TEST_CASE("what was told in the end is the truth that the simulator tells", "[simulator][story]") {
  Driver meta;
  const Reader reader = read_all(everything(meta));
  HttpRequest request;
  request.method = "GET";
  request.path = "/simulator/truth";
  request.query = "number=" + meta.number;
  const Json truth = Json::parse(meta.platform.answer(request, meta.now_ms).response.body);
  CHECK(truth.at("messages") == reader.messages.size());
  CHECK(truth.at("number") == reader.number);
  CHECK(truth.at("by_thread").size() == reader.by_thread.size());
  CHECK(meta.state().at("numbers").at(0).at("still_to_post") == 0);
}

TEST_CASE("the same seed tells the same, byte for byte; another one does not", "[simulator][story]") {
  for (const char* scenario : {"golive", "gap", "stalled", "reordered", "inconsistent-events"}) {
    INFO(scenario);
    Driver first(scenario), second(scenario);
    CHECK(everything(first) == everything(second));
  }
  auto plan = plan_of("burst");
  plan.world.seed = 2;
  Driver first("burst"), other(plan);
  CHECK(everything(first) != everything(other));
}

TEST_CASE("times are divided by the speed", "[simulator][story]") {
  auto plan = plan_of("golive");
  plan.speed = 40;
  Driver meta(plan);
  meta.connect();
  meta.sync("history");
  const auto told = progress_of(meta.bodies(1'100));
  CHECK(std::find(told.begin(), told.end(), 100) != told.end());
}

TEST_CASE("a declined history is one webhook, 2593109", "[simulator][story]") {
  const bool by_scenario = GENERATE(true, false);
  Driver meta(by_scenario ? "declined" : "golive");
  meta.connect({{"share_chats", by_scenario}});
  CHECK(meta.sync("history").status == 200);
  const auto told = meta.bodies(60'000);
  REQUIRE(told.size() == 1);
  CHECK(Driver::of_field(told, "history").at(0).at("history")[0].at("errors")[0].at("code") == 2593109);
}

TEST_CASE("a lost answer is a gateway's page, and what was asked for begins all the same", "[simulator][story]") {
  Driver meta("lost-answer");
  meta.connect();
  CHECK(meta.sync("smb_app_state_sync").status == 504);
  CHECK(meta.sync("history").status == 504);
  CHECK(meta.sync("history").error() == 2593107);
  CHECK_FALSE(progress_of(meta.bodies(60'000)).empty());
}

TEST_CASE("a code whose answer was lost is used up, and another signup of the same number goes on",
          "[simulator][story]") {
  Driver meta("lost-code");
  const std::string code = meta.sign_up();
  CHECK(meta.exchange(code).status == 504);
  CHECK(meta.exchange(code).subcode() == 36009);
  CHECK(meta.exchange(meta.sign_up()).status == 200);
}

TEST_CASE("too late and used up are refusals of both synchronisations", "[simulator][story]") {
  Driver late("late"), used_up("used-up");
  late.connect();
  used_up.connect();
  for (const char* type : {"smb_app_state_sync", "history"}) {
    CHECK(late.sync(type).error() == 2593108);
    CHECK(used_up.sync(type).error() == 2593107);
  }
  CHECK(late.bodies(60'000).empty());
}

TEST_CASE("accepted and nothing arrives", "[simulator][story]") {
  Driver meta("nothing-arrives");
  CHECK(everything(meta).empty());
}

TEST_CASE("chunks are missing where there is a gap, and the end is told", "[simulator][story]") {
  Driver whole("golive"), meta("gap");
  const auto all = read_all(everything(whole)).chunks;
  const auto told = everything(meta);
  CHECK(read_all(told).chunks.size() == all.size() - 2);
  const auto progress = progress_of(told);
  CHECK(std::find(progress.begin(), progress.end(), 100) != progress.end());
}

TEST_CASE("a stalled history ends before its end", "[simulator][story]") {
  Driver meta("stalled");
  const auto progress = progress_of(everything(meta));
  REQUIRE_FALSE(progress.empty());
  CHECK(*std::max_element(progress.begin(), progress.end()) < 100);
}

TEST_CASE("a reordered history begins with its end and lacks nothing", "[simulator][story]") {
  Driver whole("golive"), meta("reordered");
  const auto all = everything(whole);
  const auto told = everything(meta);
  const auto progress = progress_of(told);
  CHECK(progress.front() == 100);
  CHECK(progress.back() < 10);
  const auto messages = read_all(told).messages, expected = read_all(all).messages;
  const auto same = [](const Wamid& a, const Wamid& b) { return !(a < b) && !(b < a); };
  CHECK(std::equal(messages.begin(), messages.end(), expected.begin(), expected.end(), same));
}

TEST_CASE("inconsistent events leave out contacts, media and echoes, but no chunk", "[simulator][story]") {
  Driver whole("golive"), meta("inconsistent-events");
  const Reader all = read_all(everything(whole)), told = read_all(everything(meta));
  CHECK(told.chunks == all.chunks);
  CHECK(told.media.size() < all.media.size());
  CHECK(told.removed.empty());
}

TEST_CASE("a changed phone suspends the connection and brings it back", "[simulator][story]") {
  Driver meta("offboarded");
  const auto first = everything(meta);
  CHECK(events_of(first) == std::vector<std::string>{"ACCOUNT_OFFBOARDED", "ACCOUNT_RECONNECTED"});
  CHECK(meta.call("GET", meta.number).status == 200);
}

TEST_CASE("a reconnection that overtakes has the later time", "[simulator][story]") {
  Driver meta("reconnected-first");
  const auto told = everything(meta);
  REQUIRE(events_of(told) == std::vector<std::string>{"ACCOUNT_RECONNECTED", "ACCOUNT_OFFBOARDED"});
  std::vector<long long> times;
  for (const std::string& body : told) {
    if (body.find("account_update") != std::string::npos) times.push_back(Json::parse(body).at("entry")[0].at("time"));
  }
  CHECK(times.at(0) > times.at(1));
}

TEST_CASE("a restriction tells its end, and a new limit is told and read", "[simulator][story]") {
  Driver meta("restricted");
  const auto told = everything(meta);
  const Json restriction = Driver::of_field(told, "account_update").at(0).at("restriction_info")[0];
  CHECK(restriction.at("restriction_type") == "RESTRICTED_BIZ_INITIATED_MESSAGING");
  CHECK(restriction.at("expiration") > meta.now_ms / 1000 + 6 * 86'400);
  const Json limit = Driver::of_field(told, "phone_number_quality_update").at(0);
  CHECK(limit.at("old_limit") == "TIER_250");
  CHECK(limit.at("current_limit") == "TIER_2K");
  const Json fields = meta.call("GET", meta.number + "?fields=quality_rating,messaging_limit_tier").body;
  CHECK(fields.at("quality_rating") == "YELLOW");
  CHECK(fields.at("messaging_limit_tier") == "TIER_2K");
}

TEST_CASE("a silent disconnect is seen by reading only", "[simulator][story]") {
  Driver meta("silent-disconnect");
  const auto told = everything(meta);
  CHECK(events_of(told).empty());
  CHECK(meta.call("GET", meta.number).subcode() == 33);
  CHECK(meta.call("GET", meta.waba + "/phone_numbers").subcode() == 33);
}

TEST_CASE("inconsistent errors take no effect, differ, and end in a success", "[simulator][story]") {
  Driver meta("inconsistent-errors");
  REQUIRE(meta.exchange(meta.sign_up()).status == 200);
  std::set<long long> codes;
  Answered answer = meta.call("POST", meta.waba + "/subscribed_apps");
  for (; answer.status != 200; answer = meta.call("POST", meta.waba + "/subscribed_apps")) {
    CHECK(meta.call("GET", meta.waba + "/subscribed_apps").body.at("data").empty());
    codes.insert(answer.error());
  }
  CHECK(codes.size() == 2);
  CHECK(meta.sync("smb_app_state_sync").status == 503);
  CHECK(meta.sync("smb_app_state_sync").status == 200);
}

TEST_CASE("signup refuses a number in Meta's words", "[simulator][signup]") {
  const auto [scenario, words] = GENERATE(
      table<const char*, const char*>({{"not-eligible", "not eligible"}, {"error-object", "[object Object]"}}));
  Driver meta(scenario);
  const Json session = meta.ask("signup/start", {{"app_id", "77"}}).body;
  const Json refused = meta.ask("signup/number", {{"session_id", session.at("session_id")},
                                                  {"portfolio", 0},
                                                  {"phone", session.at("portfolios")[0].at("numbers")[0].at("shown")}})
                           .body;
  const Json message = Json::parse(refused.at("message").get<std::string>());
  CHECK(message.at("event") == "CANCEL");
  CHECK(message.at("data").at("error_message").get<std::string>().find(words) != std::string::npos);
  CHECK_FALSE(message.at("data").at("error_id").get<std::string>().empty());
  CHECK(message.at("data").at("session_id") == session.at("session_id"));
}

TEST_CASE("live traffic flows while connected and subscribed, and stops with either", "[simulator][story]") {
  auto plan = plan_of("golive");
  plan.scenario.live_afterwards = true;
  Driver meta(plan);
  REQUIRE(meta.exchange(meta.sign_up()).status == 200);
  CHECK(meta.bodies(20'000).empty());
  meta.call("POST", meta.waba + "/subscribed_apps");
  CHECK(meta.bodies(20'000).size() > 4);
  meta.call("DELETE", meta.waba + "/subscribed_apps");
  meta.bodies(2'000);
  CHECK(meta.bodies(20'000).empty());
  meta.call("POST", meta.waba + "/subscribed_apps");
  meta.ask("phone", {{"number", meta.number}, {"action", "offboard"}});
  CHECK(meta.bodies(20'000).size() == 1);
  meta.ask("phone", {{"number", meta.number}, {"action", "reconnect"}});
  CHECK(meta.bodies(20'000).size() > 4);
}

TEST_CASE("a kept state goes on where it was: the rest of the history, the same token", "[simulator][memory]") {
  const auto plan = plan_of("golive");
  Driver first(plan);
  first.connect();
  first.sync("history");
  std::vector<std::string> told = first.bodies(15'000);
  // One that left and was not acknowledged is sent again.
  std::string unsure;
  while (unsure.empty()) {
    first.now_ms += 100;
    for (const auto& post : first.platform.due(first.now_ms)) {
      if (unsure.empty()) {
        unsure = post.body();
      } else {
        told.push_back(post.body());
        first.platform.acknowledge(post.id);
      }
    }
  }
  const std::string kept = simulator::to_text(first.platform.state());

  auto state = simulator::parse_platform_state(kept);
  REQUIRE(state);
  auto other = plan;
  other.world.seed = 99;
  other.world.messages = 5;
  simulator::Platform second(other, std::move(*state), first.now_ms);
  bool again = false;
  for (int i = 0; i < 600; ++i, first.now_ms += 100) {
    for (const auto& post : second.due(first.now_ms)) {
      told.push_back(post.body());
      again |= told.back() == unsure;
      second.acknowledge(post.id);
    }
  }
  CHECK(again);
  CHECK(read_all(told).messages.size() == 400);
  HttpRequest request{"GET", "/v24.0/" + first.number, "", {{"Authorization", "Bearer " + first.token}}, ""};
  CHECK(second.answer(request, first.now_ms).response.status == 200);
}

TEST_CASE("a file that is no state of a platform is refused in words", "[simulator][memory]") {
  CHECK_FALSE(simulator::parse_platform_state("{}"));
  CHECK_FALSE(simulator::parse_platform_state("nonsense"));
  const auto broken = simulator::parse_platform_state(R"({"kind":"simulated platform","format":1})");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().what.find("remove the file") != std::string::npos);
}
