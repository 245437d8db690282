#include "native/meta_simulator/live.h"

#include <map>
#include <set>

#include "tests/simulator/reader.h"
#include "tests/support/catch.h"

using namespace twinline::simulator;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t start_s = 1'782'870'000;

World small_world() { return make_world({1, 1'782'864'000, 200, 12}); }

std::vector<LivePost> acts(const World& world, std::uint64_t salt, int count) {
  LiveTraffic traffic(world, salt);
  std::vector<LivePost> posts;
  for (int i = 0; i < count; ++i) {
    for (LivePost& post : traffic.next(start_s + i * 3)) posts.push_back(std::move(post));
  }
  return posts;
}

std::set<std::string> ids_of(const std::vector<LivePost>& posts) {
  std::set<std::string> ids;
  for (const LivePost& post : posts) {
    const Json value = twinline::tests::value_of(post.body);
    for (const char* list : {"messages", "message_echoes"}) {
      for (const Json& message : value.value(list, Json::array())) ids.insert(message.at("id").get<std::string>());
    }
  }
  return ids;
}

}  // namespace

TEST_CASE("live traffic brings all kinds of acts, each in the field that it belongs to", "[simulator]") {
  const World world = small_world();
  std::map<std::string, int> seen;
  std::set<std::string> told, bodies;
  for (const LivePost& post : acts(world, 1, 1500)) {
    const Json body = Json::parse(post.body);
    const Json& change = body.at("entry").at(0).at("changes").at(0);
    const std::string field = change.at("field");
    const Json& value = change.at("value");
    if (!bodies.insert(post.body).second) ++seen["again"];
    for (const char* list : {"messages", "message_echoes"}) {
      const Json messages = value.value(list, Json::array());
      if (messages.size() > 1) ++seen["two at once"];
      for (const Json& message : messages) {
        const std::string type = message.at("type");
        ++seen[field + " " + type];
        CHECK((field == "messages") == (std::string(list) == "messages"));
        CHECK((message.value("from", "") == world.business.phone) == (field == "smb_message_echoes"));
        CHECK(message.contains(type));
        if (type == "edit" || type == "revoke") CHECK(told.count(message.at(type).at("original_message_id")) == 1);
        told.insert(message.at("id").get<std::string>());
      }
    }
    for (const Json& status : value.value("statuses", Json::array())) {
      ++seen["status " + status.at("status").get<std::string>()];
      CHECK(told.count(status.at("id")) == 1);
    }
    for (const Json& contact : value.value("state_sync", Json::array())) {
      ++seen["contact " + contact.at("action").get<std::string>()];
    }
  }
  for (const char* what : {"again",
                           "two at once",
                           "contact add",
                           "contact remove",
                           "status sent",
                           "status delivered",
                           "status read",
                           "messages text",
                           "messages image",
                           "messages audio",
                           "messages sticker",
                           "messages video",
                           "messages location",
                           "messages contacts",
                           "messages unsupported",
                           "messages reaction",
                           "messages edit",
                           "messages revoke",
                           "smb_message_echoes text",
                           "smb_message_echoes image",
                           "smb_message_echoes document",
                           "smb_message_echoes edit",
                           "smb_message_echoes revoke"}) {
    INFO(what);
    CHECK(seen[what] > 0);
  }
  CHECK(seen["smb_message_echoes reaction"] == 0);
}

TEST_CASE("two runs never use the same message id", "[simulator]") {
  const World world = small_world();
  const auto first = ids_of(acts(world, 1, 400)), second = ids_of(acts(world, 2, 400));
  std::set<std::string> history;
  for (const Message& message : world.messages) history.insert(live_wamid(world.people[message.person], message));
  CHECK(first.size() > 300);
  for (const std::string& id : first) {
    CHECK(second.count(id) == 0);
    CHECK(history.count(id) == 0);
  }
}

TEST_CASE("people who never wrote write one day", "[simulator]") {
  const World world = small_world();
  std::set<std::string> known;
  for (const Person& person : world.people) known.insert(person.name());
  bool newcomer = false;
  for (const LivePost& post : acts(world, 3, 200)) {
    const Json value = twinline::tests::value_of(post.body);
    for (const Json& message : value.value("messages", Json::array())) {
      if (message.contains("from") && known.count(message.at("from")) == 0) newcomer = true;
    }
  }
  CHECK(newcomer);
}
