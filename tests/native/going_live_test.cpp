// An app is brought live over HTTP, against a Graph API of canned answers.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/native/fake_graph.h"
#include "tests/native/running_shim.h"
#include "tests/support/catch.h"

using namespace twinline;
using nlohmann::json;

namespace {

constexpr const char* code = "AQB-the-code-of-a-signup";

// Stores until it is cut off, as if the process had ended.
class CutLedger final : public Ledger {
 public:
  explicit CutLedger(std::atomic<bool>& cut, std::unique_ptr<Ledger> below = make_memory_ledger())
      : cut_(cut), below_(std::move(below)) {}
  Stored<> save(const LedgerChange& change) override {
    if (cut_) return StoreError{"the process has ended"};
    return below_->save(change);
  }
  Stored<std::vector<StoredApp>> apps() override { return below_->apps(); }
  Stored<std::vector<OnboardingFact>> facts() override { return below_->facts(); }
  Stored<std::vector<StoredIntent>> intents() override { return below_->intents(); }
  Stored<std::optional<SealedToken>> token(std::string_view app) override { return below_->token(app); }

 private:
  std::atomic<bool>& cut_;
  std::unique_ptr<Ledger> below_;
};

std::string finish_event(bool with_number = false) {
  json event = {{"type", "WA_EMBEDDED_SIGNUP"},
                {"event", "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING"},
                {"version", 3},
                {"data", {{"waba_id", "900"}}}};
  if (with_number) event["data"]["phone_number_id"] = "1001";
  return event.dump();
}

// A history chunk of one message, or one contact.
std::string sync_body(const std::string& field) {
  json value = {{"messaging_product", "whatsapp"},
                {"metadata", {{"display_phone_number", "4930123"}, {"phone_number_id", "1001"}}}};
  if (field == "history") {
    const json message = {{"from", "4917"}, {"id", "wamid.h"},           {"timestamp", "1739321024"},
                          {"type", "text"}, {"text", {{"body", "old"}}}, {"history_context", {{"status", "READ"}}}};
    value["history"] =
        json::array({{{"metadata", {{"phase", 2}, {"chunk_order", 1}, {"progress", 100}}},
                      {"threads", json::array({{{"id", "4917"}, {"messages", json::array({message})}}})}}});
  } else {
    value["state_sync"] = json::array({{{"type", "contact"},
                                        {"action", "add"},
                                        {"contact", {{"full_name", "Ann"}, {"phone_number", "4917"}}},
                                        {"metadata", {{"timestamp", "1739321024"}}}}});
  }
  return json{
      {"object", "whatsapp_business_account"},
      {"entry", json::array({{{"id", "900"}, {"changes", json::array({{{"field", field}, {"value", value}}})}}})}}
      .dump();
}

class LiveShim {
 public:
  explicit LiveShim(bool sync_by_itself = true, std::unique_ptr<Ledger> ledger = make_memory_ledger())
      : shim(
            make_memory_journal(),
            [&](ServiceOptions& options) {
              options.going_live.graph_url = graph.url();
              options.going_live.meta_app_id = "app-at-meta";
              options.going_live.signup_page = "http://127.0.0.1:7/simulator/signup";
              options.going_live.sync_by_itself = sync_by_itself;
            },
            std::move(ledger)) {}

  json ask(const std::string& method, const std::string& path, const json& body = nullptr, int status = 200) {
    const Answer answer = shim.send(method, path, {bearer}, body.is_null() ? "" : body.dump());
    INFO(method << " " << path << ": " << answer.body);
    CHECK(answer.status == status);
    return json::parse(answer.body, nullptr, false);
  }
  void begin(const std::string& way = "coexistence") {
    app = ask("POST", "/v1/apps", {{"name", "Shop"}}, 201)["id"];
    ask("PUT", "/v1/apps/" + app + "/config", {{"coexistenceEnabled", true}});
    onboarding = ask("POST", "/v1/apps/" + app + "/onboardings", {{"way", way}}, 201)["id"];
  }
  std::string path(const std::string& more = "") const { return "/v1/onboardings/" + onboarding + more; }
  void sign_up() {
    ask("POST", path("/signup-events"), {{"origin", "https://www.facebook.com"}, {"message", finish_event()}});
    ask("POST", path("/code"), {{"code", code}}, 202);
  }
  json step(const std::string& name) {
    const json now = ask("GET", path());
    for (const json& one : now["steps"]) {
      if (one["step"] == name) return one;
    }
    return nullptr;
  }
  template <class Done>
  json wait_until(const std::string& where, Done done) {
    for (;;) {
      const json now = ask("GET", where);
      if (done(now)) return now;
      std::this_thread::yield();
    }
  }
  void wait_for_stage(const std::string& stage) {
    wait_until(path(), [&](const json& now) { return now["stage"] == stage; });
  }
  void deliver_everything() {
    CHECK(shim.post(sync_body("smb_app_state_sync")) == 200);
    CHECK(shim.post(sync_body("history")) == 200);
  }
  json life() { return ask("GET", "/v1/numbers/1001/life"); }

  FakeGraph graph;
  RunningShim shim;
  std::string app, onboarding;
};

}  // namespace

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

TEST_CASE("a number of the Cloud API alone is registered with its PIN, which is kept nowhere", "[going_live]") {
  const TempFolder folder;
  const std::string number =
      R"({"id":"1001","display_phone_number":"+49 30 123","is_on_biz_app":false,"platform_type":"NOT_APPLICABLE"})";
  {
    LiveShim live(true, *open_sqlite_ledger(folder / "journal.sqlite"));
    live.graph.answer_with("phone_numbers", {200, {}, R"({"data":[)" + number + "]}"});
    live.graph.answer_with("register", {400, {}, R"({"error":{"code":133005,"message":"PIN mismatch"}})"});
    live.begin("cloud_api");
    live.sign_up();
    live.wait_for_stage("connected");
    CHECK(live.step("registration")["state"] == "open");
    CHECK(live.life()["may_send"] == false);
    live.ask("POST", live.path("/pin"), {{"pin", "12345"}}, 400);
    live.ask("PUT", live.path("/steps/registration"), {{"value", true}}, 409);
    live.ask("POST", live.path("/pin"), {{"pin", "483920"}}, 202);
    live.wait_until(live.path(), [](const json& now) {
      return now["next"]["text"].get<std::string>().find("PIN mismatch") != std::string::npos;
    });
    live.graph.answer_with("register", {200, {}, R"({"success":true})"});
    live.ask("POST", live.path("/pin"), {{"pin", "752913"}}, 202);
    live.wait_for_stage("live");
    CHECK(live.life()["may_send"] == true);
    CHECK(live.life()["indicator"] == "cloud_api");
    CHECK(live.graph.times("register") == 2);
    CHECK(live.graph.times("smb_app_data contacts") == 0);
  }
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream bytes(file.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(bytes), {}};
    for (const char* pin : {"483920", "752913"}) CHECK(content.find(pin) == std::string::npos);
  }
}

TEST_CASE("no PIN is taken for a number of coexistence, and it is never registered", "[going_live]") {
  LiveShim live;
  live.begin();
  live.ask("POST", live.path("/pin"), {{"pin", "483920"}}, 409);
  live.sign_up();
  live.graph.wait_for("smb_app_data history");
  live.ask("POST", live.path("/pin"), {{"pin", "483920"}}, 409);
  live.deliver_everything();
  live.wait_for_stage("live");
  CHECK(live.graph.times("register") == 0);
}

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
       {code, FakeGraph::token, shim_secret, "admin token", "Bearer", "client_secret", "access_token\":"}) {
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
