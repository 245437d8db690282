// What happens to a number that is live: changes made from here, disconnects, its timeline.
#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/native/live_shim.h"

using namespace twinline;
using nlohmann::json;

TEST_CASE("a change of profile or template is noted before it is made, and the timeline says it was ours",
          "[going_live]") {
  std::atomic<bool> cut = false;
  LiveShim live(true, std::make_unique<CutLedger>(cut));
  live.begin();
  live.sign_up();
  live.graph.wait_for("smb_app_data history");
  const std::string number = "/v1/numbers/1001";
  const auto texts = [&](const std::string& kind) {
    std::string all;
    const json events = live.ask("GET", number + "/timeline")["events"];
    for (const json& event : events) {
      if (event["kind"] == kind)
        all += event["source"].get<std::string>() + ": " + event["text"].get<std::string>() + "\n";
    }
    return all;
  };
  live.ask("POST", number + "/profile", {{"about", "Open"}, {"email", "a@example.com"}});
  CHECK(texts("change_profile") == "here: The profile (about, email) was changed from here.\n");
  live.graph.answer_with("message_templates", {400, {}, R"({"error":{"code":100,"message":"Invalid parameter"}})"});
  const json draft = {{"name", "hello"},
                      {"language", "en"},
                      {"category", "UTILITY"},
                      {"components", json::array({{{"type", "BODY"}, {"text", "Hi"}}})}};
  live.ask("POST", number + "/templates", draft, 422);
  CHECK(texts("create_template") == "here: A template (hello) was not created from here: Meta refused.\n");
  live.graph.answer_with("message_templates", {502, {}, "<html>"});
  live.ask("DELETE", number + "/templates?name=hello", nullptr, 502);
  CHECK(texts("delete_template").find("may have been deleted") != std::string::npos);

  SECTION("what cannot be noted is not made") {
    const std::size_t made = live.graph.times("whatsapp_business_profile");
    cut = true;
    live.ask("POST", number + "/profile", {{"about", "Closed"}}, 503);
    cut = false;
    CHECK(live.graph.times("whatsapp_business_profile") == made);
  }
  SECTION("what was under way when the process ended is unknown, and not repeated") {
    live.graph.hold("whatsapp_business_profile");
    std::thread asking([&] { live.shim.send("POST", number + "/profile", {bearer}, R"({"about":"Closed"})"); });
    live.graph.wait_for("whatsapp_business_profile", 2);
    cut = true;
    live.shim.service.reset();
    live.graph.release();
    asking.join();
    cut = false;
    live.shim.start();
    CHECK(texts("change_profile").starts_with("here: The profile (about) may have been changed from here"));
    CHECK(live.graph.times("whatsapp_business_profile") == 2);
  }
}

TEST_CASE("a disconnect that no webhook told is found by asking", "[going_live]") {
  LiveShim live;
  for (Limit& limit : live.shim.options.going_live.policy.limits) {
    if (limit.name == "connection_poll_s") limit.value = 0;
  }
  live.shim.start();
  live.begin();
  live.graph.answer_with("1001",
                         {400, {}, R"({"error":{"code":100,"error_subcode":33,"message":"Unsupported get request"}})"});
  live.sign_up();
  live.graph.wait_for("smb_app_data history");
  live.deliver_everything();
  live.wait_until("/v1/numbers/1001/life", [](const json& life) { return life["may_send"] == false; });
  CHECK(live.life()["stage"] == "offboarded");
}

TEST_CASE("the timeline tells what people, Meta and webhooks did, the latest first", "[going_live]") {
  LiveShim live;
  live.begin();
  live.sign_up();
  live.graph.wait_for("smb_app_data history");
  CHECK(
      live.shim.post(
          R"({"object":"whatsapp_business_account","entry":[{"id":"900","time":1739321024,"changes":[{"field":"account_update",)"
          R"("value":{"event":"PARTNER_REMOVED","disconnection_info":{"reason":"PRIMARY_INACTIVITY","initiated_by":"SYSTEM"}}}]}]})") ==
      200);
  live.shim.wait_for_projection();
  const json events = live.ask("GET", "/v1/numbers/1001/timeline")["events"];
  const auto with = [&](const std::string& kind) {
    return std::count_if(events.begin(), events.end(), [&](const json& event) { return event["kind"] == kind; });
  };
  CHECK(with("signup_finish") == 1);
  CHECK(with("subscribe_app") == 1);
  CHECK(with("PARTNER_REMOVED") == 1);
  CHECK(std::is_sorted(events.begin(), events.end(),
                       [](const json& left, const json& right) { return left["at"] > right["at"]; }));
}

TEST_CASE("a change that did not reach Meta was not refused by it, and nothing is in doubt", "[going_live]") {
  LiveShim live(false);
  live.begin();
  live.sign_up();
  live.wait_for_stage("connected");
  live.shim.options.going_live.graph_url = "http://127.0.0.1:1";  // nobody listens there
  live.shim.start();
  const json answer = live.ask("POST", "/v1/numbers/1001/profile", {{"about", "Open"}}, 502);
  CHECK(answer["error"]["code"] == "not_reached");
  const json events = live.ask("GET", "/v1/numbers/1001/timeline")["events"];
  const auto change =
      std::find_if(events.begin(), events.end(), [](const json& event) { return event["kind"] == "change_profile"; });
  REQUIRE(change != events.end());
  CHECK((*change)["text"] == "The profile (about) was not changed from here: Meta was not reached.");
  CHECK((*change)["detail"]["outcome"] == "not_sent");
}
