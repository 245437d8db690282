// Input that is no webhook, or only half of one: refused with its byte, or repaired and counted, and never at a price.
#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "core/history/history.h"
#include "tests/support/catch.h"
#include "tests/support/events.h"

using namespace twinline;
using namespace twinline::test;
using nlohmann::json;

namespace {

// As large and as varied as the history of a small business.
std::string history_body() {
  std::string threads;
  for (int t = 0; t < 4; ++t) {
    std::string messages;
    for (int m = 0; m < 5; ++m) {
      const std::string nth = std::to_string(t * 10 + m);
      const std::string kind =
          m == 0   ? R"("type":"image","image":{"id":"7","mime_type":"image\/jpeg","caption":"caf\u00e9 \ud83d\ude00"})"
          : m == 1 ? R"("type":"location","location":{"latitude":-1.5e1,"longitude":0,"name":null})"
          : m == 2 ? R"("type":"errors","errors":[{"code":131051,"error_data":{"details":"d"}}])"
                   : R"("type":"text","text":{"body":"\u4f60\u597d )" + std::string("caf\xC3\xA9 \\\"x\\\"") + "\"}";
      messages += std::string(m == 0 ? "" : ",") + R"({"id":"wamid.)" + nth +
                  R"(","from":"16505551234","timestamp":"17393210)" + nth + R"(",)" + kind +
                  R"(,"history_context":{"status":"READ","from_me":false}})";
    }
    threads += std::string(t == 0 ? "" : ",\n ") + R"({"id":"1650555123)" + std::to_string(t) + R"(","messages":[)" +
               messages + "]}";
  }
  return webhook("history",
                 R"("history":[{"metadata":{"phase":0,"chunk_order":1,"progress":100},"threads":[)" + threads + "]}]");
}

std::string records_of(const History& history) {
  std::string records;
  history.write_records([&records](std::string_view piece) { records += piece; });
  return records;
}

Error refused(const std::string& body) {
  Decoder decoder;
  const auto batch = decoder(body);
  INFO(body.substr(0, 200));
  REQUIRE_FALSE(batch);
  CHECK_FALSE(batch.error().what.empty());
  return batch.error();
}

std::string with_text(const std::string& text) {
  return webhook("messages", R"("messages":[{"from":"1650","id":"a","type":"text","text":{"body":")" + text + "\"}}]");
}

std::size_t bytes_of(const Batch& batch) {
  return batch.scopes.capacity() * sizeof(Scope) + batch.facts.capacity() * sizeof(Fact) +
         batch.slots.capacity() * sizeof(Text) + batch.items.capacity() * sizeof(Item) + batch.arena.capacity();
}

}  // namespace

TEST_CASE("a whole body cut at any byte is refused there and changes nothing", "[decode]") {
  const std::string body = history_body();
  REQUIRE(body.size() > 4000);
  Decoder decoder;
  History history;
  history.apply(**decoder(with_text("before")));
  const std::string before = records_of(history);
  for (std::size_t size = 0; size < body.size(); ++size) {
    const auto batch = decoder(std::string_view(body).substr(0, size));
    if (batch) history.apply(**batch);
    if (batch || batch.error().byte != size) {
      CAPTURE(size);
      REQUIRE_FALSE(batch);
      REQUIRE(batch.error().byte == size);
    }
  }
  CHECK(records_of(history) == before);
  const auto batch = decoder(body);
  REQUIRE(batch);
  CHECK(history.apply(**batch).facts == 21);
}

TEST_CASE("any byte of a body may be damaged: it is refused within, or read", "[decode]") {
  const std::string body = history_body();
  Decoder decoder;
  std::string events;
  std::size_t refusals = 0, readings = 0;
  const std::string damages("\0\xff\"{]\\7", 7);
  for (std::size_t at = 0; at < body.size(); ++at) {
    std::string damaged = body;
    damaged[at] = damages[at % damages.size()];
    CAPTURE(at, damaged[at]);
    const auto batch = decoder(damaged);
    ++(batch ? readings : refusals);
    if (!batch) {
      CHECK(batch.error().byte <= damaged.size());
      continue;
    }
    events.clear();
    write_events(**batch, {}, events);
    CHECK(events.ends_with("}\n"));
  }
  CHECK(refusals > body.size() / 3);
  CHECK(readings > body.size() / 10);
}

TEST_CASE("NUL and other control bytes are refused where they stand; escaped they are text", "[decode]") {
  for (const char control : {'\0', '\x01', '\n', '\x1f'}) {
    std::string body = with_text("ab");
    const std::size_t at = body.find("ab") + 1;
    body[at] = control;
    CHECK(refused(body).byte == at);
  }
  using namespace std::string_literals;
  CHECK(refused("\0"s).byte == 0);
  CHECK(refused("{\0}"s).byte == 1);
  CHECK(refused("{}\0"s).code == ErrorCode::trailing_text);
  CHECK(events_of(with_text(R"(a\u0000b\u001f)"))[0]["text"] == "a\0b\x1f"s);
}

TEST_CASE("lone surrogates and bytes that are no UTF-8 become one sign each inside strings", "[decode]") {
  const std::string sign = "\xEF\xBF\xBD";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"(\ud83d)", sign},
      {R"(\ude00)", sign},
      {R"(\ude00\ud83d)", sign + sign},
      {R"(\ud83d\ud83d\ude00)", sign + "\xF0\x9F\x98\x80"},
      {R"(\ud83dx\n)", sign + "x\n"},
      {R"(\ud83d\u0041)", sign + "A"},
      {"\xff", sign},
      {"\xC3", sign},
      {"\xC3(", sign + "("},
      {"\xE2\x82", sign},
      {"\xF0\x9F\x98", sign},
      {"\xC0\xAF", sign + sign},
      {"\xED\xA0\x80", sign + sign + sign},
      {"\xF4\x90\x80\x80", sign + sign + sign + sign},
      {"\x80", sign},
  };
  Decoder decoder;
  for (const auto& [sent, shown] : cases) {
    CAPTURE(sent);
    const std::string body = with_text("<" + sent + ">");
    const auto batch = decoder(body);
    REQUIRE(batch);
    CHECK((*batch)->repaired == 1);
    CHECK(events_of(body)[0]["text"] == "<" + shown + ">");
    // Records are made of repaired text and are read without another repair.
    History history;
    history.apply(**batch);
    const std::string records = records_of(history);
    for (std::size_t at = 0; at < records.size();) {
      const std::size_t end = records.find('\n', at);
      const auto line = decoder(std::string_view(records).substr(at, end - at));
      REQUIRE(line);
      CHECK((*line)->repaired == 0);
      at = end + 1;
    }
  }
  // In names of members and in what is only carried, too.
  const auto events =
      events_of(webhook("messages", "\"messages\":[{\"id\":\"a\",\"type\":\"x\",\"x\":{\"\xff\":\"\\ud83d\"}}]"));
  CHECK(events[0]["content"] == json{{sign, sign}});
}

TEST_CASE("bytes that are no UTF-8 outside of strings are refused where they stand", "[decode]") {
  CHECK(refused("\xff").byte == 0);
  CHECK(refused("\xEF\xBB\xBF{}").byte == 0);
  CHECK(refused("{\xC3\xA9}").byte == 1);
  CHECK(refused("{\"a\":\xff}").byte == 5);
  CHECK(refused("[1,\xE2\x80\x8B 2]").byte == 3);
}

TEST_CASE("numbers of any length are kept as spelled and mean nothing where they do not fit", "[decode]") {
  const std::string digits(400, '9');
  for (const std::string& number :
       {digits, "-" + digits, "0." + digits, digits + "." + digits, "1e" + digits, "1E-" + digits}) {
    Decoder decoder;
    const std::string body = webhook("messages", R"("messages":[{"id":)" + number + R"(,"timestamp":)" + number +
                                                     R"(,"type":"x","x":[)" + number + "]}]");
    const auto batch = decoder(body);
    REQUIRE(batch);
    std::string events;
    write_events(**batch, {}, events);
    CHECK(events.find("\"content\":[" + number + "]") != std::string::npos);
    CHECK(events.find("\"id\":\"" + number + "\"") != std::string::npos);
    CHECK((number.starts_with("0.") || events.find("\"at\":") == std::string::npos));
  }
  for (const std::string number : {"01", "+1", "1.", ".5", "1e", "-", "0x1", "NaN", "Infinity"})
    refused("{\"a\":" + number + "}");
}

TEST_CASE("what JSON does not allow is refused", "[decode]") {
  for (const std::string body :
       {"{",        "}",           "{]",        "[}",    "{,}",  "[1,]", "{\"a\":1,}", "{\"a\" 1}",
        "{\"a\":}", "{a:1}",       "{'a':1}",   "[1 2]", "tru",  "nul",  "truex",      "\"a",
        "\"\\x\"",  "\"\\u12g4\"", "// no\n{}", "{}{}",  "{} x", "[]]",  " ",          "\n"})
    refused(body);
  CHECK(refused(std::string(3'000'000, '[')).byte == 64);
  CHECK(refused(std::string(3'000'000, ' ')).byte == 3'000'000);
  CHECK(refused("[" + std::string(2'000'000, '"')).byte == 3);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  CHECK(refused(deep).code == ErrorCode::too_deep);
}

TEST_CASE("memory is a small multiple of the body", "[decode]") {
  const auto ratio = [](const std::string& body) {
    Decoder decoder;
    const auto batch = decoder(body);
    REQUIRE(batch);
    return static_cast<double>(bytes_of(**batch)) / static_cast<double>(body.size());
  };
  // Text is not copied; what a message costs are its slots.
  std::string messages;
  for (int i = 0; i < 1000; ++i) {
    messages += std::string(i == 0 ? "" : ",") +
                R"({"from":"16505551234","id":"wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQUFERjg0)" + std::to_string(i) +
                R"(","timestamp":"1739321024","type":"text","text":{"body":"How much is it?"}})";
  }
  CHECK(ratio(webhook("messages", "\"messages\":[" + messages + "]")) < 6);
  // The same where nothing is said: many empty messages, entries, unknown members.
  const auto many = [](const std::string& piece, std::size_t bytes) {
    std::string list = piece;
    while (list.size() < bytes) list += "," + piece;
    return list;
  };
  CHECK(ratio(webhook("messages", "\"messages\":[" + many("{}", 300'000) + "]")) < 40);
  CHECK(ratio("{\"entry\":[" + many("{}", 300'000) + "]}") < 40);
  CHECK(ratio(webhook("messages", "\"messages\":[{" + many("\"a\":1", 300'000) + "}]")) < 30);
  CHECK(ratio("{\"x\":[" + many("{\"b\":[1]}", 300'000) + "]}") < 30);
}
