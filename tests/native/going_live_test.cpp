// An app is brought live over HTTP, against a Graph API of canned answers.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/native/live_shim.h"

using namespace twinline;
using nlohmann::json;

TEST_CASE("an app goes from draft to live: exchange, subscribe, find, contacts, history", "[going_live]") {
  LiveShim live;
  live.begin();
  CHECK(live.ask("GET", live.path())["stage"] == "draft");
  live.sign_up();
  live.graph.wait_for("smb_app_data history");
  const std::vector<std::string> asked = live.graph.asked();
  std::vector<std::string> order;
  std::copy_if(asked.begin(), asked.end(), std::back_inserter(order),
               [](const std::string& call) { return call != "subscriptions" && call != "1001"; });
  CHECK(order == std::vector<std::string>{"access_token", "subscribed_apps", "phone_numbers", "smb_app_data contacts",
                                          "smb_app_data history"});
  live.wait_for_stage("syncing");
  live.deliver_everything();
  live.wait_for_stage("live");
  const json app = live.ask("GET", "/v1/apps/" + live.app);
  CHECK(app["stage"] == "live");
  CHECK(app["number"] == "1001");
  CHECK(app["waba"] == "900");
  const json numbers = live.ask("GET", "/v1/numbers")["numbers"];
  REQUIRE(numbers.size() == 1);
  CHECK(numbers[0]["indicator"] == "coexistence");
  CHECK(numbers[0]["app"] == live.app);
  CHECK(live.life()["may_send"] == true);
  CHECK(live.life()["history"]["stage"] == "complete");
}

TEST_CASE("a number is listed before anything came from it", "[going_live]") {
  LiveShim live(false);
  live.begin();
  live.sign_up();
  live.wait_for_stage("connected");
  const json numbers = live.ask("GET", "/v1/numbers")["numbers"];
  REQUIRE(numbers.size() == 1);
  CHECK(numbers[0]["number"] == "1001");
  CHECK(numbers[0]["phone"] == "+49 30 123");
  CHECK(numbers[0]["stage"] == "connected");
}

TEST_CASE("the sync by hand answers as Gupshup does", "[going_live]") {
  LiveShim live(false);
  live.begin();
  const std::string path = "/v1/apps/" + live.app + "/coex/sync";
  CHECK(live.ask("POST", path, {{"syncType", "history"}}, 409)["status"] == "error");  // not connected
  live.sign_up();
  live.wait_for_stage("connected");
  const json wrong = live.ask("POST", path, {{"syncType", "other"}}, 400);
  CHECK(wrong == json{{"status", "error"}, {"message", "syncType must be smb_app_state_sync or history"}});
  live.ask("POST", path, {{"syncType", "history"}}, 409);  // contacts come first
  const Answer form = live.shim.send("POST", path, {bearer, {"Content-Type", "application/x-www-form-urlencoded"}},
                                     "syncType=SMB_App_State_Sync");
  CHECK(form.status == 200);
  CHECK(json::parse(form.body) ==
        json{{"data", {{"messaging_product", "whatsapp"}, {"request_id", "r-contacts"}}}, {"status", "success"}});
  CHECK(live.ask("POST", path, {{"syncType", "History"}})["data"]["request_id"] == "r-history");
  live.ask("POST", path, {{"syncType", "history"}}, 409);  // once
  CHECK(live.graph.times("smb_app_data history") == 1);
  const Answer stranger = live.shim.send("POST", path, {}, R"({"syncType":"history"})");
  CHECK(stranger.status == 401);
  CHECK(json::parse(stranger.body)["status"] == "error");
  live.ask("PUT", "/v1/apps/" + live.app + "/config", {{"coexistenceEnabled", false}});
  live.ask("POST", path, {{"syncType", "history"}}, 403);
}

TEST_CASE("a sync that Meta refuses is told with the reason, one whose answer is lost is never repeated",
          "[going_live]") {
  LiveShim live(false);
  live.begin();
  live.sign_up();
  live.wait_for_stage("connected");
  const std::string path = "/v1/apps/" + live.app + "/coex/sync";
  live.graph.answer_with("smb_app_data contacts", {400, {}, R"({"error":{"code":2593107,"message":"limit"}})"});
  CHECK(live.ask("POST", path, {{"syncType", "smb_app_state_sync"}}, 400)["status"] == "error");
  CHECK(live.life()["contacts"]["stage"] == "used_up");
  live.graph.answer_with("smb_app_data history", {502, {}, "<html>bad gateway</html>"});
  live.ask("POST", path, {{"syncType", "history"}}, 500);
  live.ask("POST", path, {{"syncType", "history"}}, 409);
  CHECK(live.graph.times("smb_app_data history") == 1);
}

TEST_CASE("a sync waits while its answer would be lost", "[going_live]") {
  LiveShim live;
  live.graph.answer_with("subscriptions",
                         {200, {}, R"({"data":[{"object":"whatsapp_business_account","fields":["messages"]}]})"});
  live.begin();
  live.sign_up();
  live.wait_for_stage("connected");
  live.graph.wait_for("subscriptions");
  live.wait_until(live.path(), [](const json& now) {
    return now["next"]["text"].get<std::string>().find("smb_message_echoes") != std::string::npos;
  });
  CHECK(live.graph.times("smb_app_data contacts") == 0);
  const json checks = live.ask("GET", "/v1/apps/" + live.app + "/coex/preflight")["checks"];
  CHECK(checks.size() == 6);
  CHECK(checks[0]["check"] == "webhook_fields");
  CHECK(checks[0]["outcome"] == "failed");
  CHECK(live.ask("POST", "/v1/apps/" + live.app + "/coex/sync", {{"syncType", "smb_app_state_sync"}}, 409)["message"]
            .get<std::string>()
            .find("history") != std::string::npos);
}

TEST_CASE("signup events are believed from Meta and from our own signup page only", "[going_live]") {
  LiveShim live;
  live.begin();
  const auto post = [&](const std::string& origin, int status) {
    const json cancel = {
        {"type", "WA_EMBEDDED_SIGNUP"}, {"event", "CANCEL"}, {"data", {{"current_step", "PERMISSIONS"}}}};
    live.ask("POST", live.path("/signup-events"), {{"origin", origin}, {"message", cancel.dump()}}, status);
  };
  post("https://evilfacebook.com", 403);
  post("http://www.facebook.com", 403);
  post("http://127.0.0.1:8", 403);
  CHECK(live.ask("GET", live.path())["signup"].empty());
  post("http://127.0.0.1:7", 200);
  post("https://business.facebook.com", 200);
  const json signup = live.ask("GET", live.path())["signup"];
  CHECK_FALSE(signup.empty());
  CHECK(signup[0]["step"] == "PERMISSIONS");
  CHECK(live.step("continue_with_meta")["state"] == "failed");
}

TEST_CASE("a code whose exchange did not reach Meta is not lost", "[going_live]") {
  LiveShim live;
  live.begin();
  // Nobody listens there.
  live.shim.options.going_live.graph_url = "http://127.0.0.1:1";
  live.shim.start();
  live.sign_up();
  live.wait_until(live.path(), [](const json& now) {
    return now["next"].is_object() && now["next"]["step"] == "exchange_code" &&
           now["next"]["text"].get<std::string>().find("not reached") != std::string::npos;
  });
  CHECK(live.step("exchange_code")["state"] == "waiting");
}

TEST_CASE("what comes at once after a second signup of the same second is counted", "[going_live]") {
  LiveShim live;
  live.begin();
  live.graph.answer_with("access_token", {400, {}, R"({"error":{"code":100,"message":"used"}})"});
  live.sign_up();
  live.wait_until(live.path(), [&](const json&) { return live.step("exchange_code")["state"] == "failed"; });
  live.graph.answer_with("access_token", {200, {}, R"({"access_token":"EAAG-another","token_type":"bearer"})"});
  live.sign_up();
  live.graph.wait_for("smb_app_data history");
  live.deliver_everything();
  live.wait_for_stage("live");
  CHECK(live.life()["history"]["progress"] == 100);
}

TEST_CASE("a signed link reaches its own onboarding and nothing else", "[going_live]") {
  LiveShim live;
  live.begin();
  const std::string url = live.ask("POST", live.path("/link"), {{"valid_s", 60}})["url"];
  const std::string place = "/onboard/";
  const std::pair<std::string, std::string> held = {"X-Onboarding-Link", url.substr(url.find(place) + place.size())};
  const auto status = [&](const std::string& method, const std::string& path, const std::string& body = "") {
    return live.shim.send(method, path, {held}, body).status;
  };
  CHECK(status("GET", live.path()) == 200);
  CHECK(status("PUT", live.path("/steps/share_chats"), R"({"value":true})") == 200);
  CHECK(status("GET", "/v1/signup-settings") == 200);
  CHECK(status("POST", live.path("/link")) == 401);
  CHECK(status("GET", "/v1/apps") == 401);
  CHECK(status("GET", "/v1/numbers") == 401);
  const std::string other = live.ask("POST", "/v1/apps/" + live.app + "/onboardings", json::object(), 201)["id"];
  CHECK(status("GET", "/v1/onboardings/" + other) == 401);
  CHECK(live.shim.send("GET", url.substr(url.find(place))).body == "<html>dashboard</html>");
}

TEST_CASE("a value that makes no sense is refused with words", "[going_live]") {
  LiveShim live;
  live.begin();
  const json refused = live.ask("PUT", live.path("/steps/choose_way"), {{"value", "carrier pigeon"}}, 400);
  CHECK(refused["error"]["message"].get<std::string>().find("cloud_api") != std::string::npos);
  live.ask("PUT", live.path("/steps/sync"), {{"value", true}}, 400);
  live.ask("PUT", live.path("/steps/no_step"), {{"value", true}}, 404);
  live.ask("PUT", "/v1/onboardings/none/steps/share_chats", {{"value", true}}, 404);
}

TEST_CASE("what the process was doing when it ended is unknown afterwards, and only what may be is repeated",
          "[going_live]") {
  std::atomic<bool> cut = false;
  const auto crash = [&](LiveShim& live, const std::string& during) {
    live.graph.hold(during);
    live.sign_up();
    live.graph.wait_for(during);
    cut = true;
    live.shim.service.reset();
    live.graph.release();
    cut = false;
    live.shim.start();
  };
  LiveShim live(true, std::make_unique<CutLedger>(cut));
  live.begin();

  SECTION("an exchange is never repeated: the signup is to be started again") {
    crash(live, "access_token");
    CHECK(live.step("exchange_code")["state"] == "failed");
    CHECK(live.ask("GET", live.path())["problem"]["issue"].is_string());
    CHECK(live.graph.times("access_token") == 1);
    live.sign_up();
    live.graph.wait_for("smb_app_data history");
    CHECK(live.graph.times("access_token") == 2);
  }
  SECTION("a subscription is") {
    crash(live, "subscribed_apps");
    live.ask("PUT", live.path("/steps/subscribe"), {{"value", true}});
    live.graph.wait_for("smb_app_data history");
    CHECK(live.graph.times("subscribed_apps") == 2);
    CHECK(live.graph.times("access_token") == 1);
  }
  SECTION("a look at the numbers is") {
    crash(live, "phone_numbers");
    live.ask("PUT", live.path("/steps/find_number"), {{"value", true}});
    live.graph.wait_for("smb_app_data history");
    CHECK(live.graph.times("subscribed_apps") == 1);
  }
  SECTION("a request for contacts is not") {
    crash(live, "smb_app_data contacts");
    live.wait_until("/v1/numbers/1001/life", [](const json& life) { return life["contacts"]["stage"] != "not_asked"; });
    CHECK(live.graph.times("smb_app_data contacts") == 1);
  }
  SECTION("a request for the history is not, and what arrives settles it") {
    crash(live, "smb_app_data history");
    live.deliver_everything();
    live.wait_for_stage("live");
    CHECK(live.graph.times("smb_app_data history") == 1);
    CHECK(live.life()["history"]["stage"] == "complete");
  }
}

TEST_CASE("nothing is kept of an account but its sealed token and the ids that Meta returned", "[going_live]") {
  const TempFolder folder;
  {
    LiveShim live(true, *open_sqlite_ledger(folder / "journal.sqlite"));
    live.begin();
    live.sign_up();
    live.graph.wait_for("smb_app_data history");
    live.wait_for_stage("syncing");
  }
  std::string everything;
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream bytes(file.path(), std::ios::binary);
    everything.append(std::istreambuf_iterator<char>(bytes), {});
  }
  CHECK(everything.find("900") != std::string::npos);  // the account
  CHECK(everything.find("1001") != std::string::npos);
  for (const char* secret :
       {signup_code, FakeGraph::token, shim_secret, "admin token", "Bearer", "client_secret", "access_token\":"}) {
    INFO(secret);
    CHECK(everything.find(secret) == std::string::npos);
  }
  const auto ledger = open_sqlite_ledger(folder / "journal.sqlite");
  const auto app = (*ledger)->apps()->front().id;
  const auto sealed = *(*ledger)->token(app);
  REQUIRE(sealed);
  CHECK(Seal(std::string(32, 'k')).open(sealed->sealed, app) == FakeGraph::token);
  // Each row is made of members that are known here: nothing else of an answer or a request has a place.
  for (const StoredIntent& intent : *(*ledger)->intents()) {
    CHECK(intent.request.find('?') == std::string::npos);
    const json learned = json::parse(intent.learned.empty() ? "{}" : intent.learned);
    for (const auto& [member, value] : learned.items()) {
      INFO(member);
      CHECK((member == "syncs" || member == "seen_connected_at" || member == "quality"));
    }
  }
  for (const OnboardingFact& fact : *(*ledger)->facts()) {
    const json members = json::parse(fact.fact);
    for (const auto& [member, value] : members.items()) {
      INFO(member);
      const std::vector<std::string> known = {"created_at", "app", "told", "signup", "code_at", "calls", "found"};
      CHECK(std::find(known.begin(), known.end(), member) != known.end());
    }
  }
}
