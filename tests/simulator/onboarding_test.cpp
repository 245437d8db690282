#include "native/meta_simulator/onboarding.h"

#include <algorithm>
#include <map>
#include <set>

#include "tests/simulator/reader.h"
#include "tests/support/catch.h"

using namespace twinline::simulator;
using twinline::tests::value_of;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t onboarded_at_s = 1'782'864'000;

World world_of(std::uint64_t seed, std::size_t messages = 3000, std::size_t threads = 40) {
  return make_world({seed, onboarded_at_s, messages, threads});
}

std::vector<std::string> bodies_of(const Onboarding& onboarding) {
  std::vector<std::string> bodies;
  for (const Step& step : onboarding.steps()) bodies.push_back(onboarding.body(step));
  return bodies;
}

std::vector<Json> history_messages(const Onboarding& onboarding) {
  std::vector<Json> messages;
  for (const Step& step : onboarding.steps()) {
    if (step.kind != StepKind::history || step.repeated) continue;
    const Json value = value_of(onboarding.body(step));
    for (const Json& chunk : value.at("history")) {
      for (const Json& thread : chunk.at("threads")) {
        for (const Json& message : thread.at("messages")) messages.push_back(message);
      }
    }
  }
  return messages;
}

}  // namespace

TEST_CASE("the same seed gives the same bodies, another seed others", "[simulator]") {
  const World one = world_of(7, 400, 10), same = world_of(7, 400, 10), other = world_of(8, 400, 10);
  const auto bodies = bodies_of(Onboarding(one, {}));
  CHECK(bodies == bodies_of(Onboarding(same, {})));
  CHECK(bodies != bodies_of(Onboarding(other, {})));
}

TEST_CASE("every body is one line of ASCII", "[simulator]") {
  const World world = world_of(1);
  for (const std::string& body : bodies_of(Onboarding(world, {}))) {
    CHECK(std::all_of(body.begin(), body.end(), [](char c) { return c >= ' ' && c <= '~'; }));
    CHECK(body.find("\\u00C") == std::string::npos);
  }
}

TEST_CASE("contacts come first, a removal says zero, times are milliseconds", "[simulator]") {
  const World world = world_of(3);
  const Onboarding onboarding(world, {});
  REQUIRE(onboarding.steps().front().kind == StepKind::contacts);
  std::size_t added = 0, removed = 0;
  bool history_began = false;
  for (const Step& step : onboarding.steps()) {
    const bool contacts = step.kind == StepKind::contacts || step.kind == StepKind::contact_removal;
    if (!contacts) history_began = true;
    if (!contacts) continue;
    CHECK_FALSE(history_began);
    const Json value = value_of(onboarding.body(step));
    for (const Json& each : value.at("state_sync")) {
      CHECK(each.at("type") == "contact");
      const std::string at = each.at("metadata").at("timestamp");
      if (each.at("action") == "remove") {
        ++removed;
        CHECK(at == "0");
        CHECK_FALSE(each.at("contact").contains("full_name"));
      } else {
        ++added;
        CHECK(at.size() == 13);
        CHECK_FALSE(each.at("contact").at("full_name").get<std::string>().empty());
      }
    }
  }
  CHECK(removed == 1);
  CHECK(added > 30);
}

TEST_CASE("history messages have the shape that traffic has", "[simulator]") {
  const World world = world_of(5);
  const Onboarding onboarding(world, {});
  std::map<std::string, int> types;
  std::set<std::string> own_statuses;
  for (const Json& message : history_messages(onboarding)) {
    const std::string type = message.at("type");
    ++types[type];
    const Json& context = message.at("history_context");
    CHECK(message.at("timestamp").get<std::string>().size() == 10);
    if (message.value("from", "") == world.business.phone) {
      CHECK(context.at("from_me") == true);
      own_statuses.insert(context.at("status").get<std::string>());
    } else {
      CHECK_FALSE(context.contains("from_me"));
      CHECK(context.at("status") == "pending");
    }
    if (type == "errors") {
      CHECK(message.at("errors").at(0).at("code") == 131051);
    } else {
      CHECK(message.contains(type) == (type != "media_placeholder"));
    }
  }
  CHECK(own_statuses == std::set<std::string>{"delivered", "error", "played", "read", "sent"});
  for (const char* type : {"text", "media_placeholder", "errors", "location", "contacts"}) CHECK(types[type] > 0);
  CHECK(types["text"] > 2000);
}

TEST_CASE("inside a thread of a chunk the newest message stands first", "[simulator]") {
  const World world = world_of(5);
  const Onboarding onboarding(world, {});
  for (const Step& step : onboarding.steps()) {
    if (step.kind != StepKind::history) continue;
    const Json value = value_of(onboarding.body(step));
    for (const Json& chunk : value.at("history")) {
      std::set<std::string> threads;
      for (const Json& thread : chunk.at("threads")) {
        CHECK(threads.insert(thread.value("id", thread.value("context", Json::object()).value("user_id", ""))).second);
        const Json& messages = thread.at("messages");
        CHECK(std::is_sorted(messages.begin(), messages.end(), [](const Json& a, const Json& b) {
          return a.at("timestamp").get<std::string>() > b.at("timestamp").get<std::string>();
        }));
      }
    }
  }
}

TEST_CASE("chunks are numbered without holes, arrive in disorder and end with 100 %", "[simulator]") {
  const bool per_phase = GENERATE(true, false);
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    const World world = world_of(seed);
    OnboardingPlan plan;
    plan.chunk_order_per_phase = per_phase;
    const Onboarding onboarding(world, plan);
    const auto& chunks = onboarding.chunks();
    CHECK(chunks.size() > 40);
    CHECK(chunks.size() < 80);
    CHECK(chunks.back().progress == 100);
    CHECK(std::count_if(chunks.begin(), chunks.end(), [](const Chunk& c) { return c.progress == 100; }) == 1);
    std::map<int, int> last_order;
    int last = 0;
    for (const Chunk& chunk : chunks) {
      CHECK(chunk.order == (per_phase ? ++last_order[chunk.phase] : ++last));
    }
    std::vector<std::uint32_t> arrival;
    std::size_t repeated = 0, first = 0;
    std::int64_t before_ms = 0;
    for (const Step& step : onboarding.steps()) {
      CHECK(step.due_ms >= before_ms);
      before_ms = step.due_ms;
      repeated += step.repeated ? 1 : 0;
      first += step.repeated ? 0 : 1;
      if (step.kind == StepKind::history && !step.repeated) arrival.push_back(step.begin);
    }
    CHECK_FALSE(std::is_sorted(arrival.begin(), arrival.end()));
    CHECK(repeated * 10 > first);
    CHECK(repeated * 3 < first);
    CHECK(before_ms <= plan.duration_ms);
  }
}

TEST_CASE("some histories end with a chunk without threads", "[simulator]") {
  std::set<bool> ends_empty;
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    const World world = world_of(seed, 200, 5);
    ends_empty.insert(Onboarding(world, {}).chunks().back().messages.empty());
  }
  CHECK(ends_empty.size() == 2);
}

TEST_CASE("media follow in every shape, and only those of the last fourteen days", "[simulator]") {
  const World world = world_of(2);
  const Onboarding onboarding(world, {});
  std::set<std::string> shapes;
  for (const Step& step : onboarding.steps()) {
    if (step.kind != StepKind::media) continue;
    const Json body = Json::parse(onboarding.body(step));
    const Json& change = body.at("entry").at(0).at("changes").at(0);
    const Json& value = change.at("value");
    CHECK_FALSE(value.contains("history"));
    const char* list = value.contains("messages") ? "messages" : "message_echoes";
    for (const Json& message : value.at(list)) {
      const bool own = message.value("from", "") == world.business.phone;
      const bool with_peer = message.contains("to") || message.contains("to_user_id");
      CHECK((own || !with_peer));
      CHECK_FALSE(message.contains("history_context"));
      CHECK(std::stoll(message.at("timestamp").get<std::string>()) >= onboarded_at_s - 14 * day_s);
      CHECK(message.at(message.at("type").get<std::string>()).contains("sha256"));
      shapes.insert(change.at("field").get<std::string>() + " " + list + (own ? " own" : "") +
                    (with_peer ? " with peer" : ""));
    }
  }
  CHECK(shapes == std::set<std::string>{"history messages", "history messages own", "history message_echoes own",
                                        "history message_echoes own with peer",
                                        "smb_message_echoes message_echoes own with peer"});
}

TEST_CASE("what the business sent has another id in the history than in its echo", "[simulator]") {
  const World world = world_of(4);
  std::size_t twice = 0;
  for (const Message& message : world.messages) {
    if (!message.also_live) continue;
    const Person& person = world.people[message.person];
    CHECK((history_wamid(world, message) == live_wamid(person, message)) == !message.from_me);
    twice += message.from_me ? 1 : 0;
  }
  CHECK(twice > 0);
}

TEST_CASE("worlds have the size that was asked for", "[simulator]") {
  for (const auto& [messages, threads] :
       {std::pair<std::size_t, std::size_t>{0, 1}, {1, 1}, {3, 9}, {9, 9}, {5000, 300}}) {
    const World world = world_of(1, messages, threads);
    CHECK(world.messages.size() == messages);
    std::set<std::uint32_t> people;
    std::set<std::string> ids;
    for (const Message& message : world.messages) {
      people.insert(message.person);
      ids.insert(history_wamid(world, message));
    }
    CHECK(ids.size() == messages);
    if (messages >= threads) CHECK(people.size() == threads);
    CHECK(Onboarding(world, {}).chunks().back().progress == 100);
  }
}
