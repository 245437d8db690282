// The simulated Graph API: what it answers to whom.
#include "tests/simulator/platform_driver.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::tests;

TEST_CASE("a code is exchanged once, within 30 seconds, and with the right secret", "[simulator][graph]") {
  Driver meta;
  const std::string code = meta.sign_up();
  const std::string path = "oauth/access_token?client_id=77&code=" + code + "&client_secret=";
  const Answered refused = meta.call("GET", path + "other");
  CHECK(refused.status == 400);
  CHECK(refused.error() == 1);
  CHECK(refused.body.at("error").at("type") == "OAuthException");
  CHECK(refused.body.at("error").at("fbtrace_id").get<std::string>().size() == 23);

  meta.now_ms += 30'000;
  CHECK(meta.call("GET", path + "secret").status == 200);
  CHECK(meta.call("GET", path + "secret").subcode() == 36009);
  CHECK(meta.call("GET", "oauth/access_token?client_id=77&client_secret=secret&code=AQ1").subcode() == 36008);

  const std::string late = meta.sign_up();
  meta.now_ms += 30'001;
  CHECK(meta.exchange(late).subcode() == 36007);
  CHECK(meta.state().at("counts").at("exchange") == 5);
}

TEST_CASE("only the app that is known gets a token, where one is known", "[simulator][graph]") {
  auto plan = plan_of("burst");
  plan.app = "88";
  Driver meta(plan);
  CHECK(meta.exchange(meta.sign_up()).error() == 101);
}

TEST_CASE("a token reaches its account and nothing else", "[simulator][graph]") {
  Driver meta;
  meta.connect();
  const std::string other = meta.state().at("numbers").at(1).at("number").get<std::string>();
  const Answered hidden = meta.call("GET", other);
  CHECK(hidden.status == 400);
  CHECK(hidden.error() == 100);
  CHECK(hidden.subcode() == 33);
  CHECK(meta.call("GET", "4711").subcode() == 33);
  CHECK(meta.call("GET", meta.number + "?fields=is_on_biz_app,platform_type").body ==
        Json({{"is_on_biz_app", true}, {"platform_type", "CLOUD_API"}, {"id", meta.number}}));
  CHECK(meta.call("GET", meta.number + "?fields=shoe_size").error() == 100);
  CHECK(meta.call("GET", meta.number + "/shoes").error() == 2500);

  meta.token = "EAAGforged";
  CHECK(meta.call("GET", meta.number).status == 401);
  CHECK(meta.call("GET", meta.number).error() == 190);
  meta.token.clear();
  CHECK(meta.call("GET", meta.number).error() == 104);
}

TEST_CASE("an app is subscribed, listed and unsubscribed", "[simulator][graph]") {
  Driver meta;
  meta.connect();
  const Json listed = meta.call("GET", meta.waba + "/subscribed_apps").body.at("data");
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].at("whatsapp_business_api_data").at("id") == "77");
  CHECK(meta.call("DELETE", meta.waba + "/subscribed_apps").body.at("success") == true);
  CHECK(meta.call("GET", meta.waba + "/subscribed_apps").body.at("data").empty());
}

TEST_CASE("an account lists its numbers, page by page", "[simulator][graph]") {
  Driver meta("several-numbers");
  meta.connect();
  CHECK_FALSE(Json::parse(meta.message).at("data").contains("phone_number_id"));
  const Json all = meta.call("GET", meta.waba + "/phone_numbers?fields=id,is_on_biz_app,platform_type").body;
  REQUIRE(all.at("data").size() == 3);
  CHECK_FALSE(all.at("paging").contains("next"));
  CHECK(all.at("data").at(0).at("is_on_biz_app") == true);
  CHECK(all.at("data").at(1).at("is_on_biz_app") == true);
  CHECK(all.at("data").at(2).at("is_on_biz_app") == false);

  const Json first = meta.call("GET", meta.waba + "/phone_numbers?limit=2").body;
  CHECK(first.at("data").size() == 2);
  CHECK(first.at("paging").contains("next"));
  const auto after = first.at("paging").at("cursors").at("after").get<std::string>();
  const Json rest = meta.call("GET", meta.waba + "/phone_numbers?limit=2&after=" + after).body;
  CHECK(rest.at("data").size() == 1);
  CHECK_FALSE(rest.at("paging").contains("next"));
}

TEST_CASE("each synchronisation is asked for once, within 24 hours", "[simulator][graph]") {
  Driver meta;
  meta.connect();
  const Answered first = meta.sync("smb_app_state_sync");
  CHECK(first.status == 200);
  CHECK(first.body.at("messaging_product") == "whatsapp");
  CHECK_FALSE(first.body.at("request_id").get<std::string>().empty());
  CHECK(meta.sync("smb_app_state_sync").error() == 2593107);
  CHECK(meta.sync("HISTORY").error() == 100);
  meta.now_ms += 24 * 3'600'000 + 1;
  const Answered late = meta.sync("history");
  CHECK(late.status == 400);
  CHECK(late.error() == 2593108);

  // Only a new connection gives another chance.
  meta.ask("phone", {{"number", meta.number}, {"action", "disconnect"}});
  meta.connect();
  CHECK(meta.sync("history").status == 200);
}

TEST_CASE("register is counted and never works for a number that is in the app", "[simulator][graph]") {
  Driver meta;
  meta.connect();
  CHECK(meta.state().at("counts").value("register", 0) == 0);
  CHECK(meta.call("POST", meta.number + "/register", {{"pin", "123456"}}).error() == 133016);
  CHECK(meta.state().at("counts").at("register") == 1);
  CHECK(meta.call("POST", meta.number + "/deregister").status == 400);
}

TEST_CASE("the app's token tells which webhook fields go where", "[simulator][graph]") {
  Driver meta;
  meta.token = "77|secret";
  const Json data = meta.call("GET", "77/subscriptions").body.at("data");
  REQUIRE(data.size() == 1);
  CHECK(data[0].at("callback_url") == "http://shim/webhooks/meta");
  std::set<std::string> fields;
  for (const Json& each : data[0].at("fields")) fields.insert(each.at("name").get<std::string>());
  for (const char* field : {"messages", "history", "smb_app_state_sync", "smb_message_echoes", "account_update"}) {
    CHECK(fields.count(field) == 1);
  }
  CHECK(meta.call("POST", "77/subscriptions", {{"fields", "messages,history"}}).status == 200);
  CHECK(meta.call("GET", "77/subscriptions").body.at("data")[0].at("fields").size() == 2);
  CHECK(meta.call("POST", "77/subscriptions", {{"fields", "messages"}, {"callback_url", "http://x"}}).error() == 2200);
  meta.token = "77|guessed";
  CHECK(meta.call("GET", "77/subscriptions").status == 401);
}

TEST_CASE("a profile is read, changed within its limits, and kept when a change is refused", "[simulator][graph]") {
  Driver meta;
  meta.connect();
  const std::string path = meta.number + "/whatsapp_business_profile";
  CHECK(meta.call("POST", path, {{"messaging_product", "whatsapp"}, {"about", "Fresh at six"}}).body.at("success"));
  CHECK(meta.call("POST", path, {{"messaging_product", "whatsapp"}, {"about", std::string(140, 'x')}}).error() == 100);
  CHECK(meta.call("POST", path, {{"messaging_product", "whatsapp"}, {"vertical", "SHOES"}}).error() == 100);
  CHECK(meta.call("POST", path, {{"messaging_product", "whatsapp"}, {"websites", {"a", "b", "c"}}}).error() == 100);
  CHECK(meta.call("POST", path, {{"about", "x"}}).error() == 100);
  const Json shown = meta.call("GET", path + "?fields=about,vertical,websites").body.at("data")[0];
  CHECK(shown.at("about") == "Fresh at six");
  CHECK(shown.at("vertical") == "RETAIL");
}

TEST_CASE("a template waits for its review, and webhooks tell how it went", "[simulator][graph]") {
  Driver meta("golive");
  meta.connect();
  const std::string path = meta.waba + "/message_templates";
  const auto make = [&](const char* name, const char* text) {
    return meta.call("POST", path,
                     {{"name", name},
                      {"language", "en_US"},
                      {"category", "UTILITY"},
                      {"components", {{{"type", "BODY"}, {"text", text}}}}});
  };
  CHECK(make("order_ready", "Your order {{1}} is ready").body.at("status") == "PENDING");
  CHECK(make("two_in_a_row", "Hello {{1}}{{2}}").status == 200);
  CHECK(make("order_ready", "again").subcode() == 2388024);
  CHECK(make("Order", "upper case").error() == 100);
  CHECK(meta.call("POST", path, {{"name", "x"}, {"language", "en"}, {"category", "UTILITY"}}).subcode() == 2388043);

  CHECK(meta.bodies(2'000).empty());
  const auto told = Driver::of_field(meta.bodies(2'000), "message_template_status_update");
  REQUIRE(told.size() == 2);
  CHECK(told[0].at("event") == "APPROVED");
  CHECK(told[1].at("event") == "REJECTED");
  CHECK(told[1].at("reason") == "INVALID_FORMAT");
  CHECK(Driver::of_field(meta.bodies(12'000), "message_template_quality_update").at(0).at("new_quality_score") ==
        "GREEN");
  const Json listed = meta.call("GET", path + "?name=order_ready").body.at("data");
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].at("status") == "APPROVED");
  CHECK(listed[0].at("quality_score").at("score") == "GREEN");
  CHECK(meta.call("DELETE", path + "?name=order_ready").body.at("success") == true);
  CHECK(meta.call("DELETE", path + "?name=order_ready").subcode() == 2593002);
}

TEST_CASE("templates come in pages, and everyone on one of them", "[simulator][graph]") {
  Driver meta;
  meta.connect();
  const std::string path = meta.waba + "/message_templates";
  const std::size_t approved_before = meta.call("GET", path).body.at("data").size();
  for (int i = 0; i < 30; ++i) {
    meta.call("POST", path,
              {{"name", "t" + std::to_string(i)},
               {"language", "en"},
               {"category", "MARKETING"},
               {"components", {{{"type", "BODY"}, {"text", "x"}}}}});
  }
  std::set<std::string> names;
  std::string after;
  for (int page = 0; page < 3; ++page) {
    const Json listed = meta.call("GET", path + "?fields=name,components&limit=12" + after).body;
    for (const Json& each : listed.at("data")) names.insert(each.at("name").get<std::string>());
    CHECK(listed.at("paging").contains("next") == (page < 2));
    after = "&after=" + listed.at("paging").at("cursors").at("after").get<std::string>();
  }
  CHECK(names.size() == 30 + approved_before);
}

TEST_CASE("calls are counted and listed without their secrets", "[simulator][graph]") {
  Driver meta;
  const std::string code = meta.sign_up();
  meta.exchange(code);
  const std::string told = meta.state().dump();
  CHECK(told.find("/v24.0/oauth/access_token") != std::string::npos);
  CHECK(told.find(code) == std::string::npos);
  CHECK(told.find(meta.token) == std::string::npos);
  CHECK(told.find("secret") == std::string::npos);
}

TEST_CASE("bytes that are no text are answered, not a reason to fall over", "[simulator][graph]") {
  Driver meta;
  meta.connect();
  CHECK(meta.call("GET", "\xff\xfe").subcode() == 33);
  CHECK(meta.call("GET", meta.number + "?fields=%ff").status == 400);
  CHECK(meta.call("GET", meta.number + "/a/b/c").status == 400);
}
