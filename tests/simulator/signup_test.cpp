// The signup window's questions, the messages that it posts, and the phones.
#include "tests/simulator/platform_driver.h"
#include "tests/simulator/reader.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::tests;

namespace {

Json data_of(const std::string& message, const std::string& event) {
  const Json json = Json::parse(message);
  CHECK(json.at("type") == "WA_EMBEDDED_SIGNUP");
  CHECK(json.at("version") == 3);
  CHECK(json.at("event") == event);
  return json.at("data");
}

// As far as the phone's answer.
std::string enter_number(Driver& meta) {
  const Json started = meta.ask("signup/start", {{"app_id", "77"}}).body;
  const std::string session = started.at("session_id");
  const Json phone = started.at("portfolios")[0].at("numbers")[0].at("shown");
  const Json entered = meta.ask("signup/number", {{"session_id", session}, {"portfolio", 0}, {"phone", phone}}).body;
  CHECK(entered.at("number") == 0);
  return session;
}

Json show(Driver& meta, const std::string& query = "") {
  HttpRequest request{"GET", "/simulator/phone/chats", query, {}, ""};
  return Json::parse(meta.platform.answer(request, meta.now_ms).response.body);
}

}  // namespace

TEST_CASE("the end of a signup names the account, and the number where Meta does", "[simulator][signup]") {
  const bool named = GENERATE(true, false);
  Driver meta;
  meta.sign_up({{"with_number", named}});
  const Json data = data_of(meta.message, "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");
  CHECK(data.at("waba_id") == meta.waba);
  CHECK(data.contains("phone_number_id") == named);
  CHECK(data.contains("business_id") == named);
  if (named) CHECK(data.at("phone_number_id") == meta.number);
}

TEST_CASE("a number of its own for the Cloud API ends in another event", "[simulator][signup]") {
  Driver meta;
  meta.connect({{"way", "cloud_api"}});
  CHECK(data_of(meta.message, "FINISH").at("phone_number_id") == meta.number);
  CHECK(meta.call("GET", meta.number + "?fields=is_on_biz_app").body.at("is_on_biz_app") == false);
  CHECK(meta.sync("history").error() == 100);
}

TEST_CASE("a number of its own for the Cloud API is registered with a PIN, and stays with that one",
          "[simulator][graph]") {
  Driver meta;
  meta.connect({{"way", "cloud_api"}});
  const auto platform = [&] {
    return meta.call("GET", meta.number + "?fields=platform_type").body.at("platform_type").get<std::string>();
  };
  const auto enter = [&](const char* pin) {
    return meta.call("POST", meta.number + "/register", {{"messaging_product", "whatsapp"}, {"pin", pin}});
  };
  CHECK(platform() == "NOT_APPLICABLE");
  CHECK(enter("12345").error() == 100);
  CHECK(enter("123456").body == Json({{"success", true}}));
  CHECK(platform() == "CLOUD_API");
  CHECK(enter("654321").error() == 133005);
}

TEST_CASE("who leaves the window or reports a problem gives two kinds of CANCEL", "[simulator][signup]") {
  Driver meta;
  const std::string left = meta.ask("signup/cancel", {{"step", "PHONE_NUMBER_SETUP"}}).body.at("message");
  CHECK(data_of(left, "CANCEL") == Json({{"current_step", "PHONE_NUMBER_SETUP"}}));
  const Json session = meta.ask("signup/start", {{"app_id", "77"}}).body.at("session_id");
  const Json data =
      data_of(meta.ask("signup/report", {{"session_id", session}, {"words", "It hangs"}}).body.at("message"), "CANCEL");
  CHECK(data.at("error_message") == "It hangs");
  CHECK(data.at("error_id") == "524126");
  CHECK(data.at("session_id") == session);
  CHECK(data.at("timestamp") == std::to_string(meta.now_ms / 1000));
}

TEST_CASE("a scanned code needs no typing", "[simulator][signup]") {
  Driver meta;
  const std::string session = enter_number(meta);
  CHECK(meta.ask("signup/complete", {{"session_id", session}}).status == 400);
  meta.ask("phone", {{"action", "answer"}, {"session_id", session}, {"share_chats", false}, {"scanned", true}});
  CHECK(meta.ask("signup/session", {{"session_id", session}}).body ==
        Json({{"answered", true}, {"shares_chats", false}, {"verified", true}}));
  CHECK(meta.ask("signup/complete", {{"session_id", session}, {"time_zone", "Europe/Berlin"}}).status == 200);
  const Json number = meta.state().at("numbers").at(0);
  CHECK(number.at("shares_chats") == false);
  CHECK(number.at("time_zone") == "Europe/Berlin");
  CHECK(meta.ask("signup/session", {{"session_id", session}}).status == 400);
}

TEST_CASE("a code that the phone shows is typed, with or without its dash, and not guessed", "[simulator][signup]") {
  Driver meta;
  const std::string session = enter_number(meta);
  const Json asked = show(meta).at("requests").at(0);
  CHECK(asked.at("app") == "77");
  const std::string code = asked.at("code");
  // Not before the business has agreed on its phone.
  CHECK(meta.ask("signup/verify", {{"session_id", session}, {"code", code}}).body.contains("problem"));
  meta.ask("phone", {{"action", "answer"}, {"session_id", session}, {"share_chats", true}});
  CHECK(meta.ask("signup/verify", {{"session_id", session}, {"code", "AAAA-AAAA"}}).body.contains("problem"));
  const std::string typed = code.substr(0, 4) + "-" + code.substr(4);
  CHECK(meta.ask("signup/verify", {{"session_id", session}, {"code", typed}}).body.at("verified") == true);
  CHECK(meta.ask("signup/complete", {{"session_id", session}}).body.contains("code"));
}

TEST_CASE("a number that is nobody's is not eligible", "[simulator][signup]") {
  Driver meta;
  const Json session = meta.ask("signup/start", {{"app_id", "77"}}).body.at("session_id");
  const Json refused =
      meta.ask("signup/number", {{"session_id", session}, {"portfolio", 0}, {"phone", "+49 30 123"}}).body;
  CHECK(refused.at("problem").get<std::string>().find("not eligible") != std::string::npos);
}

TEST_CASE("errors that change go away at the third attempt", "[simulator][signup]") {
  Driver meta("inconsistent-errors");
  std::set<std::string> words;
  for (int i = 0; i < 2; ++i) {
    const Json started = meta.ask("signup/start", {{"app_id", "77"}}).body;
    const Json refused =
        meta.ask("signup/number", {{"session_id", started.at("session_id")},
                                   {"portfolio", 0},
                                   {"phone", started.at("portfolios")[0].at("numbers")[0].at("phone")}})
            .body;
    words.insert(refused.at("problem").get<std::string>());
  }
  CHECK(words.size() == 2);
  enter_number(meta);
}

TEST_CASE("what is typed on the phones is told as webhooks", "[simulator][phone]") {
  Driver meta;
  meta.connect();
  const Json people = show(meta, "number=" + meta.number).at("people");
  REQUIRE_FALSE(people.empty());
  const std::string person = people[0].at("person");
  const auto write = [&](const char* as, const char* text) {
    return meta
        .ask("phone", {{"number", meta.number}, {"action", "write"}, {"as", as}, {"person", person}, {"text", text}})
        .body.at("message")
        .get<std::string>();
  };
  const std::string own = write("business", "See you at six");
  auto told = meta.bodies();
  REQUIRE(told.size() == 1);
  const Json echo = Driver::of_field(told, "smb_message_echoes").at(0).at("message_echoes")[0];
  CHECK(echo.at("id") == own);
  CHECK(echo.at("text").at("body") == "See you at six");
  CHECK(read_wamid(own).from_me);

  const std::string theirs = write("customer", "Fine — „gut“");
  CHECK(Driver::of_field(meta.bodies(), "messages").at(0).at("messages")[0].at("text").at("body") == "Fine — „gut“");
  const auto act = [&](Json question) {
    question["number"] = meta.number;
    CHECK(meta.ask("phone", question).status == 200);
    return meta.bodies();
  };
  const Json edit =
      Driver::of_field(act({{"action", "edit"}, {"message", own}, {"text", "At seven"}}), "smb_message_echoes")
          .at(0)
          .at("message_echoes")[0];
  CHECK(edit.at("edit").at("original_message_id") == own);
  CHECK(edit.at("edit").at("message").at("text").at("body") == "At seven");
  const Json revoke =
      Driver::of_field(act({{"action", "revoke"}, {"message", theirs}}), "messages").at(0).at("messages")[0];
  CHECK(revoke.at("revoke").at("original_message_id") == theirs);
  const Json reaction = Driver::of_field(act({{"action", "react"}, {"message", own}, {"emoji", "👍"}}), "messages")
                            .at(0)
                            .at("messages")[0];
  CHECK(reaction.at("reaction").at("message_id") == own);
  const Json renamed =
      Driver::of_field(act({{"action", "name"}, {"person", person}, {"name", "Ada B"}}), "smb_app_state_sync")
          .at(0)
          .at("state_sync")[0];
  CHECK(renamed.at("contact").at("full_name") == "Ada B");

  const Json chat = show(meta, "number=" + meta.number + "&person=" + person).at("messages");
  CHECK(chat[chat.size() - 2].at("text") == "At seven");
  CHECK(chat[chat.size() - 2].at("edited") == true);
  CHECK(chat[chat.size() - 1].at("revoked") == true);
}

TEST_CASE("a message is edited for 15 minutes and deleted for two days", "[simulator][phone]") {
  Driver meta;
  meta.connect();
  const Json person = show(meta, "number=" + meta.number).at("people").at(0).at("person");
  const Json written =
      meta.ask("phone", {{"number", meta.number}, {"action", "write"}, {"person", person}, {"text", "Hello"}}).body;
  const auto status = [&](const char* action) {
    return meta
        .ask("phone", {{"number", meta.number}, {"action", action}, {"message", written.at("message")}, {"text", "Hi"}})
        .status;
  };
  meta.now_ms += 15 * 60'000;
  CHECK(status("edit") == 200);
  meta.now_ms += 1'000;
  CHECK(status("edit") == 400);
  CHECK(status("revoke") == 200);
  CHECK(status("revoke") == 400);
}

TEST_CASE("disconnecting in the app tells it in either shape and takes the access away", "[simulator][phone]") {
  const std::string shape = GENERATE("number", "account");
  Driver meta;
  meta.connect();
  CHECK(meta.ask("phone", {{"number", meta.number}, {"action", "disconnect"}, {"reason", "SHOES"}}).status == 400);
  meta.ask("phone", {{"number", meta.number},
                     {"action", "disconnect"},
                     {"reason", "PRIMARY_INACTIVITY"},
                     {"initiated_by", "SYSTEM"},
                     {"shape", shape}});
  const auto told = meta.bodies();
  REQUIRE(told.size() == 1);
  const Json value = Driver::of_field(told, "account_update").at(0);
  CHECK(value.at("event") == "PARTNER_REMOVED");
  CHECK(value.at("disconnection_info") == Json({{"reason", "PRIMARY_INACTIVITY"}, {"initiated_by", "SYSTEM"}}));
  const Json entry = Json::parse(told[0]).at("entry")[0];
  CHECK(entry.at("time") == meta.now_ms / 1000);
  if (shape == "number") {
    CHECK(entry.at("id") == meta.waba);
    CHECK(value.at("phone_number") == meta.state().at("numbers").at(0).at("phone"));
  } else {
    CHECK(entry.at("id") != meta.waba);
    CHECK(value.at("waba_info").at("waba_id") == meta.waba);
  }
  CHECK(meta.call("GET", meta.number).subcode() == 33);
}

TEST_CASE("a page elsewhere cannot make the phone do anything", "[simulator][phone]") {
  Driver meta;
  meta.connect();
  HttpRequest request{"POST", "/simulator/phone", "", {{"Content-Type", "text/plain"}}, ""};
  request.body = Json({{"number", meta.number}, {"action", "vanish"}}).dump();
  CHECK(meta.platform.answer(request, meta.now_ms).response.status == 415);
  CHECK(meta.call("GET", meta.number).status == 200);
}
