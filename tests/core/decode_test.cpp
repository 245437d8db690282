#include <nlohmann/json.hpp>

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "tests/support/catch.h"

using namespace twinline;
using nlohmann::json;

namespace {

std::vector<json> events_of(const std::string& body) {
  Decoder decoder;
  const auto batch = decoder(body);
  REQUIRE(batch);
  std::string lines;
  write_events(**batch, {}, lines);
  std::vector<json> events;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    events.push_back(json::parse(lines.substr(at, end - at)));
    at = end + 1;
  }
  return events;
}

std::string value(const std::string& field, const std::string& members) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"102","changes":[{"value":{"metadata":{"display_phone_number":"+1 555-078-3881",)"
         R"("phone_number_id":"106"},)" +
         members + R"(},"field":")" + field + "\"}]}]}";
}

Error error_of(const std::string& body) {
  Decoder decoder;
  const auto batch = decoder(body);
  REQUIRE_FALSE(batch);
  return batch.error();
}

}  // namespace

TEST_CASE("a live text becomes a message with its number, WABA and pointer", "[decode]") {
  const auto events = events_of(value(
      "messages",
      R"("messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1739321024","type":"text","text":{"body":"Hi"}}])"));
  REQUIRE(events.size() == 1);
  CHECK(
      events[0] ==
      json::parse(
          R"({"event":"message","path":"/entry/0/changes/0/value/messages/0","number":"106","waba":"102","id":"wamid.A","direction":"in",
    "origin":"live","peer":{"phone":"16505551234"},"at":1739321024,"type":"text","text":"Hi"})"));
}

TEST_CASE("a message from the business's own number is an echo, however the number is spelled", "[decode]") {
  const auto events = events_of(value(
      "messages",
      R"("messages":[{"from":"15550783881","to":"+1 650 555 1234","id":"wamid.A","type":"text","text":{"body":"Hi"}}])"));
  REQUIRE(events.size() == 1);
  CHECK(events[0]["direction"] == "out");
  CHECK(events[0]["origin"] == "echo");
  CHECK(events[0]["peer"] == json{{"phone", "16505551234"}});
  CHECK_FALSE(events[0].contains("at"));
}

TEST_CASE("members may come in any order", "[decode]") {
  const auto events = events_of(
      R"({"entry":[{"changes":[{"value":{"history":[{"threads":[{"messages":[{"history_context":{"from_me":true,"status":"READ"},
    "text":{"body":"Hi"},"type":"text","timestamp":1739230955,"id":"wamid.A"}],"id":"16505551234"}],"metadata":{"progress":"55","chunk_order":1,"phase":"0"}}],
    "metadata":{"phone_number_id":106}},"field":"history"}],"id":"102"}]})");
  REQUIRE(events.size() == 2);
  CHECK(events[0]["event"] == "message");
  CHECK(events[0]["direction"] == "out");
  CHECK(events[0]["origin"] == "history");
  CHECK(events[0]["status"] == "read");
  CHECK(events[0]["number"] == "106");
  CHECK(events[0]["path"] == "/entry/0/changes/0/value/history/0/threads/0/messages/0");
  CHECK(
      events[1] ==
      json::parse(
          R"({"event":"history_chunk","path":"/entry/0/changes/0/value/history/0","number":"106","waba":"102","phase":0,"chunk":1,
    "progress":55,"threads":1,"messages":1})"));
}

TEST_CASE("history media come as messages and as message_echoes in field history", "[decode]") {
  const auto in = events_of(value(
      "history",
      R"("messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1738796547","type":"image","image":{"id":"24","mime_type":"image/jpeg","caption":"C"}}])"));
  CHECK(in[0]["origin"] == "history_media");
  CHECK(in[0]["direction"] == "in");
  CHECK(in[0]["media"] == json{{"id", "24"}, {"mime", "image/jpeg"}});
  CHECK(in[0]["text"] == "C");
  const auto out = events_of(value(
      "history",
      R"("message_echoes":[{"from":"15550783881","to_user_id":"US.1","id":"wamid.B","type":"audio","audio":{"id":"25","voice":true}}])"));
  CHECK(out[0]["origin"] == "history_media");
  CHECK(out[0]["direction"] == "out");
  CHECK(out[0]["peer"] == json{{"user_id", "US.1"}});
  CHECK(out[0]["media"] == json{{"id", "25"}, {"voice", true}});
}

TEST_CASE("a declined history is one event, wherever its code stands", "[decode]") {
  const std::string errors = R"("errors":[{"code":2593109,"title":"off"}])";
  for (const std::string& members : {R"("history":[{)" + errors + "}]", errors}) {
    const auto events = events_of(value("history", members));
    REQUIRE(events.size() == 1);
    CHECK(events[0]["event"] == "history_declined");
    CHECK(events[0]["code"] == 2593109);
    CHECK(events[0]["title"] == "off");
  }
}

TEST_CASE("a system message is one identity and no message", "[decode]") {
  const auto events = events_of(
      value("messages", R"("messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1750269342","type":"system",
    "system":{"body":"User changed","wa_id":"12195555358","type":"user_changed_number"}}])"));
  REQUIRE(events.size() == 1);
  CHECK(events[0]["event"] == "identity");
  CHECK(events[0]["kind"] == "user_changed_number");
  CHECK(events[0]["peer"] == json{{"phone", "12195555358"}});
  CHECK(events[0]["previous"] == json{{"phone", "16505551234"}});
}

TEST_CASE("a reaction without its own object is a message, and so is a type never seen", "[decode]") {
  const auto events = events_of(value(
      "messages",
      R"("messages":[{"from":"1","id":"a","type":"reaction"},{"from":"1","id":"b","type":"hologram","hologram":{"z":1,"a":[2]}}])"));
  REQUIRE(events.size() == 2);
  CHECK(events[0]["event"] == "message");
  CHECK(events[1]["event"] == "message");
  CHECK(events[1]["content"] == json::parse(R"({"a":[2],"z":1})"));
}

TEST_CASE("edits, revokes and reactions name their target", "[decode]") {
  const auto events = events_of(value("smb_message_echoes", R"("message_echoes":[
    {"from":"15550783881","to":"1650","id":"e","type":"edit","edit":{"original_message_id":"t","message":{"context":{"id":"M0"},"type":"image","image":{"id":"9","caption":"New"}}}},
    {"from":"15550783881","to":"1650","id":"r","type":"revoke","revoke":{"original_message_id":"t"}},
    {"from":"15550783881","to":"1650","id":"x","type":"reaction","reaction":{"message_id":"t","emoji":""}}])"));
  REQUIRE(events.size() == 3);
  CHECK(events[0]["event"] == "edit");
  CHECK(events[0]["target"] == "t");
  CHECK(events[0]["type"] == "image");
  CHECK(events[0]["text"] == "New");
  CHECK_FALSE(events[0].contains("reply_to"));
  CHECK(events[1]["event"] == "revoke");
  CHECK(events[1]["target"] == "t");
  CHECK(events[2]["event"] == "reaction");
  CHECK(events[2]["emoji"] == "");
}

TEST_CASE("times come as seconds whatever unit was sent, and unknown ones are absent", "[decode]") {
  const auto at = [](const std::string& sent) {
    return events_of(value(
        "smb_app_state_sync",
        R"("state_sync":[{"type":"contact","action":"remove","contact":{"phone_number":"1650"},"metadata":{"timestamp":)" +
            sent + "}}]"))[0];
  };
  CHECK(at(R"("1739321024")")["at"] == 1739321024);
  CHECK(at("1739321024000")["at"] == 1739321024);
  CHECK_FALSE(at(R"("0")").contains("at"));
  CHECK_FALSE(at(R"("soon")").contains("at"));
}

TEST_CASE("a change, an entry or a body that gives nothing else gives one unknown", "[decode]") {
  const auto change = events_of(
      R"({"entry":[{"id":"102","time":1,"changes":[{"value":{"event":"PIN_RESET_REQUEST"},"field":"security"}]}]})");
  REQUIRE(change.size() == 1);
  CHECK(
      change[0] ==
      json::parse(
          R"({"event":"unknown","path":"/entry/0/changes/0","waba":"102","field":"security","other":{"value":{"event":"PIN_RESET_REQUEST"}}})"));
  CHECK(events_of(R"({"entry":[{"id":"102"}]})")[0]["path"] == "/entry/0");
  for (const std::string body : {R"({"entry":[]})", "{}", "7", "[]", "null", "\"text\"",
                                 R"({"data":{"messaging_product":"whatsapp"},"status":"success"})"}) {
    const auto events = events_of(body);
    INFO(body);
    REQUIRE(events.size() == 1);
    CHECK(events[0] == json::parse(R"({"event":"unknown","path":""})"));
  }
}

TEST_CASE("a provider's envelope is read like Meta's", "[decode]") {
  const auto events = events_of(
      R"({"id":"1","event":"history","data":{"id":"102","changes":[{"value":{"metadata":{"phone_number_id":"106","display_phone_number":"15550783881"},
    "messages":[{"from":"1650","id":"a","type":"text","text":{"body":"x"}}]}}]}})");
  REQUIRE(events.size() == 1);
  CHECK(events[0]["origin"] == "history_media");
  CHECK(events[0]["waba"] == "102");
}

TEST_CASE("structure errors are refused with their byte", "[decode]") {
  CHECK(error_of("").code == ErrorCode::empty_input);
  CHECK(error_of(R"({"a":x})").byte == 5);
  CHECK(error_of(R"({"entry":[)").byte == 10);
  CHECK(error_of("{}{}").code == ErrorCode::trailing_text);
  CHECK(error_of("{}{}").byte == 2);
  CHECK(error_of(std::string(3'000'000, '[')).code == ErrorCode::too_deep);
  CHECK(error_of(std::string(65, '[')).byte == 64);
  CHECK(error_of(R"({"received":1,"body_b64":"*"})").code == ErrorCode::bad_envelope);
}

TEST_CASE("a body cut at any byte is refused there", "[decode]") {
  const std::string body =
      value("messages", R"("messages":[{"from":"1650","id":"a\u00e4\ud83d\ude00","type":"text","text":{"body":"x"}}])");
  for (std::size_t size = 1; size < body.size(); ++size) {
    const Error error = error_of(body.substr(0, size));
    INFO(size);
    REQUIRE(error.byte == size);
  }
}

TEST_CASE("damaged text inside strings is repaired and counted, and the byte of a later error is the sender's",
          "[decode]") {
  Decoder decoder;
  const std::string body =
      value("messages",
            "\"messages\":[{\"from\":\"1650\",\"id\":\"a\",\"type\":\"text\",\"text\":{\"body\":\"x\xff\\ud83dy\"}}]");
  const auto batch = decoder(body);
  REQUIRE(batch);
  CHECK((*batch)->repaired == 1);
  std::string lines;
  write_events(**batch, {}, lines);
  CHECK(json::parse(lines)["text"] == "x\xEF\xBF\xBD\xEF\xBF\xBDy");
  CHECK(error_of("{\"a\":\"\xff\"}!").byte == 9);
}

TEST_CASE("duplicate scalars: the last counts; duplicate arrays unite", "[decode]") {
  const auto events = events_of(value(
      "messages",
      R"("messages":[{"from":"1","id":"x","id":"a","type":"text"}],"messages":[{"from":"1","id":"b","type":"text"}])"));
  REQUIRE(events.size() == 2);
  CHECK(events[0]["id"] == "a");
  CHECK(events[1]["id"] == "b");
}

TEST_CASE("a stored delivery is read as the body inside it", "[decode]") {
  const auto events =
      events_of(R"({"received":1,"sha256":"","signature":"","body_b64":"eyJlbnRyeSI6W3siaWQiOiIxMDIifV19"})");
  REQUIRE(events.size() == 1);
  CHECK(events[0]["path"] == "/entry/0");
}
