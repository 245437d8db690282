// What goes wrong on the way is told with what it means and what helps.
#include <string>
#include <vector>

#include "core/lifecycle/problem.h"
#include "tests/support/catch.h"
#include "tests/support/onboardings.h"

using namespace twinline;
using namespace twinline::onboardings;

TEST_CASE("the person who leaves Meta's window, and its errors, are told with their ids", "[onboarding]") {
  std::vector<Onboarding> facts = prepared();
  facts.push_back(
      said(R"({"type":"WA_EMBEDDED_SIGNUP","event":"CANCEL","data":{"current_step":"PHONE_NUMBER_SETUP"}})", t0 + 110));
  const OnboardingView left = view(of(facts), t0 + 110);
  CHECK(state_of(left, Step::continue_with_meta) == "failed");
  CHECK(left.text.find("PHONE_NUMBER_SETUP") != std::string::npos);
  REQUIRE(left.problem);
  CHECK(left.problem->issue == "cancelled");

  facts.push_back(said(R"({"type":"WA_EMBEDDED_SIGNUP","event":"CANCEL","data":{"error_id":"1","session_id":"s1",
      "error_message":"This phone number is not eligible for coexistence."}})",
                       t0 + 120));
  const OnboardingView refused = view(of(facts), t0 + 120);
  REQUIRE(refused.problem);
  CHECK(refused.problem->issue == "number_not_eligible");
  CHECK(refused.problem->waiting_helps);
  CHECK(refused.problem->quote.size() == 2);
  CHECK(!refused.problem->expectation.empty());
  CHECK(refused.problem->message == "This phone number is not eligible for coexistence.");

  facts.push_back(said(R"({"type":"WA_EMBEDDED_SIGNUP","event":"CANCEL","data":{"error_id":"2","session_id":"s2",
      "error_message":"Error object"}})",
                       t0 + 130));
  REQUIRE(view(of(facts), t0 + 130).problem);
  CHECK(view(of(facts), t0 + 130).problem->issue == "inconsistent_errors");

  // A window opened anew is a new attempt; a code makes an end of it.
  facts.push_back(told(Step::continue_with_meta, "true", t0 + 140));
  CHECK(!view(of(facts), t0 + 140).problem);
  facts.push_back(code_fact(t0 + 150));
  CHECK(wants(view(of(facts), t0 + 150)) == "exchange_code");
}

TEST_CASE("every known issue of Meta's window is recognised by its words or id", "[onboarding]") {
  struct Case {
    const char* message;
    const char* id;
    const char* issue;
  };
  const Case cases[] = {
      {"Phone number isn't eligible", "", "number_not_eligible"},
      {"[object Object]", "", "error_object"},
      {"Error object", "9", "error_object"},
      {"Something went wrong. Please try again later.", "", "error_object"},
      {"This number is registered to an existing WhatsApp account.", "", "already_registered"},
      {"Words of tomorrow", "524126", "display_name_refused"},
      {"Words of tomorrow", "4711", "unknown_error"},
  };
  for (const Case& example : cases) {
    CAPTURE(std::string(example.message));
    const auto problem =
        problem_of({"signup_error", example.message, example.id, "s", "", ""}, connexease(), date_of(t0));
    REQUIRE(problem);
    CHECK(problem->issue == example.issue);
    CHECK(!problem->meaning.empty());
    CHECK(!problem->action.empty());
    CHECK(!problem->expectation.empty());
    CHECK((problem->waiting_helps || problem->acting_helps));
  }
}

TEST_CASE("a business that is not eligible is told why, but Meta decides", "[onboarding]") {
  std::vector<Onboarding> facts = {created_fact("7", t0), told(Step::choose_way, R"("coexistence")"),
                                   told(Step::check_eligibility, R"({"app_version":"2.24.9"})")};
  const OnboardingView refused = view(of(facts), t0);
  CHECK(next_of(refused) == "check_eligibility");
  CHECK(state_of(refused, Step::check_eligibility) == "failed");
  CHECK(refused.text.find("Update the WhatsApp Business app") != std::string::npos);
  facts.push_back(told(Step::check_eligibility, R"({"app_version":"2.25.1"})", t0 + 1));
  const OnboardingView open = view(of(facts), t0 + 1);
  CHECK(next_of(open) == "enable");
  CHECK(open.steps[1].text.find("active_days") != std::string::npos);
  facts.push_back(told(Step::check_eligibility, R"({"app_version":"2.24.9"})", t0 + 2));
  facts.push_back(code_fact(t0 + 10));
  CHECK(wants(view(of(facts), t0 + 10)) == "exchange_code");
}
