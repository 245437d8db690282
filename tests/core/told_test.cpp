// What a person tells for a step.
#include <string>
#include <vector>

#include "core/lifecycle/onboarding_json.h"
#include "tests/support/catch.h"
#include "tests/support/onboardings.h"

using namespace twinline;
using namespace twinline::onboardings;

TEST_CASE("what a person tells is checked, and the words say what is wrong", "[onboarding]") {
  struct Case {
    Step step;
    const char* value;
    bool right;
  };
  const Case cases[] = {
      {Step::choose_way, R"("coexistence")", true},
      {Step::choose_way, R"("cloud_api")", true},
      {Step::choose_way, R"("both")", false},
      {Step::choose_way, "true", false},
      {Step::choose_way, "", false},
      {Step::choose_way, "{", false},
      {Step::check_eligibility, R"({"active_days":8})", true},
      {Step::check_eligibility, R"({"active_days":"8"})", false},
      {Step::check_eligibility, "[]", false},
      {Step::enable, "true", true},
      {Step::enable, "1", false},
      {Step::storage_region, R"("DE")", true},
      {Step::storage_region, R"("none")", true},
      {Step::storage_region, R"("Germany")", false},
      {Step::contact_details, R"({"name":"A","email":"a@b.c","phone":"+49 30 1234","terms":true})", true},
      {Step::contact_details, R"({"name":"A","email":"a@b.c","phone":"+49 30 1234","terms":false})", false},
      {Step::contact_details, R"({"name":"A","email":"a@b.c","phone":"+49 30 1234"})", false},
      {Step::contact_details, R"({"name":"A","email":"ab.c","phone":"+49 30 1234","terms":true})", false},
      {Step::contact_details, R"({"name":"","email":"a@b.c","phone":"+49 30 1234","terms":true})", false},
      {Step::contact_details, R"({"name":"A","email":"a@b.c","phone":"none","terms":true})", false},
      {Step::contact_details, R"({"name":"A","email":"a@b.c","phone":"+49 30 1234","terms":true,"x":1})", false},
      {Step::share_chats, "false", true},
      {Step::share_chats, R"("yes")", false},
      {Step::continue_with_meta, "true", true},
      {Step::continue_with_meta, "false", false},
      {Step::business_portfolio, R"("Lucky Shrub")", true},
      {Step::number, R"("+1 (555) 078-3881")", true},
      {Step::number, R"("my number")", false},
      {Step::scan_or_code, R"("qr")", true},
      {Step::scan_or_code, R"("code")", true},
      {Step::scan_or_code, R"("123456")", false},
      {Step::time_zone, R"("Europe/Berlin")", true},
      {Step::time_zone, R"("")", false},
      {Step::exchange_code, R"("AQB")", false},
      {Step::subscribe, "true", true},
      {Step::subscribe, "false", false},
      {Step::find_number, "true", true},
      {Step::find_number, R"({"waba":"102"})", true},
      {Step::find_number, R"({"waba":"102","phone_number_id":"106"})", true},
      {Step::find_number, R"({"waba":"102/x"})", false},
      {Step::find_number, R"({"phone_number_id":"106"})", false},
      {Step::choose_number, R"("106")", true},
      {Step::choose_number, R"("../106")", false},
      {Step::sync, "true", false},
      {Step::live, "true", false},
  };
  for (const Case& example : cases) {
    CAPTURE(std::string(to_string(example.step)), std::string(example.value));
    const Result<Onboarding> fact = told_fact(example.step, example.value, t0);
    CHECK(static_cast<bool>(fact) == example.right);
    if (!fact) CHECK(!fact.error().what.empty());
    if (!fact) CHECK(fact.error().place == to_string(example.step));
  }
}

TEST_CASE("what was told can be taken back", "[onboarding]") {
  std::vector<Onboarding> facts = prepared();
  facts.push_back(told(Step::storage_region, "null", t0 + 5));
  CHECK(next_of(view(of(facts), t0 + 5)) == "storage_region");
  const Result<Onboarding> stored = read_fact(write_fact(of(facts)));
  REQUIRE(stored);
  CHECK(*stored == of(facts));
}
