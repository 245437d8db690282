// What is asked of Meta again by itself after a refusal, and what never is.
#include <optional>

#include "core/graph/learned.h"
#include "core/lifecycle/onboarding_step.h"
#include "core/lifecycle/sync_stage.h"
#include "tests/support/catch.h"
#include "tests/support/lives.h"

using namespace twinline;
using namespace twinline::lives;

namespace {

void ask(NumberState& state, SyncType type, std::int64_t at) { join(state, asked_sync_fact(t0, type, at)); }

void refuse(NumberState& state, SyncType type, std::int64_t at, std::int64_t code) {
  NumberState fact;
  fact.syncs[{t0, type}].answer = SyncAnswer{false, at, code, ""};
  join(state, fact);
}

void accept(NumberState& state, SyncType type, std::int64_t at) {
  NumberState fact;
  fact.syncs[{t0, type}].answer = SyncAnswer{true, at, 0, "request-1"};
  join(state, fact);
}

std::optional<Want> wants(const NumberState& state, std::int64_t now) { return next_step(state, meta(), now).wants; }

}  // namespace

TEST_CASE("a sync that Meta could not take for a moment is asked for again, contacts before history", "[lifecycle]") {
  NumberState state = onboarded(t0);
  ask(state, SyncType::contacts, t0 + 1);
  refuse(state, SyncType::contacts, t0 + 2, 131016);
  const NextStep refused = next_step(state, meta(), t0 + 2);
  CHECK(refused.stage == NumberStage::connected);
  CHECK_FALSE(refused.wants);
  CHECK(refused.changes_at_s == t0 + 7);
  CHECK(refused.advice.back().text.find("again by itself") != std::string::npos);
  CHECK(wants(state, t0 + 7) == Want::sync_contacts);

  ask(state, SyncType::contacts, t0 + 7);
  CHECK_FALSE(wants(state, t0 + 8));
  accept(state, SyncType::contacts, t0 + 8);
  CHECK(wants(state, t0 + 8) == Want::sync_history);
  ask(state, SyncType::history, t0 + 9);
  refuse(state, SyncType::history, t0 + 10, 2);
  CHECK_FALSE(wants(state, t0 + 14));
  CHECK(wants(state, t0 + 15) == Want::sync_history);
}

TEST_CASE("the pauses grow with the trouble, and the 24 hours end it", "[lifecycle]") {
  NumberState state = onboarded(t0);
  ask(state, SyncType::contacts, t0 + 1);
  accept(state, SyncType::contacts, t0 + 2);
  std::int64_t at = t0 + 3;
  int attempts = 0;
  for (; attempts < 1000; ++attempts) {
    ask(state, SyncType::history, at);
    refuse(state, SyncType::history, at + 1, 131000);
    const NextStep step = next_step(state, meta(), at + 1);
    const auto again = asked_again_at(state.syncs[{t0, SyncType::history}], t0, meta(), life_limits(meta(), at));
    if (!again) break;
    CHECK(step.wants != Want::sync_history);
    CHECK(wants(state, *again) == Want::sync_history);
    CHECK(*again > at);
    at = *again;
  }
  CHECK(at < t0 + day);
  CHECK(at > t0 + day - 2 * hour);
  CHECK(attempts < 40);
  CHECK(next_step(state, meta(), t0 + day).history == SyncStage::missed);
  CHECK(wants(state, t0 + 2 * day) == Want::read_number);
}

TEST_CASE("a sync that was asked for before, came too late or was declined is never asked for again", "[lifecycle]") {
  for (const std::int64_t code : {2593107, 2593108, 2593109, 100, 190, 999999}) {
    CAPTURE(code);
    NumberState state = onboarded(t0);
    for (const SyncType type : {SyncType::contacts, SyncType::history}) {
      ask(state, type, t0 + 1);
      refuse(state, type, t0 + 2, code);
    }
    for (const std::int64_t later : {t0 + 3, t0 + 600, t0 + 5 * hour}) CHECK_FALSE(wants(state, later));
    // Nor when a passing error came before: the first request may have been taken after all.
    NumberState twice = onboarded(t0);
    for (const SyncType type : {SyncType::contacts, SyncType::history}) {
      ask(twice, type, t0 + 1);
      refuse(twice, type, t0 + 2, 131016);
      ask(twice, type, t0 + 7);
      refuse(twice, type, t0 + 8, code);
    }
    for (const std::int64_t later : {t0 + 9, t0 + 600, t0 + 5 * hour}) CHECK_FALSE(wants(twice, later));
  }
}

TEST_CASE("a lost answer is no refusal: it is never asked again, also after one", "[lifecycle]") {
  NumberState state = onboarded(t0);
  ask(state, SyncType::contacts, t0 + 1);
  refuse(state, SyncType::contacts, t0 + 2, 131016);
  ask(state, SyncType::contacts, t0 + 7);
  ask(state, SyncType::history, t0 + 200);
  for (const std::int64_t later : {t0 + 201, t0 + 600, t0 + 5 * hour}) CHECK_FALSE(wants(state, later));
}

TEST_CASE("the history does not wait for ever for contacts that Meta refuses", "[lifecycle]") {
  NumberState state = onboarded(t0);
  ask(state, SyncType::contacts, t0 + 1);
  refuse(state, SyncType::contacts, t0 + 590, 131016);  // pauses until t0 + 1179
  CHECK_FALSE(wants(state, t0 + 600));
  CHECK(wants(state, t0 + 601) == Want::sync_history);
}

TEST_CASE("a request that did not reach Meta was not made", "[lifecycle]") {
  NumberState state = onboarded(t0);
  ask(state, SyncType::contacts, t0 + 1);
  join(state, sync_not_sent(t0, SyncType::contacts, t0 + 2));
  CHECK_FALSE(wants(state, t0 + 6));
  CHECK(wants(state, t0 + 7) == Want::sync_contacts);
}

TEST_CASE("a code whose exchange did not reach Meta is exchanged while it lives", "[onboarding]") {
  constexpr std::int64_t code = t0;
  Onboarding onboarding = created_fact("7", t0 - 100);
  const auto add = [&](const Onboarding& fact) { join(onboarding, fact); };
  const auto wanted = [&](std::int64_t now) { return next_step_of(onboarding, {}, meta(), now).wants; };
  add(code_fact(code));
  add(asked_fact({code, OnboardingCall::exchange_code}, code + 1));
  CHECK_FALSE(wanted(code + 1));
  add(answered_fact({code, OnboardingCall::exchange_code}, not_sent_at(code + 1)));
  CHECK_FALSE(wanted(code + 2));
  CHECK(wanted(code + 6) == OnboardingCall::exchange_code);
  add(asked_fact({code, OnboardingCall::exchange_code}, code + 6));
  CHECK_FALSE(wanted(code + 20));
  add(answered_fact({code, OnboardingCall::exchange_code}, not_sent_at(code + 7)));
  CHECK_FALSE(wanted(code + 30));
  const OnboardingView over = next_step_of(onboarding, {}, meta(), code + 30);
  CHECK(over.problem->issue == "code_not_exchanged_in_time");
  add(answered_fact({code, OnboardingCall::exchange_code}, done_at(code + 12)));
  CHECK(onboarding.done(OnboardingCall::exchange_code));
}

TEST_CASE("used up after a second request means that the first was taken: nothing is given up", "[lifecycle]") {
  NumberState state = onboarded(t0);
  ask(state, SyncType::contacts, t0 + 1);
  refuse(state, SyncType::contacts, t0 + 2, 131016);
  ask(state, SyncType::contacts, t0 + 7);
  refuse(state, SyncType::contacts, t0 + 8, 2593107);
  CHECK(next_step(state, meta(), t0 + 9).contacts == SyncStage::accepted);
  CHECK(next_step(state, meta(), t0 + 5 * hour).contacts == SyncStage::silent);
  NumberState once = onboarded(t0);
  ask(once, SyncType::contacts, t0 + 1);
  refuse(once, SyncType::contacts, t0 + 2, 2593107);
  CHECK(next_step(once, meta(), t0 + 9).contacts == SyncStage::used_up);
}
