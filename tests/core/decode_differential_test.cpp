// Two decoders that share no code say the same about every body: the real one, and a slow one written from the contract.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/support/bodies.h"
#include "tests/support/catch.h"
#include "tests/support/events.h"
#include "tests/support/fixture.h"
#include "tests/support/slow_decoder.h"

using namespace twinline::test;
using nlohmann::json;

namespace {

std::vector<json> sorted(std::vector<json> events) {
  std::sort(events.begin(), events.end());
  return events;
}

std::string lines(const std::vector<json>& events) {
  std::string text;
  for (const json& event : events) text += event.dump() + "\n";
  return text;
}

std::vector<json> check_same(const std::string& body) {
  const auto seen = sorted(events_of(body)), expected = sorted(slow_events(body));
  if (seen != expected) {
    INFO(body);
    INFO("decoded:\n" << lines(seen));
    INFO("slowly:\n" << lines(expected));
    REQUIRE(seen == expected);
  }
  return seen;
}

}  // namespace

TEST_CASE("generated bodies say the same to both decoders, however they are spelled", "[decode]") {
  std::map<std::string, int> kinds;
  for (std::uint32_t seed = 1; seed <= 1200; ++seed) {
    CAPTURE(seed);
    Bodies bodies(seed);
    const auto body = bodies.body();
    for (const json& event : check_same(body.dump())) ++kinds[event["event"]];
    check_same(bodies.respelled(body));
  }
  for (const std::string kind : {"message", "edit", "revoke", "reaction", "status", "contact", "profile", "identity",
                                 "history_chunk", "history_declined", "account", "quality", "template", "capability",
                                 "alert", "call", "preference", "error", "unknown"}) {
    INFO(kind);
    CHECK(kinds[kind] >= 20);
  }
}

TEST_CASE("the order of members, spaces and escapes change no event", "[decode]") {
  for (std::uint32_t seed = 10'001; seed <= 10'300; ++seed) {
    CAPTURE(seed);
    Bodies bodies(seed);
    const auto body = bodies.body();
    const auto events = sorted(events_of(body.dump()));
    for (int i = 0; i < 3; ++i) {
      const std::string other = bodies.respelled(body);
      const bool same = sorted(events_of(other)) == events;
      if (!same) {
        INFO(body.dump() << "\n" << other);
        REQUIRE(same);
      }
    }
  }
}

TEST_CASE("every example of the corpus says the same to both decoders", "[decode]") {
  const auto files = corpus_files();
  if (files.empty()) {
    WARN("there is no corpus beside the project; nothing was compared");
    return;
  }
  for (const std::string& file : files) {
    INFO(file);
    std::ifstream stream(file, std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(stream), {}};
    check_same(body);
    Bodies bodies(7);
    check_same(bodies.respelled(Bodies::Tree::parse(body)));
  }
}
