// Every shape that webhooks take, one small body each.
#include "core/decode/decoder.h"
#include "core/history/format.h"
#include "tests/support/catch.h"
#include "tests/support/events.h"

using namespace twinline;
using namespace twinline::test;
using nlohmann::json;

namespace {

json message(const std::string& members) {
  const auto events =
      events_of(webhook("messages", R"("messages":[{"from":"16505551234","id":"wamid.A",)" + members + "}]"));
  REQUIRE(events.size() == 1);
  return events[0];
}

json account(const std::string& field, const std::string& value) {
  const auto events = events_of(account_webhook(field, value));
  REQUIRE(events.size() == 1);
  CHECK(events[0]["at"] == 1739212624);
  CHECK(events[0]["content"] == json::parse(value));
  return events[0];
}

}  // namespace

TEST_CASE("media carry their parts, and a caption is their text", "[decode]") {
  for (const std::string type : {"image", "video", "audio", "document", "sticker"}) {
    const json event =
        message(R"("type":")" + type + R"(",")" + type +
                R"(":{"id":7,"mime_type":"m","sha256":"s","url":"u","filename":"f","caption":"c","voice":true})");
    CHECK(event["type"] == type);
    CHECK(event["text"] == "c");
    CHECK(event["media"] == json::parse(R"({"id":"7","mime":"m","sha256":"s","url":"u","filename":"f","voice":true})"));
    CHECK_FALSE(event.contains("content"));
  }
  CHECK_FALSE(message(R"("type":"audio","audio":{"id":"7","voice":false})")["media"].contains("voice"));
  CHECK_FALSE(message(R"("type":"image","image":{})").contains("media"));
}

TEST_CASE("of two media the declared one counts, and the other is kept whole", "[decode]") {
  const std::string image = R"("image":{"id":"1","caption":"A","mime_type":"i","new":{"a":1}})";
  const std::string video = R"("video":{"id":2,"url":"u","new":2})";
  for (const std::string& members :
       {R"("type":"video",)" + image + "," + video, R"("type":"video",)" + video + "," + image,
        image + "," + video + R"(,"type":"video")", video + "," + image + R"(,"type":"video")"}) {
    INFO(members);
    const json event = message(members);
    CHECK_FALSE(event.contains("text"));
    CHECK(event["media"] == json::parse(R"({"id":"2","url":"u"})"));
    CHECK(event["other"] ==
          json::parse(R"({"image":{"id":"1","caption":"A","mime_type":"i","new":{"a":1}},"video":{"new":2}})"));
    CHECK_FALSE(event.contains("content"));
  }
  const json undeclared = message(R"("type":"hologram",)" + video + "," + image);
  CHECK(undeclared["text"] == "A");
  CHECK(undeclared["media"] == json::parse(R"({"id":"1","mime":"i"})"));
  CHECK(undeclared["other"]["video"] == json::parse(R"({"id":2,"url":"u","new":2})"));
  const json several = message(R"("type":"video","image":[{"id":"1"},{"id":"3"}],"video":{"id":"2"})");
  CHECK(several["other"] == json::parse(R"({"image":[{"id":"1"},{"id":"3"}]})"));
  const json edit = message(R"("type":"edit","edit":{"original_message_id":"t","message":{)" + image + "," + video +
                            R"(,"type":"video"}})");
  CHECK(edit["media"] == json::parse(R"({"id":"2","url":"u"})"));
  CHECK(edit["other"]["message"]["image"]["caption"] == "A");
}

TEST_CASE("other types carry their own object as content", "[decode]") {
  for (const std::string own :
       {R"("location":{"latitude":1.5,"longitude":-2,"name":"N"})", R"("contacts":[{"name":{}},{"phones":[]}])",
        R"("interactive":{"type":"list_reply","list_reply":{"id":"1","title":"T"}})",
        R"("interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"{\"a\":1}"}})",
        R"("button":{"payload":"p","text":"t"})", R"("order":{"product_items":[{"quantity":"2"}]})", R"("button":"x")",
        R"("location":7)", R"("image":"x")", R"("hologram":true)"}) {
    const json body = json::parse("{" + own + "}");
    const std::string type = body.begin().key();
    const json event = message(R"("type":")" + type + "\"," + own);
    INFO(own);
    CHECK(event["type"] == type);
    CHECK(event["content"] == body.begin().value());
    CHECK_FALSE(event.contains("other"));
  }
  CHECK_FALSE(message(R"("type":"button","button":null)").contains("content"));
  CHECK(message(R"("type":"text","text":"plain")")["text"] == "plain");
}

TEST_CASE("a type without its own object is a message all the same", "[decode]") {
  for (const std::string type : {"text", "image", "interactive", "reaction", "edit", "revoke", "request_welcome"}) {
    const json event = message(R"("type":")" + type + "\"");
    CHECK(event["event"] == "message");
    CHECK(event["type"] == type);
  }
  const auto events = events_of(
      webhook("messages", R"("messages":[{"from":"1650","id":"a","type":"interactive"}],"errors":[{"code":131000}])"));
  REQUIRE(events.size() == 2);
  CHECK(events[0]["event"] == "message");
  CHECK(events[1]["event"] == "error");
  CHECK(events[1]["path"] == "/entry/0/changes/0/value/errors");
}

TEST_CASE("what an edit puts in the place of the old is never taken for the message's own", "[decode]") {
  const std::string edit =
      R"("edit":{"original_message_id":"t","message":{"type":"image","image":{"id":"9","caption":"New"}}})";
  const json unknown = message(R"("type":"hologram",)" + edit);
  CHECK(unknown["event"] == "message");
  CHECK(unknown["type"] == "hologram");
  CHECK_FALSE(unknown.contains("text"));
  CHECK_FALSE(unknown.contains("media"));
  const json text = message(R"("type":"text",)" + edit + R"(,"text":{"body":"own"})");
  CHECK(text["text"] == "own");
  CHECK_FALSE(text.contains("media"));
  const json edited = message(R"("type":"edit","text":{"body":"own"},)" + edit);
  CHECK(edited["text"] == "New");
  CHECK(edited["media"] == json::parse(R"({"id":"9"})"));
  const json last =
      message(R"("type":"edit","edit":[{"message":{"text":{"body":"a"}}},{"message":{"text":{"body":"b"}}},{}])");
  CHECK(last["text"] == "b");
}

TEST_CASE("a reaction is taken back by an empty emoji or by none", "[decode]") {
  CHECK(message(R"("type":"reaction","reaction":{"message_id":"t","emoji":"👍"})")["emoji"] == "👍");
  CHECK(message(R"("type":"reaction","reaction":{"message_id":"t","emoji":""})")["emoji"] == "");
  const json removed = message(R"("type":"reaction","reaction":{"message_id":"t"})");
  CHECK(removed["event"] == "reaction");
  CHECK(removed["target"] == "t");
  CHECK_FALSE(removed.contains("emoji"));
}

TEST_CASE("where a message came from and what it answers stay with it", "[decode]") {
  const json event = message(R"("type":"text","text":{"body":"x"},"group_id":"G",
      "referral":{"source_type":"ad","ctwa_clid":"c"},
      "context":{"id":"wamid.B","from":"1555","forwarded":true,"referred_product":{"catalog_id":"1"}})");
  CHECK(event["group"] == "G");
  CHECK(event["reply_to"] == "wamid.B");
  CHECK(event["referral"] == json::parse(R"({"source_type":"ad","ctwa_clid":"c"})"));
  CHECK(event["context"] == json::parse(R"({"from":"1555","forwarded":true,"referred_product":{"catalog_id":"1"}})"));
  CHECK_FALSE(event.contains("other"));
  const json quoted = message(R"("type":"text","context":{"id":"wamid.B"})");
  CHECK_FALSE(quoted.contains("context"));
}

TEST_CASE("system messages tell who became whom", "[decode]") {
  const auto identity = [](const std::string& members) {
    const auto events = events_of(
        webhook("messages", R"("messages":[{"id":"s","timestamp":1739321024,"type":"system",)" + members + "}]"));
    REQUIRE(events.size() == 1);
    CHECK(events[0]["event"] == "identity");
    CHECK(events[0]["at"] == 1739321024);
    return events[0];
  };
  const json user = identity(
      R"("from":"1650","from_user_id":"US.2","system":{"type":"user_changed_user_id","user_id":"US.2","previous_user_id":"US.1"})");
  CHECK(user["peer"] == json::parse(R"({"phone":"1650","user_id":"US.2"})"));
  CHECK(user["previous"] == json::parse(R"({"user_id":"US.1"})"));
  const json key = identity(
      R"("from":"1650","system":{"type":"customer_identity_changed"},"identity":{"hash":"h","acknowledged":true})");
  CHECK(key["kind"] == "customer_identity_changed");
  CHECK(key["peer"] == json{{"phone", "1650"}});
  CHECK(key["other"]["identity"]["hash"] == "h");
}

TEST_CASE("undecodable items of a history are messages with their errors", "[decode]") {
  const auto events = events_of(webhook("history", R"("history":[{"threads":[{"id":"1650","messages":[{"type":"errors",
      "errors":[{"code":131051,"error_data":{"details":"d"}}],"from":"1650","history_context":{"status":"pending"},"id":"a","timestamp":"5"}]}]}])"));
  REQUIRE(events.size() == 1);
  CHECK(events[0]["type"] == "errors");
  CHECK(events[0]["errors"] == json::parse(R"([{"code":131051,"error_data":{"details":"d"}}])"));
  CHECK_FALSE(events[0].contains("content"));
}

TEST_CASE("a declined history hides no other error", "[decode]") {
  const std::string declined = R"({"code":"2593109","title":"off"})", other = R"({"code":131000})";
  for (const std::string& errors : {"[" + other + "," + declined + "]", "[" + declined + "," + other + "]"}) {
    for (const std::string& members : {R"("history":[{"errors":)" + errors + "}]", R"("errors":)" + errors}) {
      const auto events = events_of(webhook("history", members));
      REQUIRE(events.size() == 2);
      CHECK(events[0]["event"] == "history_declined");
      CHECK(events[0]["code"] == 2593109);
      CHECK(events[0]["title"] == "off");
      CHECK(events[1]["event"] == "error");
      CHECK(events[1]["errors"] == json::parse("[" + other + "]"));
      CHECK(events[1]["path"] == events[0]["path"]);
    }
  }
  for (const std::string one : {R"([{"error_subcode":2593109}])", R"({"code":2593109})"})
    CHECK(events_of(webhook("history", R"("errors":)" + one))[0]["event"] == "history_declined");
}

TEST_CASE("statuses carry their price, errors and the caller's words; those of a group name the participant",
          "[decode]") {
  const auto events = events_of(webhook("messages", R"("statuses":[
      {"id":"a","status":"FAILED","timestamp":5,"recipient_id":"+1 650","biz_opaque_callback_data":"o","errors":[{"code":131049}]},
      {"id":"b","status":"sent","recipient_id":"1650","pricing":{"category":"service","billable":false},"conversation":{"id":"c"}},
      {"id":"c","status":"read","recipient_id":"G","recipient_type":"group","recipient_participant_id":"1650"}])"));
  REQUIRE(events.size() == 3);
  CHECK(events[0] ==
        json::parse(
            R"({"event":"status","path":"/entry/0/changes/0/value/statuses/0","number":"106","waba":"102","id":"a",
      "status":"failed","at":5,"peer":{"phone":"1650"},"opaque":"o","errors":[{"code":131049}]})"));
  CHECK(events[1]["pricing"] == json::parse(R"({"category":"service","billable":false})"));
  CHECK(events[2]["group"] == "G");
  CHECK(events[2]["peer"] == json{{"phone", "1650"}});
}

TEST_CASE("account topics become one event each, with the whole value", "[decode]") {
  const json removed = account(
      "account_update",
      R"({"event":"PARTNER_REMOVED","phone_number":"15550783881","disconnection_info":{"reason":"CHANGE_NUMBER","initiated_by":"USER"}})");
  CHECK(removed["event"] == "account");
  CHECK(removed["name"] == "PARTNER_REMOVED");
  CHECK(removed["reason"] == "CHANGE_NUMBER");
  CHECK(removed["initiated_by"] == "USER");
  CHECK(removed["phone"] == "15550783881");
  CHECK(removed["path"] == "/entry/0/changes/0/value");
  const json reviewed = account("account_review_update", R"({"decision":"APPROVED"})");
  CHECK(reviewed["event"] == "account");
  CHECK(reviewed["reason"] == "APPROVED");
  CHECK_FALSE(reviewed.contains("name"));
  CHECK(account("account_settings_update", R"({"phone_number_settings":{"a":1}})")["event"] == "account");
  CHECK(account("business_status_update", R"({"event":"X"})")["name"] == "X");
  const json quality =
      account("phone_number_quality_update",
              R"({"display_phone_number":"+1 555-078-3881","event":"ONBOARDING","current_limit":"TIER_250"})");
  CHECK(quality["event"] == "quality");
  CHECK(quality["name"] == "ONBOARDING");
  CHECK(quality["phone"] == "15550783881");
  const json refused =
      account("message_template_status_update",
              R"({"event":"REJECTED","reason":"INVALID_FORMAT","message_template_id":12345678901234567})");
  CHECK(refused["event"] == "template");
  CHECK(refused["reason"] == "INVALID_FORMAT");
  CHECK(account("message_template_quality_update", R"({"new_quality_score":"RED"})")["event"] == "template");
  CHECK(account("template_category_update", R"({"new_category":"UTILITY"})")["event"] == "template");
  for (const std::string limit : {"2000", "\"TIER_2K\"", "-1"})
    CHECK(account("business_capability_update", R"({"max_daily_conversations_per_business":)" + limit + "}")["event"] ==
          "capability");
  const json nested = account(
      "account_alerts", R"({"entity_id":"12","alert_info":{"alert_type":"OBA_APPROVED","alert_severity":"INFO"}})");
  const json flat =
      account("account_alerts", R"({"entity_id":12,"alert_type":"OBA_APPROVED","alert_severity":"INFO"})");
  for (const json& alert : {nested, flat}) {
    CHECK(alert["event"] == "alert");
    CHECK(alert["name"] == "OBA_APPROVED");
  }
}

TEST_CASE("fields that make no event of their own are unknown, with their field", "[decode]") {
  for (const std::string field :
       {"security", "flows", "phone_number_name_update", "partner_solutions", "a_field_of_tomorrow"}) {
    const auto events = events_of(account_webhook(field, R"({"event":"PARTNER_REMOVED","requester":"1"})"));
    REQUIRE(events.size() == 1);
    CHECK(events[0] == json{{"event", "unknown"},
                            {"path", "/entry/0/changes/0"},
                            {"waba", "102"},
                            {"field", field},
                            {"other", {{"value", {{"event", "PARTNER_REMOVED"}, {"requester", "1"}}}}}});
  }
  CHECK(events_of(account_webhook("account_update", "{}"))[0]["event"] == "unknown");
}

TEST_CASE("the time of an account event is the entry's, however it is spelled", "[decode]") {
  for (const std::string time : {"1739212624", "\"1739212624\"", "1739212624000", "\"1739212624000\""}) {
    const auto event =
        events_of(R"({"entry":[{"changes":[{"value":{"event":"ACCOUNT_DELETED"},"field":"account_update"}],"time":)" +
                  time + "}]}")[0];
    CHECK(event["at"] == 1739212624);
  }
  CHECK_FALSE(events_of(R"({"entry":[{"changes":[{"value":{"event":"ACCOUNT_DELETED"}}]}]})")[0].contains("at"));
}

TEST_CASE("calls name direction and peer; everything in field calls is a call", "[decode]") {
  const auto events = events_of(
      webhook("calls", R"("contacts":[{"wa_id":"1650","user_id":"US.1","profile":{"username":"ana"}}],"calls":[
      {"id":"wacid.1","from":"1650","to":"15550783881","event":"connect","timestamp":1739321024},
      {"id":"wacid.2","from":"+1 555-078-3881","to":"491711","event":"terminate","timestamp":"1739321025"},
      {"id":"wacid.3","to":"491711","direction":"USER_INITIATED","from_user_id":"US.1"},{}],
      "statuses":[{"id":"wacid.2","timestamp":"1739321026","type":"call","status":"RINGING","recipient_id":"491711"}])"));
  REQUIRE(events.size() == 6);
  CHECK(events[0]["event"] == "profile");
  CHECK(events[1] ==
        json::parse(
            R"({"event":"call","path":"/entry/0/changes/0/value/calls/0","number":"106","waba":"102","id":"wacid.1",
      "name":"connect","direction":"in","peer":{"phone":"1650","username":"ana"},"at":1739321024,
      "content":{"id":"wacid.1","from":"1650","to":"15550783881","event":"connect","timestamp":1739321024}})"));
  CHECK(events[2]["direction"] == "out");
  CHECK(events[2]["peer"] == json{{"phone", "491711"}});
  CHECK(events[3]["direction"] == "in");
  CHECK(events[3]["peer"] == json::parse(R"({"user_id":"US.1","username":"ana"})"));
  CHECK(events[4]["event"] == "call");
  CHECK_FALSE(events[4].contains("direction"));
  CHECK(events[5]["event"] == "call");
  CHECK(events[5]["path"] == "/entry/0/changes/0/value/statuses/0");
  CHECK(events[5]["content"]["type"] == "call");
  const auto odd = events_of(webhook("calls", R"("rooms":[1])"));
  REQUIRE(odd.size() == 1);
  CHECK(odd[0]["event"] == "call");
  CHECK(odd[0]["content"]["rooms"] == json({1}));
  CHECK(records_of(
            {webhook("calls", R"("statuses":[{"id":"wacid.2","status":"RINGING"},{"id":"wacid.2","status":"read"}])")})
            .size() == 1);
}

TEST_CASE("preferences name who stops or resumes what", "[decode]") {
  const auto events = events_of(webhook("user_preferences", R"("contacts":[{"wa_id":"1650"}],"user_preferences":[
      {"wa_id":"+1 650","detail":"d","category":"marketing_messages","value":"stop","timestamp":1731705721}])"));
  REQUIRE(events.size() == 1);
  CHECK(events[0] ==
        json::parse(
            R"({"event":"preference","path":"/entry/0/changes/0/value/user_preferences/0","number":"106","waba":"102",
      "name":"marketing_messages","value":"stop","peer":{"phone":"1650"},"at":1731705721,
      "content":{"wa_id":"+1 650","detail":"d","category":"marketing_messages","value":"stop","timestamp":1731705721}})"));
}

TEST_CASE("several entries, numbers and kinds of facts stand in one body", "[decode]") {
  const auto events = events_of(R"({"gs_app_id":"g","entry":[
      {"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"A"},"messages":[{"id":"a"},{"id":"b","type":"edit","edit":{"original_message_id":"a"}}],
        "statuses":[{"id":"c","status":"read"}],"message_echoes":[{"id":"d"}]}},
        {"field":"messages","value":{"metadata":{"phone_number_id":"B"},"messages":[{"id":"e"}]}}]},
      {"id":"2","changes":[{"field":"account_update","value":{"event":"ACCOUNT_DELETED"}}]}]})");
  REQUIRE(events.size() == 6);
  const std::vector<std::string> kinds = {"message", "edit", "status", "message", "message", "account"};
  const std::vector<std::string> numbers = {"A", "A", "A", "A", "B", ""};
  for (std::size_t i = 0; i < events.size(); ++i) {
    CHECK(events[i]["event"] == kinds[i]);
    CHECK(events[i].value("number", "") == numbers[i]);
    CHECK(events[i]["waba"] == (i == 5 ? "2" : "1"));
  }
  CHECK(events[3]["direction"] == "out");
}

TEST_CASE("a 360dialog envelope is read, its numbers being texts", "[decode]") {
  const auto events = events_of(
      R"({"id":"x","event":"history","data":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"106","display_phone_number":"+1 555"},
      "history":[{"metadata":{"phase":"1","chunk_order":"2","progress":"55"},"threads":[{"id":"1650","messages":[{"from":"1555","id":"a","timestamp":"5","type":"text","text":{"body":"x"}}]}]}]}})");
  REQUIRE(events.size() == 2);
  CHECK(events[0]["event"] == "history_chunk");
  CHECK(events[0]["phase"] == 1);
  CHECK(events[0]["progress"] == 55);
  CHECK(events[0]["path"] == "/data/history/0");
  CHECK(events[1]["direction"] == "out");
}

TEST_CASE("a thread may lack its id and its context: then the message names the contact", "[decode]") {
  const auto events = events_of(webhook("history", R"("history":[{"threads":[
      {"messages":[{"from":"16505551234","id":"a"},{"from":"15550783881","to":"16505551234","id":"b"},
                   {"from_user_id":"US.1","id":"c"},{"to":"16505551234","id":"d"}]},
      {"id":"16505551234","messages":[{"from_user_id":"US.1","from":"16505551234","id":"e"},
                                      {"from_user_id":"US.2","from":"4917","id":"f"}]},
      {"context":{"user_id":"US.1"},"messages":[{"from_user_id":"US.1","from":"16505551234","id":"g"}]},
      {"id":"16505551234","messages":[{"id":"h","type":"system","system":{"type":"user_changed_number","wa_id":"4917"}}]}]}])"));
  REQUIRE(events.size() == 8);
  const json phone = {{"phone", "16505551234"}}, both = {{"phone", "16505551234"}, {"user_id", "US.1"}};
  CHECK(events[0]["peer"] == phone);
  CHECK(events[0]["direction"] == "in");
  CHECK(events[1]["peer"] == phone);
  CHECK(events[1]["direction"] == "out");
  CHECK(events[2]["peer"] == json{{"user_id", "US.1"}});
  CHECK(events[3]["peer"] == phone);
  CHECK(events[3]["direction"] == "out");
  CHECK(events[4]["peer"] == both);
  CHECK(events[5]["peer"] == phone);
  CHECK(events[6]["peer"] == both);
  CHECK(events[7]["previous"] == phone);
}

TEST_CASE("where the business's number is not told, what the contact did not write is its own", "[decode]") {
  const auto events = events_of(R"({"entry":[{"changes":[{"field":"history","value":{"metadata":{"phone_number_id":"1"},
      "history":[{"threads":[{"id":"5511987654321","messages":[{"from":"15550783881","id":"a"},
      {"from":"551187654321","id":"b"},{"from":"15550783881","id":"c","history_context":{"from_me":false}}]}]}]}}]}]})");
  REQUIRE(events.size() == 3);
  CHECK(events[0]["direction"] == "out");
  CHECK(events[1]["direction"] == "in");
  CHECK(events[2]["direction"] == "in");
}

TEST_CASE("who may be the business itself is never linked to the contact", "[decode]") {
  const auto events = events_of(R"({"entry":[{"changes":[{"field":"history","value":{"metadata":{"phone_number_id":"1"},
      "history":[{"threads":[{"context":{"user_id":"US.1"},"messages":[{"from":"15550783881","id":"a"},
      {"from":"15550783881","to":"4917","id":"b"},{"from":"4917","from_user_id":"US.1","id":"c"}]}]}]}}]}]})");
  REQUIRE(events.size() == 3);
  CHECK(events[0]["peer"] == json{{"user_id", "US.1"}});
  CHECK(events[1]["direction"] == "out");
  CHECK(events[1]["peer"] == json{{"user_id", "US.1"}});
  CHECK(events[2]["peer"] == json{{"phone", "4917"}, {"user_id", "US.1"}});
}

TEST_CASE("members that nobody knew are shown wherever they stand, under the name of their object", "[decode]") {
  CHECK(message(R"("type":"sticker","sticker":{"id":"1","animated":true},"new":[1])")["other"] ==
        json::parse(R"({"new":[1],"sticker":{"animated":true}})"));
  CHECK(message(R"("type":"system","system":{"type":"user_changed_user_id","body":"changed","parent_user_id":"P"})")
            ["other"] == json::parse(R"({"system":{"body":"changed","parent_user_id":"P"}})"));
  const json reaction =
      message(R"("type":"reaction","reaction":{"message_id":"t","skin":1},"context":{"id":"q"},"errors":[{"code":1}])");
  CHECK(reaction["other"] == json::parse(R"({"reaction":{"skin":1}})"));
  CHECK(reaction["reply_to"] == "q");
  CHECK(reaction["errors"] == json::parse(R"([{"code":1}])"));
  const json edit = message(
      R"("type":"edit","edit":{"original_message_id":"o","why":"typo","message":{"type":"interactive","interactive":{"a":1},"context":{"id":"M0","forwarded":true},"new":2}})");
  CHECK(edit["content"] == json{{"a", 1}});
  CHECK(edit["other"] == json::parse(R"({"edit":{"why":"typo"},"message":{"context":{"forwarded":true},"new":2}})"));

  const auto others = [](const std::string& field, const std::string& members) {
    const auto events = events_of(webhook(field, members));
    REQUIRE(events.size() == 1);
    return events[0]["other"];
  };
  CHECK(others("messages", R"("statuses":[{"id":"a","status":"sent","type":"payment","conversation":{"id":"c"}}])") ==
        json::parse(R"({"conversation":{"id":"c"},"type":"payment"})"));
  CHECK(others("messages", R"("contacts":[{"wa_id":"1","identity_key_hash":"h","profile":{"name":"A","new":1}}])") ==
        json::parse(R"({"identity_key_hash":"h","profile":{"new":1}})"));
  CHECK(
      others(
          "smb_app_state_sync",
          R"("state_sync":[{"type":"contact","contact":{"phone_number":"1"},"metadata":{"timestamp":"1","version":2}}])") ==
      json::parse(R"({"metadata":{"version":2}})"));
  CHECK(others("history", R"("history":[{"metadata":{"phase":1,"new":true}}])") == json{{"new", true}});
  const auto call = events_of(webhook("calls", R"("statuses":[{"id":"w","status":"RINGING","extra":{"a":1}}])"));
  CHECK(call.at(0)["content"]["extra"] == json{{"a", 1}});
}

TEST_CASE("formatted phones are digits, and texts that are no phones stay", "[decode]") {
  const auto events = events_of(webhook("smb_app_state_sync", R"("state_sync":[
      {"type":"contact","action":"ADD","contact":{"phone_number":"+506 8888-1234","first_name":"Ana"}},
      {"type":"contact","action":"add","contact":{"phone_number":"(506) 8888.1234","full_name":"Ana B"}},
      {"type":"contact","action":"add","contact":{"phone_number":50688881234}},
      {"type":"contact","action":"add","contact":{"phone_number":"\u202a+506\u00a08888\u20111234\u202c"}},
      {"type":"contact","action":"add","contact":{"phone_number":"unknown"}},{"type":"label","label":{}}])"));
  REQUIRE(events.size() == 6);
  for (int i = 0; i < 4; ++i) CHECK(events[static_cast<std::size_t>(i)]["peer"] == json{{"phone", "50688881234"}});
  CHECK(events[0]["action"] == "add");
  CHECK(events[0]["name"] == "Ana");
  CHECK(events[4]["peer"] == json{{"phone", "unknown"}});
  CHECK(events[5]["event"] == "unknown");
}

TEST_CASE("wrong types are missing members, and one object may stand for several", "[decode]") {
  const auto events = events_of(webhook(
      "messages",
      R"("messages":{"id":{"a":1},"from":["x"],"timestamp":null,"type":7,"text":{"body":["x"]}},"statuses":"x","contacts":[1,[],null])"));
  REQUIRE(events.size() == 2);
  CHECK(events[1]["other"] == json{{"statuses", "x"}});
  CHECK(
      events[0] ==
      json::parse(
          R"({"event":"message","path":"/entry/0/changes/0/value/messages","number":"106","waba":"102","direction":"in","origin":"live","type":"7"})"));
  const auto many = events_of(R"({"entry":{"changes":{"value":[{"messages":[5,{"id":"a"},[],{"id":"b"}]}]}}})");
  REQUIRE(many.size() == 2);
  CHECK(many[1]["path"] == "/entry/changes/value/0/messages/3");
}

TEST_CASE("of duplicate members the last scalar counts, and arrays unite, carried ones too", "[decode]") {
  const auto events = events_of(webhook(
      "messages",
      R"("messages":[{"id":"x","errors":[{"code":1}],"id":"a","errors":[],"timestamp":"5","errors":[{"code":2},3]}],"messages":[{"id":"b"}],
      "errors":[{"code":4}],"errors":[{"code":5}])"));
  REQUIRE(events.size() == 3);
  CHECK(events[0]["id"] == "a");
  CHECK(events[0]["errors"] == json::parse(R"([{"code":1},{"code":2},3])"));
  CHECK(events[1]["id"] == "b");
  CHECK(events[2]["event"] == "error");
  CHECK(events[2]["errors"] == json::parse(R"([{"code":4},{"code":5}])"));
  CHECK(message(R"("type":"text","errors":[1],"errors":{"code":2})")["errors"] == json{{"code", 2}});
  CHECK(message(R"("type":"text","errors":[],"errors":[])")["errors"] == json::array());
}

TEST_CASE("arrays of several members that come in turns unite each for itself", "[decode]") {
  const auto errors_of = [](const std::string& last) {
    const auto events = events_of(
        webhook("messages", R"("errors":[1],"errors":[2],"history":[{"errors":[7],"errors":[8]}],"errors":)" + last));
    REQUIRE(events.size() == 2);
    CHECK(events[1]["errors"] == json::array({7, 8}));
    return events[0]["errors"];
  };
  CHECK(errors_of("[3]") == json::array({1, 2, 3}));
  CHECK(errors_of(R"({"code":9})") == json{{"code", 9}});
}

TEST_CASE("a webhook that has a member called record loses nothing", "[decode]") {
  const auto events =
      events_of(R"({"record":"x","entry":[{"id":"1","changes":[{"value":{"messages":[{"id":"a"}]}}]}]})");
  REQUIRE(events.size() == 1);
  CHECK(events[0]["event"] == "message");
  CHECK(events_of(R"({"record":"x","event":"messages","data":{"messages":[{"id":"a"}]}})")[0]["event"] == "message");
}

TEST_CASE("records of a newer format are refused by whoever reads records, and unknown to decode", "[decode]") {
  Decoder decoder;
  const auto refused = [&decoder](const std::string& line) {
    const auto batch = decoder(line);
    REQUIRE(batch);
    return newer_format(**batch);
  };
  for (const std::string line : {R"({"record":"twinline","format":2})", R"({"format":"2","record":"twinline"})",
                                 R"({"record":"twinline","format":"x"})"}) {
    INFO(line);
    const auto error = refused(line);
    REQUIRE(error.has_value());
    CHECK(error->place == "/format");
    CHECK(error->what.find("update twinline") != std::string::npos);
    const auto events = events_of(line);
    REQUIRE(events.size() == 1);
    CHECK(events[0]["event"] == "unknown");
  }
  for (const std::string line : {R"({"record":"twinline","format":1})", R"({"record":"twinline"})",
                                 R"({"record":"number","format":9})", R"({"entry":[],"format":2})"})
    CHECK_FALSE(refused(line).has_value());
}
