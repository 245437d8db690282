// What a partner says about an app: whether coexistence is enabled, and when new messages are shown.
#include "tests/native/live_shim.h"

using namespace twinline;
using nlohmann::json;
using namespace nlohmann::literals;

TEST_CASE("an app may show new messages only after the sync, and somebody may look before; the records wait for nobody",
          "[going_live]") {
  LiveShim live;
  live.begin();
  const std::string config = "/v1/apps/" + live.app + "/config";
  CHECK(live.ask("GET", "/v1/apps/" + live.app)["new_messages"] == "at_once");
  live.ask("PUT", config, {{"newMessages", "sometimes"}}, 400);
  CHECK(live.ask("PUT", config, {{"newMessages", "after_sync"}})["new_messages"] == "after_sync");
  live.sign_up();
  const std::string life = "/v1/numbers/1001/life";
  const json waiting = live.wait_until(life, [](const json& now) { return now["stage"] == "syncing"; });
  CHECK(waiting["new_messages"] == "after_sync");
  CHECK(waiting["held_back"]["since"] == waiting["registers"]["onboarded_at"]);
  CHECK(waiting["held_back"]["until"] > waiting["held_back"]["since"]);

  live.ask("POST", "/v1/apps/" + live.app + "/show-new-messages");
  CHECK_FALSE(live.ask("GET", life).contains("held_back"));
  CHECK(live.ask("GET", life)["new_messages"] == "after_sync");
  live.ask("POST", "/v1/apps/none/show-new-messages", nullptr, 404);
}

TEST_CASE("what is held back is shown when the history is complete", "[going_live]") {
  LiveShim live;
  live.begin();
  live.ask("PUT", "/v1/apps/" + live.app + "/config", {{"newMessages", "after_sync"}});
  live.sign_up();
  const std::string life = "/v1/numbers/1001/life";
  live.wait_until(life, [](const json& now) { return now["stage"] == "syncing" && now.contains("held_back"); });
  live.deliver_everything();
  live.wait_until(life, [](const json& now) { return now["stage"] == "live" && !now.contains("held_back"); });
}

TEST_CASE("coexistence is enabled by API, by a request that is granted, and for each app anew", "[going_live]") {
  LiveShim live;
  const std::string first = live.ask("POST", "/v1/apps", {{"name", "A"}}, 201)["id"];
  const std::string second = live.ask("POST", "/v1/apps", {{"name", "B"}}, 201)["id"];
  CHECK(live.ask("GET", "/v1/apps/" + first)["coexistence"] == json{{"enabled", false}, {"how", "none"}});
  const Answer form =
      live.shim.send("PUT", "/v1/apps/" + first + "/config",
                     {bearer, {"Content-Type", "application/x-www-form-urlencoded"}}, "coexistenceEnabled=true");
  CHECK(json::parse(form.body)["coexistence"]["how"] == "api");
  CHECK(live.ask("GET", "/v1/apps/" + second)["coexistence"]["enabled"] == false);
  live.ask("POST", "/v1/apps/" + second + "/coexistence-request/grant", nullptr, 409);
  const json asked = live.ask("POST", "/v1/apps/" + second + "/coexistence-request",
                              {{"contact", "ann@example.com"}, {"reason", "a shop"}});
  CHECK(asked["coexistence"]["enabled"] == false);
  CHECK(asked["coexistence"]["requested_at"].get<std::int64_t>() > 1'600'000'000);
  const json granted = live.ask("POST", "/v1/apps/" + second + "/coexistence-request/grant");
  CHECK(granted["coexistence"]["enabled"] == true);
  CHECK(granted["coexistence"]["how"] == "request");
  CHECK(live.ask("GET", "/v1/apps")["apps"].size() == 2);
}

TEST_CASE("a member of an app's settings that nobody knows is refused with its place, and changes nothing",
          "[going_live]") {
  LiveShim live;
  live.begin();
  const std::string config = "/v1/apps/" + live.app + "/config";
  const json before = live.ask("GET", "/v1/apps/" + live.app);
  const auto refused = [&](const json& body, const std::string& place) {
    const json answer = live.ask("PUT", config, body, 400);
    CHECK(answer["error"]["message"].get<std::string>().find(place) != std::string::npos);
  };
  refused({{"newMesages", "after_sync"}}, "/newMesages");
  refused({{"coexistenceEnabled", false}, {"new/Messages", "after_sync"}}, "/new~1Messages");
  refused({{"coexistenceEnabled", "perhaps"}, {"newMessages", "after_sync"}}, "/coexistenceEnabled");
  refused({{"coexistenceEnabled", false}, {"newMessages", "sometimes"}}, "/newMessages");
  refused(json::object(), "nothing");
  CHECK(live.ask("GET", "/v1/apps/" + live.app) == before);
}

TEST_CASE("two changes of an app at once are both kept", "[going_live]") {
  LiveShim live;
  live.begin();
  const std::string config = "/v1/apps/" + live.app + "/config";
  for (int round = 0; round < 40; ++round) {
    const char* const shown = round % 2 == 0 ? "after_sync" : "at_once";
    const bool enabled = round % 4 < 2;
    std::thread other([&] {
      HttpClient client;
      client.send({"PUT",
                   "http://127.0.0.1:" + std::to_string(live.shim.service->port()) + config,
                   {bearer},
                   json{{"newMessages", shown}}.dump()});
    });
    live.ask("PUT", config, {{"coexistenceEnabled", enabled}});
    other.join();
    const json app = live.ask("GET", "/v1/apps/" + live.app);
    CHECK(app["new_messages"] == shown);
    CHECK(app["coexistence"]["enabled"] == enabled);
  }
}

TEST_CASE("new messages that were shown when the wait was over are not held back again", "[going_live]") {
  LiveShim live;
  live.begin();
  live.ask("PUT", "/v1/apps/" + live.app + "/config", {{"newMessages", "after_sync"}});
  live.graph.answer_with("smb_app_data history", {400, {}, R"({"error":{"code":2593109,"message":"declined"}})"});
  live.sign_up();
  live.wait_until("/v1/numbers/1001/life",
                  [](const json& now) { return now.value("/history/stage"_json_pointer, "") == "declined"; });
  CHECK_FALSE(live.life().contains("held_back"));
  // Choosing it again holds nothing back of what is seen.
  live.ask("PUT", "/v1/apps/" + live.app + "/config", {{"newMessages", "at_once"}});
  live.ask("PUT", "/v1/apps/" + live.app + "/config", {{"newMessages", "after_sync"}});
  CHECK_FALSE(live.life().contains("held_back"));
}

TEST_CASE("a body with a member that nobody knows, or none at all, is refused where an onboarding is told",
          "[going_live]") {
  LiveShim live;
  live.begin();
  const json odd = {{"sent_by", "a slip"}};
  for (const std::string& path :
       {std::string("/v1/apps"), "/v1/apps/" + live.app + "/onboardings", live.path("/code"), live.path("/pin"),
        live.path("/link"), live.path("/signup-events"), "/v1/apps/" + live.app + "/coexistence-request"}) {
    const json answer = live.ask("POST", path, odd, 400);
    CHECK(answer["error"]["message"].get<std::string>().find("/sent_by") != std::string::npos);
    CHECK(live.shim.send("POST", path, {bearer}, "{").status == 400);
  }
  live.ask("PUT", live.path("/steps/share_chats"), {{"value", true}, {"sent_by", "a slip"}}, 400);
  CHECK(live.ask("GET", "/v1/apps/" + live.app + "/onboardings")["onboardings"].size() == 1);
}
