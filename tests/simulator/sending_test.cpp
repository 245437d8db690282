// Meta's side of sending: what it takes, what it refuses and in which words, and what it tells afterwards.
#include <algorithm>
#include <set>

#include "native/meta_simulator/platform_memory.h"
#include "tests/simulator/platform_driver.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::tests;

namespace {

class Business : public Driver {
 public:
  explicit Business(std::string_view scenario = "burst", bool at_once = false) : Driver(plan(scenario, at_once)) {
    connect();
    now_ms += 60'000;
  }

  static simulator::PlatformPlan plan(std::string_view scenario, bool at_once) {
    simulator::PlatformPlan plan = plan_of(scenario);
    plan.refuses_at_once = at_once;
    return plan;
  }
  Answered send(const Json& body) { return call("POST", number + "/messages", body); }
  Answered text(const std::string& to, const std::string& words = "Hello", const Json& more = Json::object()) {
    Json body = {{"messaging_product", "whatsapp"}, {"to", to}, {"type", "text"}, {"text", {{"body", words}}}};
    body.update(more);
    return send(body);
  }
  // A person's message that reaches Meta now.
  void hears_from(const std::string& phone) {
    REQUIRE(
        ask("phone", {{"number", number}, {"action", "write"}, {"as", "customer"}, {"person", phone}, {"text", "Hi"}})
            .status == 200);
    bodies();
  }
  void make_template(const char* name, const char* category, const char* words) {
    REQUIRE(call("POST", waba + "/message_templates",
                 {{"name", name},
                  {"language", "en_US"},
                  {"category", category},
                  {"components", {{{"type", "BODY"}, {"text", words}}}}})
                .status == 200);
    bodies(5'000);
  }
  Answered template_to(const std::string& to, const char* name, const Json& parameters = Json::array()) {
    Json content = {{"name", name}, {"language", {{"code", "en_US"}}}};
    if (!parameters.empty()) content["components"] = {{{"type", "body"}, {"parameters", parameters}}};
    return send({{"messaging_product", "whatsapp"}, {"to", to}, {"type", "template"}, {"template", content}});
  }
  Json sends() { return Json::parse(get("/simulator/sends?number=" + number)); }
  std::vector<Json> statuses(std::int64_t span_ms) {
    std::vector<Json> told;
    for (const Json& value : of_field(bodies(span_ms), "messages")) {
      for (const Json& status : value.value("statuses", Json::array())) told.push_back(status);
    }
    return told;
  }
};

std::string phone(int n) { return "49151" + std::to_string(10'000'000 + n); }

}  // namespace

TEST_CASE("a message is taken in Meta's words, and its statuses follow", "[simulator][sending]") {
  Business meta;
  meta.hears_from(phone(1));
  const Answered sent = meta.text("+49 151 10000001", "Hello", {{"biz_opaque_callback_data", "ours-1"}});
  REQUIRE(sent.status == 200);
  CHECK(sent.body.at("messaging_product") == "whatsapp");
  CHECK(sent.body.at("contacts") == Json({{{"input", "+49 151 10000001"}, {"wa_id", phone(1)}}}));
  const auto id = sent.body.at("messages").at(0).at("id").get<std::string>();
  CHECK(id.starts_with("wamid."));

  const auto told = meta.statuses(30'000);
  REQUIRE(told.size() >= 2);
  CHECK(told[0].at("status") == "sent");
  CHECK(told[1].at("status") == "delivered");
  for (const Json& status : told) {
    CHECK(status.at("id") == id);
    CHECK(status.at("recipient_id") == phone(1));
    CHECK(status.at("biz_opaque_callback_data") == "ours-1");
  }
  CHECK(
      told[0].at("pricing") ==
      Json(
          {{"billable", false}, {"pricing_model", "PMP"}, {"type", "free_customer_service"}, {"category", "service"}}));
}

TEST_CASE("what Meta does not take is refused in its shape, and says why", "[simulator][sending]") {
  Business meta;
  const Json good = {{"messaging_product", "whatsapp"}, {"to", phone(1)}, {"type", "text"}, {"text", {{"body", "x"}}}};
  const auto refused = [&](const Json& change, long long code) {
    Json body = good;
    body.merge_patch(change);  // null removes
    const Answered answer = meta.send(body);
    INFO(change.dump() << " " << answer.body.dump());
    CHECK(answer.status >= 400);
    CHECK(answer.error() == code);
    CHECK(answer.body.at("error").at("type") == "OAuthException");
    CHECK_FALSE(answer.body.at("error").at("fbtrace_id").get<std::string>().empty());
  };
  refused({{"messaging_product", nullptr}}, 100);
  refused({{"messaging_product", "telegram"}}, 100);
  refused({{"to", nullptr}}, 100);
  refused({{"to", "Anna"}}, 131009);
  refused({{"to", nullptr}, {"recipient", "Anna"}}, 131009);
  refused({{"type", "poem"}}, 100);
  refused({{"text", nullptr}}, 131008);
  refused({{"text", {{"body", ""}}}}, 131008);
  refused({{"text", {{"body", std::string(4'097, 'x')}}}}, 100);
  refused({{"type", "image"}, {"image", {{"id", "1"}}}}, 100);
  refused({{"type", "image"}, {"image", {{"link", "file:///etc/passwd"}}}}, 100);
  refused({{"type", "image"}, {"image", {{"caption", "nothing to see"}}}}, 131008);
  refused({{"type", "location"}, {"location", {{"latitude", 1}}}}, 131008);
  refused({{"type", "reaction"}, {"reaction", {{"emoji", "x"}}}}, 131008);
  refused({{"type", "contacts"}, {"contacts", Json::array()}}, 131008);
  refused({{"type", "interactive"},
           {"interactive", {{"type", "button"}, {"action", {{"buttons", Json::array()}}}, {"body", {{"text", "?"}}}}}},
          131009);
  refused({{"context", {{"message_id", "7"}}}}, 131009);
  refused({{"type", "template"}, {"template", {{"name", "no_such"}, {"language", {{"code", "en_US"}}}}}}, 132001);
  refused({{"biz_opaque_callback_data", std::string(513, 'x')}}, 100);
  Json own = good;
  own["to"] = meta.state().at("numbers").at(0).at("phone");
  CHECK(meta.send(own).error() == 131021);
  CHECK(meta.sends().at("accepted") == 0);
  CHECK(meta.sends().at("received") == 20);
}

TEST_CASE("a text of 4,096 characters is taken, however many bytes they have", "[simulator][sending]") {
  Business meta;
  meta.hears_from(phone(1));
  std::string words;
  for (int i = 0; i < 4'096; ++i) words += "ü";
  CHECK(meta.text(phone(1), words).status == 200);
  CHECK(meta.text(phone(1), words + "ü").error() == 100);
}

TEST_CASE("twenty messages fit into a second, the next waits until the first is a second old", "[simulator][sending]") {
  Business meta;
  meta.make_template("news", "MARKETING", "News");
  for (int i = 0; i < 20; ++i) CHECK(meta.template_to(phone(i), "news").status == 200);
  const Answered over = meta.template_to(phone(20), "news");
  CHECK(over.status == 400);
  CHECK(over.error() == 130429);
  meta.now_ms += 999;
  CHECK(meta.template_to(phone(20), "news").error() == 130429);
  meta.now_ms += 1;
  CHECK(meta.template_to(phone(20), "news").status == 200);
  const Json counted = meta.sends();
  CHECK(counted.at("received") == 23);
  CHECK(counted.at("accepted") == 21);
  CHECK(counted.at("refused") == Json({{"130429", 2}}));
  CHECK(counted.at("highest_in_a_second") == 22);
  CHECK(counted.at("highest_accepted_in_a_second") == 20);
}

TEST_CASE("what customers write counts against the second", "[simulator][sending]") {
  Business meta;
  meta.make_template("news", "MARKETING", "News");
  for (int i = 0; i < 5; ++i) meta.hears_from(phone(i));
  for (int i = 0; i < 15; ++i) CHECK(meta.template_to(phone(100 + i), "news").status == 200);
  CHECK(meta.template_to(phone(200), "news").error() == 130429);
  CHECK(meta.sends().at("inbound") == 5);
  meta.now_ms += 1'000;
  CHECK(meta.template_to(phone(200), "news").status == 200);
}

TEST_CASE("one user gets 45 in a burst, and then the pair limit", "[simulator][sending]") {
  Business meta;
  meta.hears_from(phone(1));
  meta.now_ms += 1'000;
  const std::int64_t began_ms = meta.now_ms;
  for (int i = 0; i < 45; ++i, meta.now_ms += 100) CHECK(meta.text(phone(1)).status == 200);
  CHECK(meta.text(phone(1)).error() == 131056);
  // Nobody else is held up by it.
  meta.hears_from(phone(2));
  CHECK(meta.text(phone(2)).status == 200);
  meta.now_ms = began_ms + 45 * 6'000 - 1;
  CHECK(meta.text(phone(1)).error() == 131056);
  meta.now_ms += 1;
  CHECK(meta.text(phone(1)).status == 200);
}

TEST_CASE("the window is open for 24 hours after a customer's message, and templates need none",
          "[simulator][sending]") {
  Business meta("burst", true);
  meta.make_template("ready", "UTILITY", "Your order {{1}} is ready");
  CHECK(meta.text(phone(1)).error() == 131047);
  CHECK(meta.template_to(phone(1), "ready", {{{"type", "text"}, {"text", "7"}}}).status == 200);
  CHECK(meta.template_to(phone(1), "ready").error() == 132000);
  meta.now_ms += 1'000 - meta.now_ms % 1'000;
  const std::int64_t wrote_ms = meta.now_ms;
  meta.hears_from(phone(1));
  CHECK(meta.text(phone(1)).status == 200);
  meta.now_ms = wrote_ms + 24 * 3'600'000 - 1;
  CHECK(meta.text(phone(1)).status == 200);
  meta.now_ms += 1;
  CHECK(meta.text(phone(1)).error() == 131047);
}

TEST_CASE("a closed window is told by a status, where answers are not asked for", "[simulator][sending]") {
  Business meta;
  CHECK(meta.text(phone(1), "Hello", {{"biz_opaque_callback_data", "late"}}).status == 200);
  const auto told = meta.statuses(30'000);
  REQUIRE(told.size() == 1);
  CHECK(told[0].at("status") == "failed");
  CHECK(told[0].at("errors").at(0).at("code") == 131047);
  CHECK(told[0].at("errors").at(0).at("title") == "Re-engagement message");
  CHECK(told[0].at("biz_opaque_callback_data") == "late");
}

TEST_CASE("an edit opens no window", "[simulator][sending]") {
  Business meta("burst", true);
  const Json shown = Json::parse(meta.get("/simulator/phone/chats?number=" + meta.number));
  const auto person = shown.at("people").at(0).at("person").get<std::string>();
  meta.hears_from(person);
  const Json chat = Json::parse(meta.get("/simulator/phone/chats?number=" + meta.number + "&person=" + person));
  const Json id = chat.at("messages").back().at("message");
  meta.now_ms += 10 * 60'000;
  meta.ask("phone", {{"number", meta.number}, {"action", "edit"}, {"message", id}, {"text", "Hi!"}});
  meta.bodies();
  meta.now_ms += 24 * 3'600'000 - 5 * 60'000;
  CHECK(meta.text(person).error() == 131047);
}

TEST_CASE("who stops marketing is told by webhook and gets no more of it", "[simulator][sending]") {
  Business meta("burst", true);
  meta.make_template("news", "MARKETING", "News");
  meta.make_template("ready", "UTILITY", "Ready");
  meta.hears_from(phone(1));
  meta.ask("phone", {{"number", meta.number}, {"action", "stop"}, {"person", phone(1)}});
  const auto told = Driver::of_field(meta.bodies(), "user_preferences");
  REQUIRE(told.size() == 1);
  CHECK(told[0].at("user_preferences").at(0).at("value") == "stop");
  CHECK(told[0].at("user_preferences").at(0).at("wa_id") == phone(1));
  CHECK(meta.template_to(phone(1), "news").error() == 131050);
  CHECK(meta.template_to(phone(1), "ready").status == 200);
  CHECK(meta.text(phone(1)).status == 200);
  meta.ask("phone", {{"number", meta.number}, {"action", "resume"}, {"person", phone(1)}});
  CHECK(meta.template_to(phone(1), "news").status == 200);
}

TEST_CASE("who is not on WhatsApp is told by a status", "[simulator][sending]") {
  Business meta("burst", true);
  meta.make_template("news", "MARKETING", "News");
  CHECK(meta.template_to("491511230404", "news").status == 200);
  const auto told = meta.statuses(5'000);
  REQUIRE(told.size() == 1);
  CHECK(told[0].at("errors").at(0).at("code") == 131026);
}

TEST_CASE("a suspended number sends nothing", "[simulator][sending]") {
  Business meta;
  meta.ask("phone", {{"number", meta.number}, {"action", "offboard"}});
  CHECK(meta.text(phone(1)).error() == 133010);
  meta.ask("phone", {{"number", meta.number}, {"action", "reconnect"}});
  CHECK(meta.text(phone(1)).status == 200);
}

TEST_CASE("a restricted number answers customers and begins nothing", "[simulator][sending]") {
  Business meta("burst", true);
  meta.make_template("news", "MARKETING", "News");
  meta.hears_from(phone(1));
  meta.ask("phone", {{"number", meta.number}, {"action", "restrict"}, {"span_s", 60}});
  CHECK(meta.text(phone(1)).status == 200);
  const Answered refused = meta.template_to(phone(2), "news");
  CHECK(refused.status == 403);
  CHECK(refused.error() == 368);
  meta.now_ms += 60'000;
  CHECK(meta.template_to(phone(2), "news").status == 200);
}

TEST_CASE("read marks and typing count as no message", "[simulator][sending]") {
  Business meta;
  const Json mark = {{"messaging_product", "whatsapp"},
                     {"status", "read"},
                     {"message_id", "wamid.x"},
                     {"typing_indicator", {{"type", "text"}}}};
  for (int i = 0; i < 30; ++i) CHECK(meta.send(mark).body == Json({{"success", true}}));
  CHECK(meta.send({{"messaging_product", "whatsapp"}, {"status", "read"}}).error() == 100);
  CHECK(meta.sends().at("received") == 0);
  CHECK(meta.sends().at("read_marks") == 30);
}

TEST_CASE("a message that is taken twice is counted as a duplicate", "[simulator][sending]") {
  Business meta;
  meta.hears_from(phone(1));
  for (int i = 0; i < 3; ++i) meta.text(phone(1), "x", {{"biz_opaque_callback_data", "one"}});
  meta.text(phone(1), "x", {{"biz_opaque_callback_data", "two"}});
  CHECK(meta.sends().at("duplicates") == 2);
  CHECK(meta.sends().at("messages").size() == 4);
}

TEST_CASE("what the Cloud API sent stands on the phone, and the customer can answer there", "[simulator][sending]") {
  Business meta;
  meta.make_template("ready", "UTILITY", "Your order {{1}} is ready");
  meta.template_to(phone(1), "ready", {{{"type", "text"}, {"text", "7"}}});
  const Json chat = Json::parse(meta.get("/simulator/phone/chats?number=" + meta.number + "&person=" + phone(1)));
  CHECK(chat.at("people").at(0).at("person") == phone(1));
  REQUIRE(chat.at("messages").size() == 1);
  CHECK(chat.at("messages").at(0).at("text") == "Your order 7 is ready");
  CHECK(chat.at("messages").at(0).at("by_api") == true);
  meta.hears_from(phone(1));
  CHECK(meta.text(phone(1)).status == 200);
}

TEST_CASE("windows and preferences are kept over a restart", "[simulator][sending]") {
  Business meta("burst", true);
  meta.hears_from(phone(1));
  meta.ask("phone", {{"number", meta.number}, {"action", "stop"}, {"person", phone(1)}});
  const auto kept = simulator::parse_platform_state(simulator::to_text(meta.platform.state()));
  REQUIRE(kept);
  CHECK(kept->customers.at(meta.number).at(phone(1)).stopped);
  CHECK(kept->customers.at(meta.number).at(phone(1)).wrote_ms ==
        meta.platform.state().customers.at(meta.number).at(phone(1)).wrote_ms);
}

TEST_CASE("dropped-answers: messages are taken and not answered, or not even taken", "[simulator][sending]") {
  Business meta("dropped-answers");
  int unanswered = 0;
  for (int i = 0; i < 60; ++i, meta.now_ms += 100) {
    meta.text(phone(i));
    if (meta.lost) ++unanswered;
  }
  CHECK(unanswered == 12);
  const Json counted = meta.sends();
  CHECK(counted.at("lost") == 4);
  CHECK(counted.at("accepted") == 56);
}

TEST_CASE("slow-answers: an answer takes seconds, divided by the speed", "[simulator][sending]") {
  Business meta("slow-answers");
  std::set<std::int64_t> spans;
  for (int i = 0; i < 100; ++i, meta.now_ms += 100) {
    CHECK(meta.text(phone(i)).status == 200);
    spans.insert(meta.after_ms);
  }
  CHECK(*spans.begin() >= 1'000);
  CHECK(*spans.rbegin() == 25'000);
  CHECK(spans.size() > 20);
}

TEST_CASE("refuses: one message in five is refused, with changing codes", "[simulator][sending]") {
  Business meta("refuses");
  for (int i = 0; i < 200; ++i, meta.now_ms += 100) meta.text(phone(i));
  const Json refused = meta.sends().at("refused");
  CHECK(refused.size() == 4);
  const int accepted = meta.sends().at("accepted");
  CHECK(accepted > 140);
  CHECK(accepted < 180);
}

TEST_CASE("maintenance: sending is interrupted for 20 seconds", "[simulator][sending]") {
  Business meta("maintenance");
  for (int i = 0; i < 5; ++i) CHECK(meta.text(phone(i)).status == 200);
  const Answered refused = meta.text(phone(5));
  CHECK(refused.status == 500);
  CHECK(refused.error() == 131057);
  meta.now_ms += 19'999;
  CHECK(meta.text(phone(5)).error() == 131057);
  meta.now_ms += 1;
  CHECK(meta.text(phone(5)).status == 200);
}
