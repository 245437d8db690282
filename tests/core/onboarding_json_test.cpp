// An onboarding as JSON: its facts, and what it means.
#include "core/lifecycle/onboarding_json.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/onboardings.h"

using namespace twinline;
using namespace twinline::onboardings;

TEST_CASE("an onboarding is written for the API with what is known, and never a code", "[onboarding]") {
  using nlohmann::json;
  const auto shown = [](const Onboarding& onboarding, std::int64_t now) {
    return json::parse(onboarding_json("o1", onboarding, view(onboarding, now)));
  };
  const json draft = shown(created_fact("7", t0), t0);
  CHECK(draft["id"] == "o1");
  CHECK(draft["app"] == "7");
  CHECK(draft["stage"] == "draft");
  CHECK(draft["created"] == t0);
  CHECK(draft["steps"].size() == onboarding_step_count);
  CHECK(draft["steps"][0]["choices"].size() == 2);
  CHECK(draft["next"]["step"] == "choose_way");
  for (const char* absent : {"way", "problem", "waba", "number"}) CHECK(!draft.contains(absent));

  const json connected = shown(of(whole_way()), code + 4);
  CHECK(connected["way"] == "coexistence");
  CHECK(connected["waba"] == "102");
  CHECK(connected["number"] == "106");
  CHECK(connected["numbers"][0]["coexists"] == true);
  CHECK(connected["signup"][0]["kind"] == "finish");
  CHECK(connected["steps"][4]["value"]["email"] == "anna@example.com");
  CHECK(connected["next"]["step"] == "sync");
  CHECK(connected["next"]["until"] == code + 86400);

  std::vector<Onboarding> facts = whole_way();
  facts.resize(10);
  CHECK(shown(of(facts), code)["next"]["until"] == code + 30);
  CHECK(shown(of(facts), code + 31)["problem"]["issue"] == "code_not_exchanged_in_time");
}

TEST_CASE("what no fact is is refused, and what a later twinline adds is passed over", "[onboarding]") {
  for (const char* text : {"", "[]", "{", "3", "null"}) CHECK(!read_fact(text));
  const Result<Onboarding> odd = read_fact(R"({"created_at":"x","told":{"fly":{"at":1,"value":2},"enable":3},
    "signup":[1,{"kind":"new"}],"calls":[{"call":"walk","code_at":1},{"call":"subscribe_app"}],"found":{},"more":1})");
  REQUIRE(odd);
  CHECK((*odd).told.empty());
  CHECK((*odd).calls.empty());
  CHECK((*odd).signup.size() == 1);
}
