// A decoder remembers what bodies looked like and reads the next one faster for it. That must be all it does with it.
#include <string>
#include <vector>

#include "core/decode/reader.h"
#include "tests/support/bodies.h"
#include "tests/support/catch.h"
#include "tests/support/events.h"

using namespace twinline;
using namespace twinline::test;

namespace {

// The reader without its stencils: every object comes as calls.
struct Plain {
  Reader& reader;
  void restart(std::string_view source) { reader.restart(source); }
  const char* known_object(const char* at, const char*, unsigned&) {
    reader.object_begins(at);
    return nullptr;
  }
  void open_object() { reader.open_object(); }
  void open_array() { reader.open_array(); }
  void close() { reader.close(); }
  void key(std::string_view name) { reader.key(name); }
  void leaf(std::string_view text, Leaf kind) { reader.leaf(text, kind); }
};

void describe(const Batch& batch, std::uint32_t slots, Place place, std::string& out) {
  for (std::uint32_t i = 0; slots != 0 && i < kind_of(place).slots; ++i) {
    if (const Text text = batch.slots[slots + i]) out.append(" " + std::to_string(i) + "=").append(batch[text]);
  }
  out += '\n';
}

// All that is in a batch, whether anybody asks for it or not.
std::string described(const Batch& batch, unsigned repaired) {
  std::string out = std::to_string(repaired) + " repaired\n";
  for (const Scope& scope : batch.scopes) {
    out += "scope " + std::to_string(static_cast<int>(scope.place)) + " " + batch.pointer(scope.where);
    describe(batch, scope.slots, scope.place, out);
  }
  for (const Fact& fact : batch.facts) {
    out += "fact " + std::to_string(static_cast<int>(fact.place)) + " " + batch.pointer(fact.where) + " marks " +
           std::to_string(fact.marks);
    describe(batch, fact.slots, fact.place, out);
  }
  for (const Item& item : batch.items) {
    out += "item " + std::to_string(item.fact) + " " + std::to_string(index_of(item.slot)) + " ";
    out.append(batch[item.name]).append("=").append(batch[item.value]) += '\n';
  }
  return out;
}

template <class Sink>
std::string read_by(Push<Sink>& push, Reader& reader, std::string_view text) {
  if (!push(text)) return "byte " + std::to_string(push.error().byte) + ": " + push.error().what;
  reader.batch().body = push.source();
  return described(reader.batch(), push.repaired());
}

// A reader that has seen everything before.
class Experienced {
 public:
  std::string read(std::string_view text) { return read_by(push_, reader_, text); }

 private:
  Reader reader_;
  Push<Reader> push_{reader_};
};

std::string read_plainly(std::string_view text) {
  Reader reader;
  Plain plain{reader};
  Push<Plain> push(plain);
  return read_by(push, reader, text);
}

void check_forgetful(Experienced& experienced, const std::string& text) {
  const std::string expected = read_plainly(text), seen = experienced.read(text);
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
  Experienced experienced;
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
    Experienced experienced;
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
  Experienced experienced;
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

TEST_CASE("what came first does not keep what comes later from being known", "[decode]") {
  Experienced experienced;
  for (const char* const value : {"5", "\"5\"", "{\"a\":1}", "null", "\"5\""}) {
    for (const char* const member : {"object", "timestamp", "errors", "unheard_of"}) {
      check_forgetful(experienced,
                      webhook("messages", std::string(R"("messages":[{"id":"a",")") + member + "\":" + value + "}]"));
      check_forgetful(experienced, std::string("{\"") + member + "\":" + value + "}");
    }
  }
}

TEST_CASE("nesting is limited for what looks like something before, too", "[decode]") {
  Experienced experienced;
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

TEST_CASE("ever new shapes are read like the first one", "[decode]") {
  Experienced experienced;
  for (int i = 0; i < 5000; ++i) {
    const std::string name = "member_" + std::to_string(i);
    check_forgetful(experienced, webhook("messages", R"("messages":[{"id":"a",")" + name + R"(":"b","type":"text"}])"));
  }
  for (const std::string& body : bodies) check_forgetful(experienced, body);
}
