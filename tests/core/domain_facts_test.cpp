// What Meta's webhooks really do, fact by fact: the numbered list of what breaks naive implementations. Facts about
// deliveries, deadlines and requests have their tests elsewhere.
#include <algorithm>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "core/lifecycle/account_event.h"
#include "tests/support/catch.h"
#include "tests/support/events.h"

using namespace twinline;
using namespace twinline::test;
using nlohmann::json;

namespace {

const std::string placeholder_chunk =
    R"("history":[{"metadata":{"phase":0,"chunk_order":1,"progress":100},"threads":[{"id":"16505551234","messages":[
    {"from":"15550783881","id":"wamid.M","timestamp":"1738796547","type":"media_placeholder","history_context":{"status":"PLAYED"}}]}]}])";

std::string chunk(int phase, int order, int progress, const std::string& messages) {
  return webhook("history", R"("history":[{"metadata":{"phase":)" + std::to_string(phase) + R"(,"chunk_order":)" +
                                std::to_string(order) + R"(,"progress":)" + std::to_string(progress) +
                                R"(},"threads":[{"id":"16505551234","messages":[)" + messages + "]}]}]");
}

std::string told(const std::string& id, int at, const std::string& text) {
  return R"({"from":"16505551234","id":")" + id + R"(","timestamp":")" + std::to_string(at) +
         R"(","type":"text","text":{"body":")" + text + R"("},"history_context":{"status":"pending"}})";
}

std::string base64(const std::string& bytes) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) out += alphabet[bits >> (held - 6) & 63U];
  }
  if (held != 0) out += alphabet[bits << (6 - held) & 63U];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string wamid(const std::string& phone, const std::string& stanza) {
  return "wamid." + base64("\x1c\x18" + std::string(1, static_cast<char>(phone.size())) + phone +
                           std::string("\x15\x02\x00\x11\x18", 5) + static_cast<char>(stanza.size()) + stanza +
                           std::string(1, '\0'));
}

json number_summary(const std::vector<std::string>& bodies) {
  Decoder decoder;
  History history;
  for (const std::string& body : bodies) {
    const auto batch = decoder(body);
    REQUIRE(batch);
    history.apply(**batch);
  }
  return json::parse(history.number_summary("106"));
}

}  // namespace

TEST_CASE("domain 1.1: history media comes in a history webhook without history[], as messages or as message_echoes",
          "[domain]") {
  const std::string in =
      webhook("history", R"("messages":[{"from":"16505551234","id":"wamid.M","timestamp":"1738796547",
      "type":"image","image":{"id":"24","mime_type":"image/jpeg","caption":"C"}}])");
  const std::string out =
      webhook("history", R"("message_echoes":[{"from":"15550783881","to":"16505551234","id":"wamid.M",
      "timestamp":"1738796547","type":"image","image":{"id":"24","mime_type":"image/jpeg","caption":"C"}}])");
  for (const std::string& media : {in, out}) {
    const auto events = events_of(media);
    REQUIRE(events.size() == 1);
    CHECK(events[0]["event"] == "message");
    CHECK(events[0]["origin"] == "history_media");
    CHECK(events[0]["media"]["id"] == "24");
    const std::string placeholder = webhook("history", placeholder_chunk);
    CHECK(records_of({placeholder, media}) == records_of({media, placeholder}));
    const auto messages = records_of({placeholder, media}, "message");
    REQUIRE(messages.size() == 1);
    CHECK(messages[0]["type"] == "image");
    CHECK(messages[0]["text"] == "C");
    CHECK(messages[0]["direction"] == "out");  // as the history says, though the follow-up may name another sender
  }
}

TEST_CASE("domain 1.2: an old medium that comes as an echo is the message of the history, not a new one", "[domain]") {
  const std::string echo = webhook("smb_message_echoes", R"("message_echoes":[{"from":"15550783881","to":"16505551234",
      "id":"wamid.M","timestamp":"1738796547","type":"image","image":{"id":"24","mime_type":"image/jpeg"}}])");
  const auto records = records_of({webhook("history", placeholder_chunk), echo}, "message");
  REQUIRE(records.size() == 1);
  CHECK(records[0]["type"] == "image");
  CHECK(records[0]["at"] == 1738796547);
  CHECK(records[0]["origins"] == json({"echo", "history"}));
  CHECK(records_of({echo}, "contact").empty());
}

TEST_CASE("domain 1.3: history statuses come in either case, inbound is pending, from_me tells the direction",
          "[domain]") {
  const auto with = [](const std::string& context) {
    return events_of(chunk(0, 1, 5,
                           R"({"id":"wamid.A","timestamp":"1739230955","type":"text","text":{"body":"x"},)"
                           R"("history_context":)" +
                               context + "}"))[1];
  };
  CHECK(with(R"({"status":"READ"})")["status"] == "read");
  CHECK(with(R"({"status":"read"})")["status"] == "read");
  CHECK(with(R"({"status":"pending"})")["direction"] == "in");
  CHECK(with(R"({"status":"delivered","from_me":true})")["direction"] == "out");
  CHECK(with(R"({"status":"delivered","from_me":"true"})")["direction"] == "out");
  CHECK(with(R"({"status":"delivered","from_me":false})")["direction"] == "in");
}

TEST_CASE("domain 1.4: messages of a thread may come newest first or oldest first", "[domain]") {
  const std::string a = told("wamid.1", 1739230955, "first"), b = told("wamid.2", 1739230956, "second");
  const auto oldest_first = records_of({chunk(0, 1, 100, a + "," + b)});
  CHECK(oldest_first == records_of({chunk(0, 1, 100, b + "," + a)}));
  const auto messages = records_of({chunk(0, 1, 100, b + "," + a)}, "message");
  REQUIRE(messages.size() == 2);
  CHECK(messages[0]["text"] == "first");
}

TEST_CASE("domain 1.5: contact times are seconds or milliseconds, and a removal has the time 0", "[domain]") {
  const auto sync = [](const std::string& action, const std::string& name, const std::string& at) {
    return webhook("smb_app_state_sync", R"("state_sync":[{"type":"contact","contact":{)" + name +
                                             R"("phone_number":"16505551234"},"action":")" + action +
                                             R"(","metadata":{"timestamp":)" + at + "}}]");
  };
  CHECK(events_of(sync("add", R"("full_name":"Ana",)", "\"1739321024000\""))[0]["at"] == 1739321024);
  CHECK(events_of(sync("add", R"("full_name":"Ana",)", "1739321024"))[0]["at"] == 1739321024);
  CHECK_FALSE(events_of(sync("remove", "", "\"0\""))[0].contains("at"));
  // A later second beats an earlier millisecond, in any order; a removal without a time beats no fact with one.
  const std::string in_ms = sync("add", R"("full_name":"Old",)", "1739321024000");
  const std::string in_s = sync("add", R"("full_name":"New",)", "\"1739321025\"");
  for (const auto& order : {std::vector{in_ms, in_s}, std::vector{in_s, in_ms}})
    CHECK(records_of(order, "contact")[0]["name"] == "New");
  const std::string removed = sync("remove", "", "\"0\"");
  for (const auto& order : {std::vector{in_s, removed}, std::vector{removed, in_s}})
    CHECK(records_of(order, "contact")[0]["name"] == "New");
}

TEST_CASE("domain 1.6: any date comes in any phase, and the same thread and message in several webhooks", "[domain]") {
  const std::string a = told("wamid.1", 1739230955, "x"), b = told("wamid.2", 1719230955, "y");
  const std::string first = chunk(0, 1, 40, a + "," + b), second = chunk(2, 1, 100, b), third = chunk(1, 7, 70, a);
  const auto records = records_of({first, second, third});
  CHECK(records == records_of({third, second, first, second, first}));
  CHECK(records_of({first, second, third}, "message").size() == 2);
  CHECK(events_of(second).size() == 2);  // decode repeats what was repeated
}

TEST_CASE("domain 1.7: phase 2 does not mean complete, a progress of 100 does", "[domain]") {
  const std::string a = told("wamid.1", 1739230955, "x");
  CHECK(number_summary({chunk(2, 1, 80, a)})["sync"][0]["stage"] == "running");
  CHECK(number_summary({chunk(2, 1, 80, a), chunk(2, 2, 100, "")})["sync"][0]["stage"] == "complete");
  CHECK(number_summary({chunk(0, 1, 100, a)})["sync"][0]["stage"] == "complete");
}

TEST_CASE("domain 1.8: one message has one wamid in the history and another in its echo", "[domain]") {
  const std::string in_history = wamid("15550783881", "3EB0AA01"), live = wamid("16505551234", "3EB0AA01");
  const std::string text = R"(","timestamp":"1739230955","type":"text","text":{"body":"x"})";
  const std::string history = chunk(0, 1, 100,
                                    R"({"from":"15550783881","id":")" + in_history + text +
                                        R"(,"history_context":{"status":"read","from_me":true}})");
  const std::string echo =
      webhook("smb_message_echoes",
              R"("message_echoes":[{"from":"15550783881","to":"16505551234","id":")" + live + text + "}]");
  for (const auto& order : {std::vector{history, echo}, std::vector{echo, history}}) {
    const auto messages = records_of(order, "message");
    REQUIRE(messages.size() == 1);
    CHECK(messages[0]["id"] == live);
    CHECK(messages[0]["aliases"] == json({in_history}));
  }
  // Another device id, or another person, is another message.
  const std::string other =
      webhook("smb_message_echoes", R"("message_echoes":[{"from":"15550783881","to":"491711234567","id":")" +
                                        wamid("491711234567", "3EB0AA01") + text + "}]");
  CHECK(records_of({history, other}, "message").size() == 2);
}

TEST_CASE("domain 1.10: PARTNER_ events name the WABA in waba_info, or not at all", "[domain]") {
  const std::string info = R"("waba_info":{"waba_id":"777","owner_business_id":"888"})";
  const std::string left = R"("disconnection_info":{"reason":"PRIMARY_INACTIVITY","initiated_by":"SYSTEM"})";
  const auto nested =
      events_of(account_webhook("account_update", R"({"event":"PARTNER_REMOVED",)" + info + "," + left + "}"));
  REQUIRE(nested.size() == 1);
  CHECK(nested[0] == json::parse(R"({"event":"account","path":"/entry/0/changes/0/value","waba":"777","business":"102",
      "name":"PARTNER_REMOVED","reason":"PRIMARY_INACTIVITY","initiated_by":"SYSTEM","at":1739212624,"content":{
      "event":"PARTNER_REMOVED","waba_info":{"waba_id":"777","owner_business_id":"888"},
      "disconnection_info":{"reason":"PRIMARY_INACTIVITY","initiated_by":"SYSTEM"}}})"));
  const auto phone =
      events_of(account_webhook("account_update", R"({"event":"PARTNER_REMOVED","phone_number":"+1 (555) 078-3881"})"));
  REQUIRE(phone.size() == 1);
  CHECK(phone[0]["waba"] == "102");
  CHECK_FALSE(phone[0].contains("business"));
  CHECK(phone[0]["phone"] == "15550783881");
  CHECK(phone[0]["content"]["phone_number"] == "+1 (555) 078-3881");
}

TEST_CASE("domain 1.10: PARTNER_ events are understood where field and object are missing or misplaced", "[domain]") {
  const std::string members = R"("event":"PARTNER_ADDED","waba_info":{"waba_id":"777"})";
  const std::string field = R"("field":"account_update","object":"whatsapp_business_account")";
  for (const auto& [body, path] : {
           std::pair{R"({"entry":[{"id":"9","time":5,"changes":[{"value":{)" + members + "}}]}]}",
                     "/entry/0/changes/0/value"},
           std::pair{R"({"entry":[{"id":"9","changes":[{"value":{)" + members + "}}]," + field + "}]}",
                     "/entry/0/changes/0/value"},
           std::pair{R"({"entry":[{"id":"9","changes":[{"value":{)" + members + "," + field + "}}]}]}",
                     "/entry/0/changes/0/value"},
           std::pair{R"({"entry":[{"id":"9","changes":[{"value":{)" + members + "}}]}]," + field + "}",
                     "/entry/0/changes/0/value"},
           std::pair{R"({"entry":[{"id":"9","changes":[{)" + members + "," + field + "}]}]}", "/entry/0/changes/0"},
           std::pair{R"({"entry":[{"id":"9",)" + members + "," + field + "}]}", "/entry/0"},
           std::pair{R"({"entry":{"id":"9","changes":{"value":{)" + members + "}}}}", "/entry/changes/value"},
       }) {
    INFO(body);
    const auto events = events_of(body);
    REQUIRE(events.size() == 1);
    CHECK(events[0]["event"] == "account");
    CHECK(events[0]["name"] == "PARTNER_ADDED");
    CHECK(events[0]["waba"] == "777");
    CHECK(events[0]["business"] == "9");
    CHECK(events[0]["path"] == path);
    CHECK(events[0]["content"]["waba_info"] == json{{"waba_id", "777"}});
  }
}

TEST_CASE("domain 1.11: a reconnection may be reported one second before the offboarding it ends", "[domain]") {
  const auto event = [](const std::string& name, int at) {
    return events_of(R"({"entry":[{"id":"102","time":)" + std::to_string(at) +
                     R"(,"changes":[{"field":"account_update","value":{"event":")" + name + "\"}}]}]}")[0];
  };
  std::vector<json> events = {event("ACCOUNT_RECONNECTED", 1768477203), event("ACCOUNT_OFFBOARDED", 1768477204)};
  std::vector<NumberState> states;
  for (int turn = 0; turn < 2; ++turn, std::reverse(events.begin(), events.end())) {
    NumberState& state = states.emplace_back();
    for (const json& each : events)
      join(state, state_of_account_event(each["name"].get<std::string>(), each["at"], {}, {}));
    CHECK(state.reconnected_at == 1768477203);
    CHECK(state.offboarded_at == 1768477204);
  }
  CHECK(states[0] == states[1]);
}

TEST_CASE("domain 1.12: a person may come without any phone number", "[domain]") {
  const auto in =
      events_of(webhook("messages", R"("contacts":[{"profile":{"name":"Ana","username":"ana"},"user_id":"US.1"}],
      "messages":[{"from_user_id":"US.1","id":"wamid.A","timestamp":"1739321024","type":"text","text":{"body":"x"}}])"));
  REQUIRE(in.size() == 2);
  CHECK(in[0]["peer"] == json{{"user_id", "US.1"}, {"username", "ana"}});
  CHECK(in[0]["at"] == 1739321024);
  CHECK(in[1]["peer"] == json{{"user_id", "US.1"}, {"username", "ana"}});
  const auto echo = events_of(webhook(
      "smb_message_echoes", R"("message_echoes":[{"from":"15550783881","to_user_id":"US.1","id":"a","type":"text"}])"));
  CHECK(echo[0]["peer"] == json{{"user_id", "US.1"}});
  const auto thread =
      events_of(webhook("history", R"("history":[{"threads":[{"context":{"user_id":"US.1","username":"ana"},
      "messages":[{"from_user_id":"US.1","id":"a","type":"text"}]}]}])"));
  CHECK(thread[0]["peer"] == json{{"user_id", "US.1"}, {"username", "ana"}});
  const auto status =
      events_of(webhook("messages", R"("statuses":[{"id":"a","status":"read","recipient_user_id":"US.1"}])"));
  CHECK(status[0]["peer"] == json{{"user_id", "US.1"}});
  const auto contact = events_of(
      webhook("smb_app_state_sync",
              R"("state_sync":[{"type":"contact","action":"add","contact":{"user_id":"US.1","full_name":"Ana"}}])"));
  CHECK(contact[0]["peer"] == json{{"user_id", "US.1"}});
  CHECK(
      records_of({webhook("messages",
                          R"("messages":[{"from_user_id":"US.1","id":"wamid.A","type":"text","text":{"body":"x"}}])")},
                 "message")[0]["thread"] == "US.1");
}

TEST_CASE("domain 1.13: members and types that nobody knew refuse nothing and are shown", "[domain]") {
  const auto events = events_of(webhook("messages", R"("brand_new":[1],"messages":[{"from":"16505551234","id":"wamid.A",
      "client_user_agent":"x","context":{"id":"wamid.B","from_user_id":"US.1"},"type":"text","text":{"body":"Hi","new":1}},
      {"from":"16505551234","id":"wamid.C","type":"hologram","hologram":{"depth":3}}])"));
  REQUIRE(events.size() == 3);
  CHECK(events[2]["event"] == "unknown");
  CHECK(events[2]["other"] == json::parse(R"({"brand_new":[1]})"));
  CHECK(events[0]["text"] == "Hi");
  CHECK(events[0]["other"] == json::parse(R"({"client_user_agent":"x","text":{"new":1}})"));
  CHECK(events[0]["context"] == json{{"from_user_id", "US.1"}});
  CHECK(events[0]["reply_to"] == "wamid.B");
  CHECK(events[1]["type"] == "hologram");
  CHECK(events[1]["content"] == json{{"depth", 3}});
  const auto actions =
      events_of(webhook("messages", R"("user_actions":[{"action_type":"marketing_messages_link_click"}])"));
  REQUIRE(actions.size() == 1);
  CHECK(actions[0]["event"] == "unknown");
  CHECK(actions[0]["field"] == "messages");
}

TEST_CASE(
    "domain 1.14: an unsupported first message is kept with its error and subtype until a copy brings its content",
    "[domain]") {
  const std::string unsupported = webhook(
      "messages", R"("messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1739321024","type":"unsupported",
      "errors":[{"code":131060,"title":"This message is currently unavailable."}],"unsupported":{"type":"errors"}}])");
  const auto events = events_of(unsupported);
  REQUIRE(events.size() == 1);
  CHECK(events[0]["type"] == "unsupported");
  CHECK(events[0]["content"] == json{{"type", "errors"}});
  CHECK(events[0]["errors"][0]["code"] == 131060);
  const std::string copy = chunk(0, 1, 100, told("wamid.A", 1739321024, "Hello"));
  for (const auto& order : {std::vector{unsupported, copy}, std::vector{copy, unsupported}}) {
    const auto messages = records_of(order, "message");
    REQUIRE(messages.size() == 1);
    CHECK(messages[0]["text"] == "Hello");
    CHECK(messages[0]["type"] == "text");
  }
}

TEST_CASE("domain 1.16: text that Meta escaped is the same text", "[domain]") {
  const auto body = [](const std::string& text) {
    return webhook("messages", R"("messages":[{"from":"16505551234","id":"wamid.A","type":"text","text":{"body":")" +
                                   text + "\"}}]");
  };
  const auto raw = events_of(body("caf\xC3\xA9 \xF0\x9F\x98\x80 a@b <c> 5% d/e"));
  CHECK(raw == events_of(body(R"(caf\u00e9 \ud83d\ude00 a\u0040b \u003Cc\u003e 5\u0025 d\/e)")));
  CHECK(records_of({body(R"(\u00e9)")}) == records_of({body("\xC3\xA9")}));
  // Names of members may be escaped too.
  CHECK(
      events_of(webhook(
          "messages", R"("mess\u0061ges":[{"from":"1","\u0069d":"x","type":"te\u0078t","text":{"bod\u0079":"x"}}])")) ==
      events_of(webhook("messages", R"("messages":[{"from":"1","id":"x","type":"text","text":{"body":"x"}}])")));
}

TEST_CASE("domain 1.17: a webhook that is retried for days changes nothing", "[domain]") {
  const std::string body = webhook("messages", R"("contacts":[{"wa_id":"16505551234","profile":{"name":"Ana"}}],
      "messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1739321024","type":"text","text":{"body":"x"}}])");
  const std::string status =
      webhook("messages",
              R"("statuses":[{"id":"wamid.B","status":"read","timestamp":"1739321025","recipient_id":"16505551234"}])");
  CHECK(records_of({body, status}) == records_of({body, status, body, body, status}));
}

TEST_CASE("domain 1.18: what the app sent and what was before onboarding never looks like a live message", "[domain]") {
  const std::string text = R"("id":"wamid.A","timestamp":"1739321024","type":"text","text":{"body":"x"})";
  CHECK(events_of(webhook("smb_message_echoes", R"("message_echoes":[{"from":"15550783881","to":"1650",)" + text +
                                                    "}]"))[0]["origin"] == "echo");
  CHECK(events_of(webhook(
            "messages", R"("messages":[{"from":"+1 555 078 3881","to":"1650",)" + text + "}]"))[0]["origin"] == "echo");
  CHECK(events_of(webhook("messages", R"("message_echoes":[{"from":"15550783881","to":"1650",)" + text +
                                          "}]"))[0]["origin"] == "echo");
  CHECK(events_of(chunk(0, 1, 5, "{" + text + "}"))[1]["origin"] == "history");
  CHECK(events_of(webhook("history", R"("messages":[{"from":"1650",)" + text + "}]"))[0]["origin"] == "history_media");
  CHECK(events_of(webhook("messages", R"("messages":[{"from":"1650",)" + text + "}]"))[0]["origin"] == "live");
}
