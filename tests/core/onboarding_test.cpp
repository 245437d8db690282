#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "core/lifecycle/onboarding_json.h"
#include "tests/support/catch.h"
#include "tests/support/merging.h"
#include "tests/support/onboardings.h"

using namespace twinline;
using namespace twinline::onboardings;

TEST_CASE("the wizard goes through its steps in order", "[onboarding]") {
  struct Row {
    std::size_t facts;
    std::int64_t now;
    const char* next;
    const char* wants;
    const char* stage;
  };
  const Row rows[] = {
      {0, t0, "choose_way", "", "draft"},
      {1, t0, "choose_way", "", "draft"},
      {2, t0, "check_eligibility", "", "draft"},
      {3, t0, "enable", "", "draft"},
      {4, t0, "storage_region", "", "draft"},
      {5, t0, "contact_details", "", "draft"},
      {6, t0, "share_chats", "", "draft"},
      {7, t0, "continue_with_meta", "", "draft"},
      {8, t0 + 100, "continue_with_meta", "", "connecting"},
      {9, t0 + 199, "continue_with_meta", "", "connecting"},
      {10, code, "exchange_code", "exchange_code", "connecting"},
      {11, code + 1, "exchange_code", "", "connecting"},
      {12, code + 2, "subscribe", "subscribe_app", "connecting"},
      {13, code + 2, "subscribe", "", "connecting"},
      {14, code + 3, "find_number", "list_numbers", "connecting"},
      {15, code + 3, "find_number", "", "connecting"},
      {16, code + 4, "sync", "", "connected"},
  };
  const std::vector<Onboarding> facts = whole_way();
  for (const Row& row : rows) {
    CAPTURE(row.facts);
    const Onboarding known = of({facts.begin(), facts.begin() + static_cast<std::ptrdiff_t>(row.facts)});
    const OnboardingView step = view(known, row.now);
    CHECK(next_of(step) == row.next);
    CHECK(wants(step) == row.wants);
    CHECK(to_string(step.stage) == row.stage);
    CHECK(!step.text.empty());
    CHECK(!step.problem);
  }
}

TEST_CASE("a code that was not exchanged in 30 seconds is not sent any more", "[onboarding]") {
  std::vector<Onboarding> facts = whole_way();
  facts.resize(10);
  const Onboarding known = of(facts);
  CHECK(view(known, code).until == code + 30);
  CHECK(view(known, code).changes_at_s == code + 30);
  CHECK(wants(view(known, code + 29)) == "exchange_code");
  const OnboardingView late = view(known, code + 30);
  CHECK(wants(late).empty());
  CHECK(state_of(late, Step::exchange_code) == "failed");
  REQUIRE(late.problem);
  CHECK(late.problem->issue == "code_not_exchanged_in_time");
}

TEST_CASE("an exchange is never repeated, whatever became of it", "[onboarding]") {
  GraphError refused;
  refused.outcome = Outcome::refused;
  refused.status = 400;
  refused.code = 100;
  refused.title = "This authorization code has been used.";
  refused.trace = "AbC";
  GraphError lost;
  struct Case {
    std::vector<Onboarding> answers;
    const char* issue;
  };
  const Case cases[] = {
      {{}, "code_answer_lost"},
      {{answered_fact({code, Call::exchange_code}, failed_at(code + 5, lost))}, "code_answer_lost"},
      {{answered_fact({code, Call::exchange_code}, failed_at(code + 5, refused))}, "code_refused"},
  };
  for (const Case& example : cases) {
    CAPTURE(std::string(example.issue));
    std::vector<Onboarding> facts = whole_way();
    facts.resize(11);
    facts.insert(facts.end(), example.answers.begin(), example.answers.end());
    const Onboarding known = of(facts);
    for (const std::int64_t later : {1, 10, 29, 31, 100, 100000}) CHECK(wants(view(known, code + later)).empty());
    const OnboardingView end = view(known, code + 100);
    CHECK(state_of(end, Step::exchange_code) == "failed");
    REQUIRE(end.problem);
    CHECK(end.problem->issue == example.issue);

    // The person starts again, and the new code is exchanged.
    facts.push_back(code_fact(code + 200));
    CHECK(wants(view(of(facts), code + 201)) == "exchange_code");
  }
}

TEST_CASE("the other calls are repeated after a lost answer, slower each time, and the app is subscribed first",
          "[onboarding]") {
  std::vector<Onboarding> facts = whole_way();
  facts.resize(13);
  CHECK(wants(view(of(facts), code + 61)).empty());
  CHECK(wants(view(of(facts), code + 62)) == "subscribe_app");

  GraphError busy;
  busy.outcome = Outcome::refused;
  busy.advice = RetryAdvice::retry;
  busy.title = "Service temporarily unavailable";
  facts.push_back(answered_fact({code, Call::subscribe_app}, failed_at(code + 3, busy)));
  const OnboardingView waiting = view(of(facts), code + 3);
  CHECK(wants(waiting).empty());
  CHECK(state_of(waiting, Step::subscribe) == "waiting");
  CHECK(waiting.changes_at_s == code + 8);
  CHECK(wants(view(of(facts), code + 8)) == "subscribe_app");
  facts.push_back(asked_fact({code, Call::subscribe_app}, code + 100));
  facts.push_back(answered_fact({code, Call::subscribe_app}, failed_at(code + 102, busy)));
  CHECK(wants(view(of(facts), code + 201)).empty());
  CHECK(wants(view(of(facts), code + 202)) == "subscribe_app");
}

TEST_CASE("a call that Meta refuses for good waits for a person", "[onboarding]") {
  GraphError refused;
  refused.outcome = Outcome::refused;
  refused.code = 200;
  refused.advice = RetryAdvice::authorise;
  refused.title = "Permissions error";
  refused.action = "Check the permissions.";
  refused.trace = "AbC";
  std::vector<Onboarding> facts = whole_way();
  facts.resize(13);
  facts.push_back(answered_fact({code, Call::subscribe_app}, failed_at(code + 3, refused)));
  const OnboardingView stopped = view(of(facts), code + 100000);
  CHECK(wants(stopped).empty());
  CHECK(state_of(stopped, Step::subscribe) == "failed");
  CHECK(stopped.text.find("Permissions error") != std::string::npos);
  REQUIRE(stopped.problem);
  CHECK(stopped.problem->issue == "webhooks_not_subscribed");
  REQUIRE(stopped.problem->quote.size() == 1);
  CHECK(stopped.problem->quote[0] == std::pair<std::string, std::string>{"fbtrace_id", "AbC"});
  facts.push_back(told(Step::subscribe, "true", code + 4));
  CHECK(wants(view(of(facts), code + 5)) == "subscribe_app");
}

TEST_CASE("the number is the one that is on the app; of several a person chooses", "[onboarding]") {
  std::vector<Onboarding> facts = prepared();
  facts.push_back(finished(t0 + 199, R"("waba_id":"102")"));
  const std::vector<Onboarding> whole = whole_way();
  facts.insert(facts.end(), whole.begin() + 9, whole.begin() + 15);
  NumberInfo cloud = number_on_app("105");
  cloud.is_on_biz_app = false;

  std::vector<Onboarding> one = facts;
  one.push_back(learned_from({code, Call::list_numbers}, listing({cloud, number_on_app("106")}), code + 4));
  CHECK(of(one).number() == "106");
  CHECK(next_of(view(of(one), code + 4)) == "sync");

  std::vector<Onboarding> several = facts;
  several.push_back(
      learned_from({code, Call::list_numbers}, listing({number_on_app("106"), number_on_app("107"), cloud}), code + 4));
  CHECK(of(several).number().empty());
  const OnboardingView choice = view(of(several), code + 4);
  CHECK(next_of(choice) == "choose_number");
  CHECK(wants(choice).empty());
  several.push_back(told(Step::choose_number, R"("107")", code + 9));
  CHECK(of(several).number() == "107");
  CHECK(next_of(view(of(several), code + 9)) == "sync");

  std::vector<Onboarding> none = facts;
  none.push_back(learned_from({code, Call::list_numbers}, listing({cloud}), code + 4));
  CHECK(next_of(view(of(none), code + 5)) == "find_number");
  CHECK(state_of(view(of(none), code + 5), Step::find_number) == "waiting");
  CHECK(wants(view(of(none), code + 9)) == "list_numbers");
  const OnboardingView long_after = view(of(none), code + 1000);
  CHECK(state_of(long_after, Step::find_number) == "failed");
  CHECK(wants(long_after) == "list_numbers");
  REQUIRE(long_after.problem);
  CHECK(long_after.problem->issue == "number_not_found");
}

TEST_CASE("a number that Meta does not list is looked for with longer and longer pauses, for a day", "[onboarding]") {
  std::vector<Onboarding> facts = whole_way();
  facts.pop_back();
  NumberInfo cloud = number_on_app("106");
  cloud.is_on_biz_app = false;
  const CallKey listed{code, Call::list_numbers};
  facts.push_back(learned_from(listed, listing({cloud}), code + 4));
  std::int64_t now = code + 4, before = 0;
  int looks = 1;
  for (; looks < 100; ++looks) {
    std::int64_t pause = 0;
    const auto held = [&] { return wants(view(of(facts), now + pause)).empty(); };
    while (pause < 2 * 86400 && held()) {
      const auto changes_at = view(of(facts), now + pause).changes_at_s;
      if (!changes_at) break;
      pause = *changes_at - now;
    }
    if (held()) break;
    CHECK(pause >= before);
    before = pause;
    now += pause;
    facts.push_back(asked_fact(listed, now));
    facts.push_back(learned_from(listed, listing({cloud}), now));
  }
  CHECK(looks < 20);
  CHECK(now >= code + 86400);
  const OnboardingView end = view(of(facts), now + 30 * 86400);
  CHECK(wants(end).empty());
  CHECK(state_of(end, Step::find_number) == "failed");
  CHECK(end.text.find("no longer looked for by itself") != std::string::npos);
  CHECK(end.text.find("look again") != std::string::npos);

  // A person asks, and it begins anew.
  facts.push_back(told(Step::find_number, "true", now + 31 * 86400));
  now += 31 * 86400;
  CHECK(wants(view(of(facts), now)) == "list_numbers");
  facts.push_back(asked_fact(listed, now));
  facts.push_back(learned_from(listed, listing({cloud}), now + 1));
  CHECK(wants(view(of(facts), now + 6)) == "list_numbers");
}

TEST_CASE("a call that fails for a day is left to a person", "[onboarding]") {
  std::vector<Onboarding> facts = whole_way();
  facts.resize(13);
  GraphError passing;
  passing.outcome = Outcome::refused;
  passing.advice = RetryAdvice::retry;
  const CallKey subscribing{code, Call::subscribe_app};
  facts.push_back(answered_fact(subscribing, failed_at(code + 3600, passing)));
  CHECK(wants(view(of(facts), code + 2 * 3600)) == "subscribe_app");
  facts.push_back(asked_fact(subscribing, code + 90000));
  facts.push_back(answered_fact(subscribing, failed_at(code + 90000, passing)));
  const OnboardingView end = view(of(facts), code + 200000);
  CHECK(wants(end).empty());
  CHECK(state_of(end, Step::subscribe) == "failed");
  CHECK(end.text.find("no longer tried by itself") != std::string::npos);
}

TEST_CASE("a number whose standing the list does not tell is asked about", "[onboarding]") {
  std::vector<Onboarding> facts = whole_way();
  facts.pop_back();
  NumberInfo untold = number_on_app("106");
  untold.is_on_biz_app.reset();
  facts.push_back(learned_from({code, Call::list_numbers}, listing({untold}), code + 4));
  CHECK(wants(view(of(facts), code + 4)) == "read_number");
  GraphReply<NumberInfo> reply;
  reply.value = number_on_app("106");
  facts.push_back(asked_fact({code, Call::read_number, "106"}, code + 4));
  facts.push_back(learned_from({code, Call::read_number, "106"}, reply, code + 5));
  CHECK(next_of(view(of(facts), code + 5)) == "sync");
}

TEST_CASE("an account that Meta's window did not name is entered by hand", "[onboarding]") {
  std::vector<Onboarding> facts = prepared();
  const std::vector<Onboarding> whole = whole_way();
  facts.insert(facts.end(), whole.begin() + 9, whole.begin() + 12);
  CHECK(state_of(view(of(facts), code + 2), Step::subscribe) == "waiting");
  const OnboardingView stuck = view(of(facts), code + 60);
  CHECK(wants(stuck).empty());
  CHECK(next_of(stuck) == "subscribe");
  REQUIRE(stuck.problem);
  CHECK(stuck.problem->issue == "account_not_named");
  facts.push_back(told(Step::find_number, R"({"waba":"102"})", code + 70));
  CHECK(wants(view(of(facts), code + 70)) == "subscribe_app");
}

TEST_CASE("a number of the Cloud API alone skips what is about the app", "[onboarding]") {
  std::vector<Onboarding> facts = whole_way();
  facts.pop_back();
  facts.push_back(told(Step::choose_way, R"("cloud_api")", t0 + 1));
  NumberInfo cloud = number_on_app("106");
  cloud.is_on_biz_app = false;
  facts.push_back(learned_from({code, Call::list_numbers}, listing({cloud}), code + 4));
  const OnboardingView live = view(of(facts), code + 4);
  for (const Step step : {Step::check_eligibility, Step::enable, Step::share_chats, Step::scan_or_code, Step::sync}) {
    CHECK(state_of(live, step) == "skipped");
  }
  CHECK(live.stage == NumberStage::live);
  CHECK(next_of(live) == "none");
  CHECK(wants(live).empty());
}

TEST_CASE("the sync and the end of the wizard follow the life of the number", "[onboarding]") {
  const Onboarding known = of(whole_way());
  NumberState number;
  const auto at = [&](SyncType type) -> SyncState& { return number.syncs[{code, type}]; };
  CHECK(next_step_of(known, number, connexease(), code + 5).stage == NumberStage::connected);
  at(SyncType::contacts).asked_at = code + 6;
  at(SyncType::contacts).answer = SyncAnswer{true, code + 7, 0, "R1"};
  at(SyncType::history).asked_at = code + 8;
  at(SyncType::history).answer = SyncAnswer{true, code + 9, 0, "R2"};
  const OnboardingView syncing = view(known, code + 10, number);
  CHECK(syncing.stage == NumberStage::syncing);
  CHECK(next_of(syncing) == "sync");
  CHECK(state_of(syncing, Step::sync) == "waiting");
  at(SyncType::contacts).first_data_at = code + 20;
  at(SyncType::contacts).last_data_at = code + 20;
  const OnboardingView silent = view(known, code + 9 + 1800, number);
  REQUIRE(silent.problem);
  CHECK(silent.problem->issue == "inconsistent_events");
  REQUIRE(!silent.problem->quote.empty());
  CHECK(silent.problem->quote[0].second == "R2");
  at(SyncType::history).first_data_at = code + 30;
  at(SyncType::history).last_data_at = code + 40;
  at(SyncType::history).progress = 100;
  const OnboardingView live = view(known, code + 41, number);
  CHECK(live.stage == NumberStage::live);
  CHECK(next_of(live) == "none");
  CHECK(state_of(live, Step::live) == "done");

  number.removed = Removal{code + 86400, "CHANGE_NUMBER", "USER"};
  const OnboardingView removed = view(known, code + 86400, number);
  CHECK(removed.stage == NumberStage::removed);
  CHECK(state_of(removed, Step::sync) == "done");
  CHECK(next_of(removed) == "live");
  CHECK(removed.text.find("changed the number") != std::string::npos);
}

TEST_CASE("the order in which facts are joined, and how often, does not matter", "[onboarding]") {
  std::vector<Onboarding> facts = whole_way();
  GraphError lost;
  facts.push_back(code_fact(code + 300));
  facts.push_back(asked_fact({code + 300, Call::exchange_code}, code + 301));
  facts.push_back(answered_fact({code + 300, Call::exchange_code}, failed_at(code + 305, lost)));
  facts.push_back(answered_fact({code, Call::subscribe_app}, failed_at(code + 9, lost)));
  facts.push_back(told(Step::share_chats, "false", t0 + 1));
  facts.push_back(told(Step::storage_region, "null", t0 + 1));
  facts.push_back(told(Step::storage_region, R"("GB")", t0 + 1));
  facts.push_back(said(R"({"type":"WA_EMBEDDED_SIGNUP","event":"CANCEL","data":{"error_id":"1"}})", t0 + 130));
  facts.push_back(learned_from({code, Call::list_numbers}, listing({number_on_app("107")}), code + 6));
  const Onboarding expected = of(facts);
  const std::string shown = onboarding_json("1", expected, view(expected, code + 400));
  test::for_seeds(40, [&](std::uint32_t seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::vector<Onboarding> retold = facts;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (random() % 3 == 0) retold.push_back(facts[i]);
    }
    std::shuffle(retold.begin(), retold.end(), random);
    // Two halves, as two stores that are merged, written and read in between.
    const std::size_t half = random() % retold.size();
    Onboarding left = of({retold.begin(), retold.begin() + static_cast<std::ptrdiff_t>(half)});
    const Onboarding right = of({retold.begin() + static_cast<std::ptrdiff_t>(half), retold.end()});
    const Result<Onboarding> again = read_fact(write_fact(right));
    REQUIRE(again);
    join(left, *again);
    CHECK(left == expected);
    CHECK(!join(left, right));
    CHECK(onboarding_json("1", left, view(left, code + 400)) == shown);
  });
}

TEST_CASE("nothing is another between now and the time at which a step may change", "[onboarding]") {
  const std::vector<Onboarding> facts = whole_way();
  for (std::size_t count = 0; count <= facts.size(); ++count) {
    CAPTURE(count);
    const Onboarding known = of({facts.begin(), facts.begin() + static_cast<std::ptrdiff_t>(count)});
    std::int64_t now = code + 4;
    for (int turn = 0; turn < 50; ++turn) {
      const OnboardingView step = view(known, now);
      if (!step.changes_at_s) break;
      REQUIRE(*step.changes_at_s > now);
      OnboardingView just_before = view(known, *step.changes_at_s - 1);
      CHECK(just_before == step);
      now = *step.changes_at_s;
    }
  }
}
