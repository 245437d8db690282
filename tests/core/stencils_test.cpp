// A decoder remembers what bodies looked like and reads the next one faster for it. That must be all it does with it.
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "tests/support/bodies.h"
#include "tests/support/catch.h"
#include "tests/support/events.h"

using namespace twinline;
using namespace twinline::test;

namespace {

// Everything a decoder says about a text, an error included.
std::string told(Decoder& decoder, std::string_view text) {
  const auto batch = decoder(text);
  if (!batch) return "byte " + std::to_string(batch.error().byte) + ": " + batch.error().what;
  std::string events = std::to_string((*batch)->repaired) + " repaired\n";
  write_events(**batch, {}, events);
  return events;
}

void check_forgetful(Decoder& experienced, const std::string& text) {
  Decoder fresh;
  const std::string expected = told(fresh, text), seen = told(experienced, text);
  if (seen == expected) return;
  INFO(text);
  REQUIRE(seen == expected);
}

const std::vector<std::string> bodies = {
    webhook("messages",
            R"("contacts":[{"profile":{"name":"Zo\u00eb"},"wa_id":"1650"}],"messages":[{"from":"1650","id":"wamid.1",)"
            R"("timestamp":"1739321024","text":{"body":"caf\u00e9 \ud83d\ude00"},"type":"text"}])"),
    webhook("messages", R"("statuses":[{"id":"wamid.1","status":"READ","timestamp":1739321024,"recipient_id":"+1 650",)"
                        R"("pricing":{"billable":false,"type":"regular","category":"service"}}])"),
    webhook("smb_message_echoes",
            R"("message_echoes":[{"from":"15550783881","to":"1650","id":"wamid.2","timestamp":"1739321024",)"
            R"("type":"location","location":{"latitude":-1.5,"name":"x","address":null}}])"),
    webhook(
        "history",
        R"("history":[{"metadata":{"phase":0,"chunk_order":1,"progress":5},"threads":[{"id":"1650","messages":[)"
        R"({"from":"1650","id":"wamid.3","timestamp":"1","type":"text","text":{"body":"a"},"history_context":{"status":"READ","from_me":false}},)"
        R"({"from":"1650","id":"wamid.4","timestamp":"1","type":"text","text":{"body":"b"},"history_context":{"status":"SENT","from_me":true}}]}]}])"),
    webhook("calls",
            R"("calls":[{"id":"c","to":"1650","event":"connect","timestamp":"1739321024","unknown":[1,{"a":"b"}]}])"),
    R"( { "entry" : [ { "id" : "102" , "changes" : [ ] } ] } )",
};

}  // namespace

TEST_CASE("what a decoder has seen before makes no difference to what it says", "[decode]") {
  Decoder experienced;
  for (std::uint32_t seed = 1; seed <= 600; ++seed) {
    CAPTURE(seed);
    Bodies random(seed);
    const auto body = random.body();
    for (const std::string& text : {body.dump(), random.respelled(body), body.dump(1)}) {
      check_forgetful(experienced, text);
      check_forgetful(experienced, text);
    }
  }
}

TEST_CASE("a body that looks like one before is refused or read as if it were the first, whatever is damaged",
          "[decode]") {
  const std::string damages("\0\xff\"{]\\7nt,:", 11);
  for (const std::string& body : bodies) {
    Decoder experienced;
    for (int i = 0; i < 3; ++i) check_forgetful(experienced, body);
    for (std::size_t at = 0; at < body.size(); ++at) {
      check_forgetful(experienced, body.substr(0, at));
      for (const char damage : damages) {
        std::string damaged = body;
        damaged[at] = damage;
        check_forgetful(experienced, damaged);
      }
    }
    check_forgetful(experienced, body + "x");
    check_forgetful(experienced, body);
  }
}

TEST_CASE("the same beginning may go on differently: another kind of value is another stencil", "[decode]") {
  Decoder experienced;
  for (int round = 0; round < 3; ++round) {
    for (const char* const value : {"5", "\"5\"", "{}", "[]", "{\"body\":\"x\"}", "{\"id\":\"7\"}", "null", "true",
                                    "0.5", "05", "[{}]", "[1]", "\"\\u00e9\""}) {
      for (const char* const member :
           {"id", "text", "image", "errors", "context", "unheard_of", "timestamp", "history_context"}) {
        check_forgetful(experienced, webhook("messages", std::string(R"("messages":[{"from":"1650",")") + member +
                                                             "\":" + value + R"(,"type":"text","id":"a"}])"));
      }
    }
  }
}

TEST_CASE("nesting is limited for what looks like something before, too", "[decode]") {
  Decoder experienced;
  for (std::size_t depth = 55; depth <= 66; ++depth) {
    const std::string deep = std::string(depth, '[') + std::string(depth, ']');
    const std::string body = webhook("messages", R"("messages":[{"id":"a","type":"x","x":)" + deep + "}]");
    for (int i = 0; i < 3; ++i) check_forgetful(experienced, body);
  }
  // An entry in an entry, and a message in the innermost.
  for (std::size_t depth = 1; depth <= 31; ++depth) {
    std::string body = R"({"messages":[{"id":"a","text":{"body":"b"}},{"id":"a","text":{"body":"b"}}]})";
    for (std::size_t i = 0; i < depth; ++i) body.insert(0, R"({"entry":[)").append("]}");
    for (int i = 0; i < 3; ++i) check_forgetful(experienced, body);
  }
}

TEST_CASE("ever new shapes are forgotten again, and cost no more than they are long", "[decode]") {
  Decoder experienced;
  for (int i = 0; i < 5000; ++i) {
    const std::string name = "member_" + std::to_string(i);
    check_forgetful(experienced, webhook("messages", R"("messages":[{"id":"a",")" + name + R"(":"b","type":"text"}])"));
  }
  for (const std::string& body : bodies) check_forgetful(experienced, body);
}
