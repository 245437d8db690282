// What a history is asked besides its pages: media that end soon, issues, and what a body says about one message.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "core/history/history.h"
#include "core/policy/builtin_table.h"
#include "core/policy/load.h"
#include "tests/support/catch.h"

using namespace twinline;
using nlohmann::json;

namespace {

constexpr std::int64_t day = 86400;
constexpr std::int64_t onboarded = 1739321000;

std::string body(const std::string& field, const std::string& value) {
  return R"({"entry":[{"id":"2002","changes":[{"field":")" + field +
         R"(","value":{"metadata":{"phone_number_id":"1001","display_phone_number":"15550783881"},)" + value + "}}]}]}";
}

std::string message(const std::string& id, std::int64_t at, const std::string& rest) {
  return R"({"id":")" + id + R"(","from":"16505551234","timestamp":")" + std::to_string(at) + R"(",)" + rest + "}";
}

std::string image(const std::string& medium) { return R"("type":"image","image":{"id":")" + medium + R"("})"; }

std::string chunk(const std::string& messages) {
  return body(
      "history",
      R"("history":[{"metadata":{"phase":0,"chunk_order":1,"progress":50},"threads":[{"id":"16505551234","messages":[)" +
          messages + "]}]}]");
}

History history_of(const std::vector<std::string>& bodies) {
  History history;
  Decoder decoder;
  for (const std::string& each : bodies) {
    const auto batch = decoder(each);
    REQUIRE(batch);
    history.apply(**batch);
  }
  return history;
}

json issue(const json& issues, const std::string& code) {
  for (const json& each : issues) {
    if (each["code"] == code) return each;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("media are told apart by whether their id still lives", "[history]") {
  const History history = history_of({
      chunk(message("wamid.young", onboarded - 13 * day, R"("type":"media_placeholder")") + "," +
            message("wamid.old", onboarded - 15 * day, R"("type":"media_placeholder")") + "," +
            message("wamid.text", onboarded, R"("type":"text","text":{"body":"x"})")),
      // Ten days old when it came with the history: its id lives from then on.
      body("history", R"("messages":[)" + message("wamid.follow", onboarded - 10 * day, image("m1")) + "]"),
      body("messages", R"("messages":[)" + message("wamid.live", onboarded + day, image("m2")) + "]"),
      body("messages", R"("messages":[)" + message("wamid.late", onboarded + 5 * day, image("m3")) + "]"),
  });
  const auto states = [&](std::int64_t now, std::uint32_t which = 0xF) {
    return history.media_due({"1001", now, 2 * day, which, 0, 50});
  };
  const MediaDue before = states(onboarded + 6 * day);
  CHECK(before.counts == std::array<std::uint32_t, 4>{2, 1, 0, 1});
  CHECK(before.page.total == 4);
  CHECK(before.page.expires_at == std::vector<double>{onboarded + 7 * day, onboarded + 8 * day, 0, 0});
  CHECK(before.page.text.find("wamid.follow") < before.page.text.find("wamid.live"));
  CHECK(states(onboarded + 7 * day - 1).counts == std::array<std::uint32_t, 4>{2, 1, 0, 1});
  CHECK(states(onboarded + 7 * day).counts == std::array<std::uint32_t, 4>{1, 1, 1, 1});
  const MediaDue missing = states(onboarded + 30 * day, bit_of(MediaState::missing));
  CHECK(missing.counts == std::array<std::uint32_t, 4>{0, 1, 3, 1});
  CHECK(missing.page.total == 1);
  CHECK(missing.page.text.find("wamid.young") != std::string::npos);
}

TEST_CASE("a medium that comes, or a message taken back, is no longer missing", "[history]") {
  const std::string placeholder = chunk(message("wamid.A", onboarded, R"("type":"media_placeholder")"));
  const std::string medium = body("history", R"("messages":[)" + message("wamid.A", onboarded, image("m1")) + "]");
  const std::string revoke =
      body("messages",
           R"("messages":[)" +
               message("wamid.R", onboarded, R"("type":"revoke","revoke":{"original_message_id":"wamid.A"})") + "]");
  const auto missing = [](const History& history) { return history.media_due({"1001", onboarded}).counts[1]; };
  CHECK(missing(history_of({placeholder})) == 1);
  CHECK(missing(history_of({placeholder, medium})) == 0);
  CHECK(missing(history_of({placeholder, revoke})) == 0);
}

TEST_CASE("issues say what is missing and what to do", "[history]") {
  const auto reaction = R"("type":"reaction","reaction":{"message_id":"wamid.gone","emoji":"x"})";
  const auto edit =
      R"("type":"edit","edit":{"original_message_id":"wamid.gone2","message":{"type":"text","text":{"body":"y"}}})";
  const auto unsupported = R"("type":"unsupported","errors":[{"code":131060,"title":"t"}])";
  const History history = history_of({
      body("messages", R"("messages":[)" + message("wamid.1", onboarded, reaction) + "]"),
      body("messages", R"("messages":[)" + message("wamid.2", onboarded, edit) + "]"),
      body("messages", R"("messages":[)" + message("wamid.3", onboarded + 1, unsupported) + "," +
                           message("wamid.4", onboarded + 2, unsupported) + "]"),
      body(
          "messages",
          R"("statuses":[{"id":"wamid.other","status":"sent","timestamp":"1739321000","recipient_id":"16505551234"}])"),
      body("history", R"("history":[{"metadata":{"phase":0,"chunk_order":1,"progress":50},"threads":[]}])"),
      body("history", R"("history":[{"metadata":{"phase":0,"chunk_order":4,"progress":90},"threads":[]}])"),
  });
  const json issues = json::parse(history.issues("1001", onboarded));
  CHECK(issue(issues, "reaction_without_message")["count"] == 1);
  CHECK(issue(issues, "reaction_without_message")["examples"][0]["id"] == "wamid.gone");
  CHECK(issue(issues, "edit_without_message")["count"] == 1);
  CHECK(issue(issues, "status_without_message")["examples"][0]["id"] == "wamid.other");
  CHECK(issue(issues, "history_gap")["count"] == 2);
  const json undecodable = issue(issues, "undecodable");
  CHECK(undecodable["error"] == 131060);
  CHECK(undecodable["count"] == 2);
  CHECK(undecodable["examples"][0]["id"] == "wamid.4");
  CHECK(undecodable["action"].get<std::string>().find("app") != std::string::npos);
  for (const json& each : issues) CHECK_FALSE((each["text"] == "" || each["action"] == ""));
}

TEST_CASE("a history without issues has none", "[history]") {
  const History history = history_of({body(
      "messages", R"("messages":[)" + message("wamid.1", onboarded, R"("type":"text","text":{"body":"x"})") + "]")});
  CHECK(history.issues("1001", onboarded) == "[]");
  CHECK(history.issues("another", onboarded) == "[]");
}

TEST_CASE("the small table says what the loaded policy says", "[policy]") {
  const auto policy = builtin_policy("meta");
  REQUIRE(policy.has_value());
  const Date today = date_of(onboarded + 100 * day);
  for (const std::string_view limit : {"media_id_days", "history_media_days"}) {
    CHECK(builtin_limit(limit, today) == policy->limit(limit, today));
    CHECK(builtin_limit(limit, date_of(0)) == policy->limit(limit, date_of(0)));
  }
  const ErrorRule* const rule = policy->error(131060, {}, today);
  REQUIRE(rule != nullptr);
  CHECK(builtin_error(131060, today).meaning == rule->meaning);
  CHECK(builtin_error(131060, today).action == rule->action);
  CHECK(builtin_error(131060, date_of(0)).meaning.empty());
  CHECK(builtin_error(1, today).meaning.empty());
}

TEST_CASE("a body tells what it says about one message, and nothing else", "[decode]") {
  const std::string text =
      body("messages",
           R"("messages":[)" + message("wamid.A", onboarded, R"("type":"text","text":{"body":"x"})") + "," +
               message("wamid.B", onboarded, R"("type":"reaction","reaction":{"message_id":"wamid.A","emoji":"x"})") +
               "," + message("wamid.C", onboarded, R"("type":"text","text":{"body":"y"},"context":{"id":"wamid.A"})") +
               R"(],"statuses":[{"id":"wamid.A","status":"read"},{"id":"wamid.C","status":"read"}])");
  Decoder decoder;
  const auto batch = decoder(text);
  REQUIRE(batch);
  std::string lines;
  write_events_about(**batch, "1001", {"wamid.A"}, lines);
  const std::string at = "/entry/0/changes/0/value";
  std::vector<std::pair<std::string, std::string>> told;
  for (std::size_t begin = 0; begin < lines.size(); begin = lines.find('\n', begin) + 1) {
    const json event = json::parse(lines.substr(begin, lines.find('\n', begin) - begin));
    told.emplace_back(event["event"], event["path"]);
  }
  CHECK(told == std::vector<std::pair<std::string, std::string>>{
                    {"message", at + "/messages/0"}, {"reaction", at + "/messages/1"}, {"status", at + "/statuses/0"}});
  lines.clear();
  write_events_about(**batch, "another number", {"wamid.A"}, lines);
  CHECK(lines.empty());
}

TEST_CASE("a record about a message is told as one", "[decode]") {
  const std::string line =
      R"({"record":"message","number":"1001","id":"wamid.A","direction":"in","peer":"16505551234"})";
  Decoder decoder;
  const auto batch = decoder(line);
  REQUIRE(batch);
  std::string lines;
  write_events_about(**batch, "1001", {"wamid.A"}, lines);
  CHECK(lines == R"({"event":"record","path":"","number":"1001","kind":"message","id":"wamid.A"})"
                 "\n");
}
