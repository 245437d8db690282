// How a connection ends and comes back, and the gaps that stay.
#include <string>
#include <vector>

#include "core/graph/learned.h"
#include "core/lifecycle/account_event.h"
#include "core/lifecycle/event_words.h"
#include "tests/support/catch.h"
#include "tests/support/lives.h"

using namespace twinline;
using namespace twinline::lives;

TEST_CASE("a reconnect reported one second before its offboarding leaves the number live", "[lifecycle]") {
  NumberState state = live(t0);
  state.alive_at = t0 + 10 * day + 50;
  join(state, state_of_account_event("ACCOUNT_RECONNECTED", t0 + 10 * day, "", ""));
  join(state, state_of_account_event("ACCOUNT_OFFBOARDED", t0 + 10 * day + 1, "", ""));
  CHECK(stage_at(state, t0 + 10 * day + 100) == "live");
  CHECK(next_step(state, meta(), t0 + 10 * day + 100).may_send);
  CHECK(advice_at(state, t0 + 10 * day + 100) == "check_connection history_gap");
}

TEST_CASE("an offboarded number does not send, waits for its reconnect and then asks for a hand", "[lifecycle]") {
  NumberState state = live(t0);
  join(state, state_of_account_event("ACCOUNT_OFFBOARDED", t0 + day, "", ""));
  const NextStep step = next_step(state, meta(), t0 + day + 1);
  CHECK(step.stage == NumberStage::offboarded);
  CHECK(!step.may_send);
  CHECK(!step.wants);
  CHECK(step.changes_at_s == t0 + day + 60);
  CHECK(next_step(state, meta(), t0 + day + 60).wants == Want::read_number);
  CHECK(next_step(state, meta(), t0 + day + 60).changes_at_s == t0 + day + 600);
  CHECK(advice_at(state, t0 + day + 599) == "wait_for_reconnect");
  CHECK(advice_at(state, t0 + day + 600) == "reconnect_by_hand");

  join(state, state_of_account_event("ACCOUNT_RECONNECTED", t0 + day + 300, "", ""));
  CHECK(stage_at(state, t0 + day + 301) == "live");
  CHECK(advice_at(state, t0 + day + 301) == "history_gap");
}

TEST_CASE("a silent disconnect is found by asking, and ends the same way", "[lifecycle]") {
  NumberState state = live(t0);
  state.seen_disconnected_at = t0 + 3 * day;
  CHECK(stage_at(state, t0 + 3 * day) == "offboarded");
  CHECK(advice_at(state, t0 + 3 * day) == "check_connection");
  state.seen_connected_at = t0 + 3 * day + 60;
  CHECK(stage_at(state, t0 + 3 * day + 60) == "live");
}

TEST_CASE("every reason of a removal is explained", "[lifecycle]") {
  for (const char* reason : {"ACCOUNT_DISCONNECTED", "BUSINESS_DOWNGRADE", "CHANGE_NUMBER", "COMPANION_INACTIVITY",
                             "PRIMARY_INACTIVITY", "USER_RE_REGISTERED"}) {
    CAPTURE(reason);
    NumberState state = live(t0);
    join(state, state_of_account_event("PARTNER_REMOVED", t0 + day, reason, "SYSTEM"));
    const NextStep step = next_step(state, meta(), t0 + day);
    CHECK(step.stage == NumberStage::removed);
    CHECK(!step.may_send);
    CHECK(!step.wants);
    REQUIRE(!step.advice.empty());
    CHECK(step.advice[0].kind == AdviceKind::onboard_again);
    CHECK(step.advice[0].text.find(reason) == std::string::npos);
    CHECK(step.advice[0].text.find("by WhatsApp") != std::string::npos);
  }
  NumberState state = live(t0);
  join(state, state_of_account_event("PARTNER_REMOVED", t0 + day, "A_NEW_REASON", ""));
  CHECK(next_step(state, meta(), t0 + day).advice[0].text.find("A_NEW_REASON") != std::string::npos);
}

TEST_CASE("an account event is a sentence for people, one of tomorrow its own name", "[lifecycle]") {
  const auto text = [](const char* event, const char* reason, const char* by) {
    return account_event_text(event, reason, by, meta(), date_of(t0));
  };
  CHECK(text("ACCOUNT_RECONNECTED", "", "") == "The number is connected again.");
  CHECK(text("A_NEW_EVENT", "", "") == "A_NEW_EVENT");
  CHECK(text("PARTNER_REMOVED", "CHANGE_NUMBER", "USER").find("changed the number") != std::string::npos);
  CHECK(text("PARTNER_REMOVED", "CHANGE_NUMBER", "USER").find("by the business") != std::string::npos);
  CHECK(text("PARTNER_REMOVED", "A_NEW_REASON", "").find("A_NEW_REASON") != std::string::npos);
}

TEST_CASE("a number that was removed comes back by a later onboarding only", "[lifecycle]") {
  NumberState state = live(t0);
  join(state, state_of_account_event("PARTNER_REMOVED", t0 + day, "", ""));
  state.alive_at = t0 + 2 * day;
  CHECK(stage_at(state, t0 + 2 * day) == "removed");
  state.onboarded_at = t0 + 3 * day;
  CHECK(stage_at(state, t0 + 3 * day) == "connected");
}

TEST_CASE("the gaps that offboardings left are known, in whatever order they were reported", "[lifecycle]") {
  NumberState state = onboarded(t0);
  const auto tell = [&](const char* event, std::int64_t at) { join(state, state_of_account_event(event, at, "", "")); };
  CHECK(gaps_of(state, 60).empty());
  tell("ACCOUNT_RECONNECTED", t0 + 3 * day + 300);
  tell("ACCOUNT_OFFBOARDED", t0 + 9 * day);
  tell("ACCOUNT_OFFBOARDED", t0 + 3 * day);
  tell("ACCOUNT_OFFBOARDED", t0 + 3 * day + 10);
  CHECK(gaps_of(state, 60) == std::vector<Gap>{{t0 + 3 * day, t0 + 3 * day + 300}, {t0 + 9 * day, {}}});
  tell("ACCOUNT_RECONNECTED", t0 + 9 * day - 1);
  CHECK(gaps_of(state, 60) == std::vector<Gap>{{t0 + 3 * day, t0 + 3 * day + 300}, {t0 + 9 * day, t0 + 9 * day}});
}

TEST_CASE("an end of the connection without a reason, and a deleted account, say what to do", "[lifecycle]") {
  NumberState state = live(t0);
  join(state, state_of_account_event("PARTNER_REMOVED", t0 + day, "", ""));
  CHECK(next_step(state, meta(), t0 + day).advice[0].text.find("signup again") != std::string::npos);
  state = live(t0);
  join(state, state_of_account_event("ACCOUNT_DELETED", t0 + day, "", ""));
  CHECK(stage_at(state, t0 + day) == "removed");
  CHECK(next_step(state, meta(), t0 + day).advice[0].text.find("was deleted") != std::string::npos);
}

TEST_CASE("a silent disconnect leaves a gap from when it was found until the number is found again", "[lifecycle]") {
  NumberState state = live(t0);
  const auto asked = [&](std::int64_t at, bool on_app) {
    GraphReply<NumberInfo> reply;
    if (on_app) {
      reply.value = NumberInfo{};
      reply.value->platform_type = "CLOUD_API";
      reply.value->is_on_biz_app = true;
    } else {
      reply.error.code = 100;
      reply.error.subcode = 33;
      reply.error.outcome = Outcome::refused;
    }
    join(state, learned_from(reply, at, state));
  };
  asked(t0 + day, true);
  CHECK(gaps_of(state, 60).empty());
  asked(t0 + 2 * day, false);
  asked(t0 + 2 * day + 600, false);
  CHECK(stage_at(state, t0 + 2 * day + 600) == "offboarded");
  CHECK(gaps_of(state, 60) == std::vector<Gap>{{t0 + 2 * day, {}}});
  asked(t0 + 3 * day, true);
  asked(t0 + 4 * day, true);
  CHECK(gaps_of(state, 60) == std::vector<Gap>{{t0 + 2 * day, t0 + 3 * day}});
  CHECK(stage_at(state, t0 + 4 * day) == "live");
  CHECK(advice_at(state, t0 + 4 * day) == "history_gap");
}

TEST_CASE("a number that stays away is asked about seldomer and seldomer", "[lifecycle]") {
  NumberState state = live(t0);
  state.seen_disconnected_at = t0 + 6 * hour;
  std::int64_t now = t0 + 6 * hour;
  std::int64_t asked = 0;
  for (; now < t0 + 30 * day; ++asked) {
    const NextStep step = next_step(state, meta(), now);
    CHECK(!step.may_send);
    REQUIRE(step.changes_at_s);
    now = *step.changes_at_s;
    CHECK(next_step(state, meta(), now).wants == Want::read_number);
    state.seen_disconnected_at = now;
  }
  CHECK(asked > 100);
  CHECK(asked < 400);
}

TEST_CASE("a number that was brought live elsewhere lives by what its phone does", "[lifecycle]") {
  NumberState state;
  state.alive_at = t0;
  NextStep step = next_step(state, meta(), t0 + 1);
  CHECK(step.stage == NumberStage::live);
  CHECK(!step.wants);
  CHECK(advice_at(state, t0 + 11 * day) == "open_app_soon");
  join(state, state_of_account_event("ACCOUNT_OFFBOARDED", t0 + day, "", ""));
  step = next_step(state, meta(), t0 + 2 * day);
  CHECK(step.stage == NumberStage::offboarded);
  CHECK(!step.wants);
  join(state, state_of_account_event("ACCOUNT_RECONNECTED", t0 + 3 * day, "", ""));
  CHECK(stage_at(state, t0 + 3 * day) == "live");
  join(state, state_of_account_event("PARTNER_REMOVED", t0 + 4 * day, "CHANGE_NUMBER", "USER"));
  CHECK(stage_at(state, t0 + 5 * day) == "removed");
  state.alive_at = t0 + 6 * day;
  CHECK(stage_at(state, t0 + 6 * day) == "live");
}
