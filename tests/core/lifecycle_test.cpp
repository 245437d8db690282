#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/lifecycle/account_event.h"
#include "core/lifecycle/next_step.h"
#include "core/lifecycle/number_state.h"
#include "core/policy/load.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

constexpr std::int64_t day = 86400;
constexpr std::int64_t hour = 3600;
constexpr std::int64_t t0 = 1788307200;  // 2026-09-02, the day the number goes live in these tests

const Policy& meta() {
  static const Policy policy = *builtin_policy("meta");
  return policy;
}

NumberState onboarded(std::int64_t at) {
  NumberState state;
  state.onboarded_at = at;
  state.subscribed_at = at;
  return state;
}

SyncState& sync(NumberState& state, SyncType type) { return state.syncs[{*state.onboarded_at, type}]; }

SyncAnswer accepted(std::int64_t at) { return {true, at, 0, "request-1"}; }
SyncAnswer refused(std::int64_t at, std::int64_t code) { return {false, at, code, ""}; }

// A number with both syncs complete and a phone that is alive.
NumberState live(std::int64_t at) {
  NumberState state = onboarded(at);
  for (const SyncType type : {SyncType::contacts, SyncType::history}) {
    SyncState& one = sync(state, type);
    one.asked_at = at;
    one.answer = accepted(at + 1);
    one.first_data_at = at + 60;
    one.last_data_at = at + 120;
    one.progress = 100;
  }
  return state;
}

std::string stage_at(const NumberState& state, std::int64_t now) {
  return std::string(to_string(next_step(state, meta(), now).stage));
}

std::string advice_at(const NumberState& state, std::int64_t now) {
  std::string names;
  for (const Advice& advice : next_step(state, meta(), now).advice) {
    names += (names.empty() ? "" : " ") + std::string(to_string(advice.kind));
  }
  return names;
}

std::string history_at(const SyncState& history, std::int64_t now) {
  NumberState state = onboarded(t0);
  sync(state, SyncType::history) = history;
  return std::string(to_string(next_step(state, meta(), now).history));
}

// Random facts of one number, as they might come from webhooks, answers and people.
NumberState random_fact(std::mt19937& random) {
  const auto at = [&] { return t0 + static_cast<std::int64_t>(random() % 40) * (day / 3); };
  NumberState fact;
  const SyncType type = random() % 2 == 0 ? SyncType::contacts : SyncType::history;
  const NumberState::SyncKey key = {random() % 2 == 0 ? t0 : t0 + 5 * day, type};
  switch (random() % 15) {
    case 0:
      fact.signup_at = at();
      break;
    case 1:
      fact.onboarded_at = random() % 2 == 0 ? t0 : t0 + 5 * day;
      break;
    case 2:
      fact.subscribed_at = at();
      break;
    case 3:
      fact = state_of_account_event("ACCOUNT_OFFBOARDED", at(), "", "");
      break;
    case 4:
      fact = state_of_account_event("ACCOUNT_RECONNECTED", at(), "", "");
      break;
    case 5:
      fact = state_of_account_event("PARTNER_REMOVED", at(), random() % 2 == 0 ? "PRIMARY_INACTIVITY" : "", "USER");
      break;
    case 6:
      fact.seen_connected_at = at();
      break;
    case 7:
      fact.seen_disconnected_at = at();
      break;
    case 8:
      fact.alive_at = at();
      break;
    case 9:
      fact.syncs[key].asked_at = at();
      break;
    case 10:
      fact.syncs[key].answer = random() % 2 == 0 ? accepted(at()) : refused(at(), 2593107);
      break;
    case 11:
      fact.syncs[key].first_data_at = fact.syncs[key].last_data_at = at();
      fact.syncs[key].progress = static_cast<std::int64_t>(random() % 101);
      break;
    case 12:
      fact.syncs[key].declined_at = at();
      break;
    case 13:
      fact.messaging_limit = Stated{at(), random() % 2 == 0 ? "TIER_250" : "TIER_2K"};
      fact.quality = Stated{at(), random() % 2 == 0 ? "GREEN" : "RED"};
      break;
    default:
      fact.restrictions["RESTRICTED_BIZ_INITIATED_MESSAGING"] = Restriction{at(), random() % 2 == 0 ? 0 : at()};
  }
  return fact;
}

}  // namespace

TEST_CASE("any order, repetition and grouping of facts gives the same number", "[lifecycle]") {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::vector<NumberState> facts;
    for (std::size_t i = 0; i < 30; ++i) facts.push_back(random_fact(random));
    NumberState straight;
    for (const NumberState& fact : facts) join(straight, fact);

    std::vector<NumberState> shuffled = facts;
    shuffled.insert(shuffled.end(), facts.begin(), facts.begin() + 10);
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    NumberState left;
    NumberState right;
    for (std::size_t i = 0; i < shuffled.size(); ++i) join(i % 2 == 0 ? left : right, shuffled[i]);
    join(left, right);
    CHECK(left == straight);
    CHECK(!join(left, straight));
    CHECK(next_step(left, meta(), t0 + 9 * day) == next_step(straight, meta(), t0 + 9 * day));
  }
}

TEST_CASE("a step holds until the time it names", "[lifecycle]") {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    NumberState state;
    for (std::size_t i = 0; i < 12; ++i) join(state, random_fact(random));
    std::int64_t now = t0;
    for (int steps = 0; steps < 20; ++steps) {
      const NextStep step = next_step(state, meta(), now);
      const std::int64_t until = step.changes_at_s.value_or(now + 100 * day);
      REQUIRE(until > now);
      for (const std::int64_t later : {now + 1, now + (until - now) / 2, until - 1}) {
        if (later < until) CHECK(next_step(state, meta(), later) == step);
      }
      if (!step.changes_at_s) break;
      now = until;
    }
  }
}

TEST_CASE("a number goes from draft to live", "[lifecycle]") {
  NumberState state;
  CHECK(stage_at(state, t0) == "draft");
  CHECK(!next_step(state, meta(), t0).may_send);
  state.signup_at = t0;
  CHECK(stage_at(state, t0) == "connecting");

  state.onboarded_at = t0 + 60;
  NextStep step = next_step(state, meta(), t0 + 61);
  CHECK(step.stage == NumberStage::connected);
  CHECK(step.may_send);
  CHECK(step.wants == Want::subscribe_app);
  CHECK(step.advice.front().kind == AdviceKind::subscribe_app);

  state.subscribed_at = t0 + 62;
  CHECK(next_step(state, meta(), t0 + 63).wants == Want::sync_contacts);
  sync(state, SyncType::contacts).asked_at = t0 + 64;
  step = next_step(state, meta(), t0 + 65);
  CHECK(step.stage == NumberStage::syncing);
  CHECK(!step.wants);
  sync(state, SyncType::contacts).answer = accepted(t0 + 66);
  CHECK(next_step(state, meta(), t0 + 67).wants == Want::sync_history);
  sync(state, SyncType::history).asked_at = t0 + 68;
  sync(state, SyncType::history).answer = accepted(t0 + 69);
  CHECK(!next_step(state, meta(), t0 + 70).wants);

  for (const SyncType type : {SyncType::contacts, SyncType::history}) {
    sync(state, type).first_data_at = t0 + 100;
    sync(state, type).last_data_at = t0 + 200;
  }
  sync(state, SyncType::history).progress = 55;
  CHECK(stage_at(state, t0 + 201) == "syncing");
  CHECK(advice_at(state, t0 + 201) == "keep_app_open");
  sync(state, SyncType::history).progress = 100;
  CHECK(stage_at(state, t0 + 201) == "live");
  CHECK(advice_at(state, t0 + 201).empty());
}

TEST_CASE("a sync is asked for once, whatever becomes of the answer", "[lifecycle]") {
  NumberState state = onboarded(t0);
  sync(state, SyncType::contacts).asked_at = t0 + 10;
  CHECK(!next_step(state, meta(), t0 + 11).wants);
  // The answer never came: history may be asked for, contacts never again.
  for (const std::int64_t later : {t0 + hour, t0 + 23 * hour}) {
    const NextStep step = next_step(state, meta(), later);
    CHECK(step.contacts == SyncStage::unknown);
    CHECK(step.wants == Want::sync_history);
  }
  sync(state, SyncType::history).asked_at = t0 + hour;
  CHECK(!next_step(state, meta(), t0 + 2 * hour).wants);
  CHECK(next_step(state, meta(), t0 + 30 * day).wants == Want::read_number);
}

TEST_CASE("the stage of a sync follows from its registers and the time", "[lifecycle]") {
  SyncState history;
  CHECK(history_at(history, t0 + day - 1) == "not_asked");
  CHECK(history_at(history, t0 + day) == "missed");
  history.asked_at = t0 + 10;
  CHECK(history_at(history, t0 + 129) == "asked");
  CHECK(history_at(history, t0 + 130) == "unknown");

  SECTION("accepted, then silence, then data after all") {
    history.answer = accepted(t0 + 11);
    CHECK(history_at(history, t0 + 11 + 1799) == "accepted");
    CHECK(history_at(history, t0 + 11 + 1800) == "silent");
    history.first_data_at = history.last_data_at = t0 + 3 * hour;
    history.progress = 40;
    CHECK(history_at(history, t0 + 3 * hour + 7199) == "arriving");
    CHECK(history_at(history, t0 + 3 * hour + 7200) == "stalled");
    history.progress = 100;
    CHECK(history_at(history, t0 + 30 * day) == "complete");
  }
  SECTION("data although the answer was lost") {
    history.first_data_at = history.last_data_at = t0 + hour;
    CHECK(history_at(history, t0 + hour) == "arriving");
  }
  SECTION("declined, by webhook or by answer") {
    history.declined_at = t0 + 20;
    CHECK(history_at(history, t0 + hour) == "declined");
    history.declined_at.reset();
    history.answer = refused(t0 + 12, 2593109);
    CHECK(history_at(history, t0 + hour) == "declined");
  }
  SECTION("too late, used up, and other refusals") {
    history.answer = refused(t0 + 12, 2593108);
    CHECK(history_at(history, t0 + hour) == "too_late");
    history.answer = refused(t0 + 12, 2593107);
    CHECK(history_at(history, t0 + hour) == "used_up");
    history.answer = refused(t0 + 12, 190);
    CHECK(history_at(history, t0 + hour) == "refused");
  }
}

TEST_CASE("a second request that is refused does not undo the first that was accepted", "[lifecycle]") {
  NumberState state = onboarded(t0);
  sync(state, SyncType::history).answer = accepted(t0 + 10);
  NumberState fact;
  fact.syncs[{t0, SyncType::history}].answer = refused(t0 + 20, 2593107);
  CHECK(!join(state, fact));
  CHECK(next_step(state, meta(), t0 + 30).history == SyncStage::accepted);
}

TEST_CASE("a new onboarding opens the syncs again", "[lifecycle]") {
  NumberState state = live(t0);
  NumberState again;
  again.onboarded_at = t0 + 40 * day;
  again.subscribed_at = t0 + 40 * day;
  join(state, again);
  const NextStep step = next_step(state, meta(), t0 + 40 * day + 1);
  CHECK(step.stage == NumberStage::connected);
  CHECK(step.wants == Want::sync_contacts);
}

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

TEST_CASE("a live number is looked after every six hours", "[lifecycle]") {
  NumberState state = live(t0);
  CHECK(!next_step(state, meta(), t0 + 6 * hour - 1).wants);
  CHECK(next_step(state, meta(), t0 + 6 * hour).wants == Want::read_number);
  state.seen_connected_at = t0 + 6 * hour;
  CHECK(!next_step(state, meta(), t0 + 6 * hour).wants);
  CHECK(next_step(state, meta(), t0 + 6 * hour).changes_at_s == t0 + 12 * hour);
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

TEST_CASE("a number that was removed comes back by a later onboarding only", "[lifecycle]") {
  NumberState state = live(t0);
  join(state, state_of_account_event("PARTNER_REMOVED", t0 + day, "", ""));
  state.alive_at = t0 + 2 * day;
  CHECK(stage_at(state, t0 + 2 * day) == "removed");
  state.onboarded_at = t0 + 3 * day;
  CHECK(stage_at(state, t0 + 3 * day) == "connected");
}

TEST_CASE("the phone's last sign of life gives 10, 12 and 13 days", "[lifecycle]") {
  NumberState state = live(t0);
  state.alive_at = t0 + day;
  const std::int64_t alive = t0 + day;
  CHECK(advice_at(state, alive + 10 * day - 1).empty());
  state.seen_connected_at = alive + 12 * day;
  CHECK(next_step(state, meta(), alive + 9 * day).changes_at_s == alive + 10 * day);
  CHECK(advice_at(state, alive + 10 * day) == "open_app_soon");
  CHECK(advice_at(state, alive + 12 * day) == "open_app_now");
  CHECK(advice_at(state, alive + 13 * day) == "app_overdue");
  CHECK(stage_at(state, alive + 20 * day) == "live");
  state.alive_at = alive + 13 * day;
  CHECK(advice_at(state, alive + 13 * day).empty());
}

TEST_CASE("a restriction is shown until it ends", "[lifecycle]") {
  NumberState state = live(t0);
  state.restrictions["RESTRICTED_ADD_PHONE_NUMBER_ACTION"] = Restriction{t0, t0 + 2 * day};
  CHECK(advice_at(state, t0 + 2 * day - 1) == "restricted");
  CHECK(advice_at(state, t0 + 2 * day).empty());
}
