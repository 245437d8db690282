// What a body says beside its facts is told: one fact one event, and nothing is lost.
#include "tests/support/catch.h"
#include "tests/support/events.h"

using namespace twinline::test;
using nlohmann::json;

namespace {

// The only `unknown` among these events.
json unknown_of(const std::vector<json>& events) {
  json found;
  for (const json& event : events) {
    if (event["event"] != "unknown") continue;
    REQUIRE(found.is_null());
    found = event;
  }
  REQUIRE_FALSE(found.is_null());
  return found;
}

}  // namespace

TEST_CASE("a contact that links without a name is a profile without a name", "[decode]") {
  const auto events =
      events_of(webhook("messages", R"("contacts":[{"wa_id":"1650","user_id":"US.1"},{"new":1},{"wa_id":"1650"},{}],
      "messages":[{"from":"1650","timestamp":"1739321024","id":"a"}])"));
  REQUIRE(events.size() == 3);
  CHECK(
      events[0] ==
      json::parse(
          R"({"event":"profile","path":"/entry/0/changes/0/value/contacts/0","number":"106","waba":"102","peer":{"phone":"1650","user_id":"US.1"},"at":1739321024})"));
  CHECK(events[1]["event"] == "profile");
  CHECK(events[1]["other"] == json{{"new", 1}});
  CHECK(events[2]["event"] == "message");
}

TEST_CASE("what nobody knew beside messages is an unknown of its own", "[decode]") {
  const auto events = events_of(webhook(
      "messages", R"("messages":[{"from":"1650","id":"a"}],"user_actions":[{"action_type":"click"}],"referral":1)"));
  REQUIRE(events.size() == 2);
  CHECK(
      unknown_of(events) ==
      json::parse(
          R"({"event":"unknown","path":"/entry/0/changes/0/value","number":"106","waba":"102","field":"messages","other":{"referral":1,"user_actions":[{"action_type":"click"}]}})"));
}

TEST_CASE("what nobody knew of a history thread or chunk is told with its place", "[decode]") {
  const auto events = events_of(webhook("history", R"("history":[{"metadata":{"phase":0},"threads":[
      {"id":"1650","messages":[{"id":"a"}]},
      {"id":"1651","context":{"user_id":"US.1","parent_user_id":"P"},"muted":true,"messages":[{"id":"b"}]}]}])"));
  REQUIRE(events.size() == 4);
  const json thread = unknown_of(events);
  CHECK(thread["path"] == "/entry/0/changes/0/value/history/0/threads/1");
  CHECK(thread["other"] == json::parse(R"({"context":{"parent_user_id":"P"},"muted":true})"));
  const json chunk = unknown_of(events_of(webhook("history", R"("history":[{"new":1,"metadata":{"phase":0}}])")));
  CHECK(chunk["path"] == "/entry/0/changes/0/value/history/0");
  CHECK(chunk["other"] == json{{"new", 1}});
}

TEST_CASE("what nobody knew of the envelope is told too", "[decode]") {
  const auto events = events_of(
      R"({"entry":[{"id":"102","new":1,"changes":[{"field":"messages","newer":2,
          "value":{"metadata":{"phone_number_id":"106","newest":3},"messages":[{"id":"a"}]}}]}]})");
  REQUIRE(events.size() == 4);
  json others = json::object();
  for (const json& event : events) {
    if (event["event"] == "unknown") others[event["path"].get<std::string>()] = event["other"];
  }
  CHECK(others["/entry/0"] == json{{"new", 1}});
  CHECK(others["/entry/0/changes/0"] == json{{"newer", 2}});
  CHECK(others["/entry/0/changes/0/value"] == json::parse(R"({"metadata":{"newest":3}})"));
}

TEST_CASE("a change that gives nothing else shows all that is in it", "[decode]") {
  const auto other_of = [](const std::string& change) {
    const json event = unknown_of(events_of(R"({"entry":[{"id":"102","changes":[)" + change + "]}]}"));
    CHECK(event["path"] == "/entry/0/changes/0");
    return event["other"];
  };
  CHECK(other_of(R"({"field":"flows","new":1,"value":{"event":"x"}})") ==
        json::parse(R"({"new":1,"value":{"event":"x"}})"));
  CHECK(other_of(R"({"field":"flows","value":[{"a":1},{"b":2}]})") == json::parse(R"({"value":[{"a":1},{"b":2}]})"));
  const json data = unknown_of(events_of(R"({"event":"flows","data":{"a":1}})"));
  CHECK(data["path"] == "");
  CHECK(data["other"] == json::parse(R"({"data":{"a":1}})"));
}

TEST_CASE("several metadata of a chunk are one history_chunk: the last that says something counts", "[decode]") {
  for (const std::string metadata :
       {R"("metadata":[{"phase":0,"chunk_order":1,"new":1},{"chunk_order":2,"progress":55}])",
        R"("metadata":{"phase":0,"chunk_order":1,"new":1},"metadata":{"chunk_order":2,"progress":55})"}) {
    INFO(metadata);
    const auto events = events_of(webhook("history", R"("history":[{)" + metadata + "}]"));
    REQUIRE(events.size() == 1);
    CHECK(events[0]["phase"] == 0);
    CHECK(events[0]["chunk"] == 2);
    CHECK(events[0]["progress"] == 55);
    CHECK(events[0]["other"] == json{{"new", 1}});
    const auto sync = records_of({webhook("history", R"("history":[{)" + metadata + "}]")}, "sync");
    CHECK(sync.at(0)["chunks"] == json::parse("[[0,2]]"));
  }
}
