// The PIN of a number of the Cloud API alone, on its way through the shim.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/native/live_shim.h"

using namespace twinline;
using nlohmann::json;

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

TEST_CASE("a registration that the end of the process cut off is known to be lost at once", "[going_live]") {
  std::atomic<bool> cut = false;
  LiveShim live(true, std::make_unique<CutLedger>(cut));
  const std::string number =
      R"({"id":"1001","display_phone_number":"+49 30 123","is_on_biz_app":false,"platform_type":"NOT_APPLICABLE"})";
  live.graph.answer_with("phone_numbers", {200, {}, R"({"data":[)" + number + "]}"});
  live.graph.answer_with("1001", {200, {}, number});
  live.begin("cloud_api");
  live.sign_up();
  live.wait_for_stage("connected");
  live.graph.hold("register");
  live.ask("POST", live.path("/pin"), {{"pin", "483920"}}, 202);
  live.graph.wait_for("register");
  cut = true;
  live.shim.service.reset();
  live.graph.release();
  cut = false;
  live.shim.start();
  CHECK(live.step("registration")["text"].get<std::string>().find("The answer was lost") != std::string::npos);
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

TEST_CASE("a PIN that nobody wants is not taken, and the reason is told", "[going_live]") {
  LiveShim live;
  const auto refused = [&](const char* reason) {
    const json answer = live.ask("POST", live.path("/pin"), {{"pin", "483920"}}, 409);
    CHECK(answer["error"]["code"] == "not_wanted");
    CHECK(answer["error"]["message"].get<std::string>().find(reason) != std::string::npos);
  };
  live.graph.answer_with(
      "phone_numbers", {200, {}, R"({"data":[{"id":"1001","is_on_biz_app":false,"platform_type":"NOT_APPLICABLE"}]})"});
  live.begin("cloud_api");
  refused("not found");
  live.sign_up();
  live.wait_for_stage("connected");
  live.graph.hold("register");
  live.ask("POST", live.path("/pin"), {{"pin", "483920"}}, 202);
  live.graph.wait_for("register");
  refused("awaited");
  live.graph.release();
  live.wait_for_stage("live");
  refused("registered");
  CHECK(live.graph.times("register") == 1);
}

TEST_CASE("what is handed over for an onboarding that another has replaced is refused", "[going_live]") {
  LiveShim live;
  live.begin();
  const std::string first = live.onboarding;
  live.onboarding = live.ask("POST", "/v1/apps/" + live.app + "/onboardings", {{"way", "cloud_api"}}, 201)["id"];
  const auto refused = [&](const char* what, const json& body) {
    const json answer = live.ask("POST", "/v1/onboardings/" + first + what, body, 409);
    CHECK(answer["error"]["message"].get<std::string>().find("later onboarding") != std::string::npos);
  };
  refused("/code", {{"code", signup_code}});
  refused("/pin", {{"pin", "483920"}});
  live.sign_up();
  live.graph.wait_for("access_token");
}
