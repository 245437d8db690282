#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "core/graph/learned.h"
#include "core/lifecycle/account_event.h"
#include "core/lifecycle/event_words.h"
#include "core/lifecycle/life_json.h"
#include "core/lifecycle/next_step.h"
#include "core/lifecycle/number_state.h"
#include "core/lifecycle/sync_stage.h"
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
      fact = asked_sync_fact(key.first, key.second, at());
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

TEST_CASE("a contact that is changed before the contacts were asked for does not stand for the sync", "[lifecycle]") {
  NumberState state = onboarded(t0);
  sync(state, SyncType::contacts).first_data_at = sync(state, SyncType::contacts).last_data_at = t0 + 5;
  CHECK(next_step(state, meta(), t0 + 6).wants == Want::sync_contacts);
  CHECK(next_step(state, meta(), t0 + day).contacts == SyncStage::missed);
  sync(state, SyncType::contacts).answer = refused(t0 + 10, 2593108);
  CHECK(next_step(state, meta(), t0 + 11).contacts == SyncStage::too_late);
  // Used up: somebody else asked, and what came is the sync.
  sync(state, SyncType::contacts).answer = refused(t0 + 10, 2593107);
  CHECK(next_step(state, meta(), t0 + 11).contacts == SyncStage::complete);
  sync(state, SyncType::contacts).answer = accepted(t0 + 10);
  CHECK(next_step(state, meta(), t0 + 11).contacts == SyncStage::complete);
}

TEST_CASE("a refusal that was settled is asked again by a person, and a lost answer to that is unknown too",
          "[lifecycle]") {
  NumberState state = onboarded(t0);
  sync(state, SyncType::contacts).answer = accepted(t0 + 1);
  join(state, asked_sync_fact(t0, SyncType::history, t0 + 10));
  sync(state, SyncType::history).answer = refused(t0 + 12, 190);
  NextStep step = next_step(state, meta(), t0 + 13);
  CHECK(step.history == SyncStage::refused);
  CHECK(!step.wants);
  CHECK(why_not_ask(SyncType::history, step).empty());
  CHECK(next_step(state, meta(), t0 + day).history == SyncStage::missed);

  join(state, asked_sync_fact(t0, SyncType::history, t0 + 100));
  CHECK(next_step(state, meta(), t0 + 101).history == SyncStage::asked);
  step = next_step(state, meta(), t0 + 220);
  CHECK(step.history == SyncStage::unknown);
  CHECK(!why_not_ask(SyncType::history, step).empty());
}

TEST_CASE("why a sync cannot be asked for is said for every stage", "[lifecycle]") {
  NumberState state = onboarded(t0);
  const auto why = [&](SyncType type, std::int64_t now) { return why_not_ask(type, next_step(state, meta(), now)); };
  CHECK(why(SyncType::contacts, t0 + 1).empty());
  CHECK(why(SyncType::history, t0 + 1) == "The contacts are asked for first.");
  CHECK(why(SyncType::contacts, t0 + day).find("24 hours") != std::string::npos);
  sync(state, SyncType::contacts).answer = accepted(t0 + 1);
  CHECK(why(SyncType::history, t0 + 1).empty());
  for (const SyncAnswer& answer :
       {accepted(t0 + 2), refused(t0 + 2, 2593107), refused(t0 + 2, 2593108), refused(t0 + 2, 2593109)}) {
    sync(state, SyncType::history).answer = answer;
    CHECK(why(SyncType::history, t0 + 3).find("signup again") != std::string::npos);
  }
  state.subscribed_at.reset();
  CHECK(why(SyncType::history, t0 + 1).find("subscribed") != std::string::npos);
  state.removed = Removal{t0 + 5, "", ""};
  CHECK(why(SyncType::history, t0 + 6) == "The number is not connected.");
}

TEST_CASE("declined, too late and used up name the only remedy", "[lifecycle]") {
  for (const std::int64_t code : {2593107, 2593108, 2593109}) {
    NumberState state = onboarded(t0);
    sync(state, SyncType::contacts).answer = accepted(t0 + 1);
    sync(state, SyncType::history).answer = refused(t0 + 2, code);
    bool told = false;
    for (const Advice& advice : next_step(state, meta(), t0 + 3).advice) {
      if (advice.sync != SyncType::history) continue;
      told = advice.text.find("disconnect in the app") != std::string::npos &&
             advice.text.find("signup again") != std::string::npos;
    }
    CHECK(told);
  }
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

TEST_CASE("a number of the Cloud API alone has no phone to keep alive and nothing to sync", "[lifecycle]") {
  NumberState state = onboarded(t0);
  state.cloud_api_at = t0;
  for (const std::int64_t later : {t0 + 1, t0 + day, t0 + 40 * day}) {
    const NextStep step = next_step(state, meta(), later);
    CHECK(step.stage == NumberStage::live);
    CHECK(step.may_send);
    CHECK(!step.wants);
    CHECK(step.advice.empty());
  }
  state.seen_disconnected_at = t0 + 5;
  CHECK(stage_at(state, t0 + 6) == "live");
  state.removed = Removal{t0 + 6, "", ""};
  CHECK(stage_at(state, t0 + 6) == "removed");
  // A later signup with the app is another matter.
  state = onboarded(t0);
  state.cloud_api_at = t0 - day;
  CHECK(next_step(state, meta(), t0 + 1).wants == Want::sync_contacts);
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

TEST_CASE("a policy may keep the phone alive by its own days", "[lifecycle]") {
  const Result<Policy> own = parse_policy(R"({"policy":"own","title":"own","extends":"meta","limits":[
    {"limit":"keep_alive_warn_days","value":5,"source":"us","from":"2025-02-01"},
    {"limit":"keep_alive_urge_days","value":6,"source":"us","from":"2025-02-01"},
    {"limit":"keep_alive_overdue_days","value":7,"source":"us","from":"2025-02-01"}]})");
  REQUIRE(own);
  NumberState state = live(t0);
  state.seen_connected_at = t0 + 30 * day;
  const auto kind = [&](std::int64_t days) {
    const NextStep step = next_step(state, *own, t0 + days * day);
    return step.advice.empty() ? std::string() : std::string(to_string(step.advice[0].kind));
  };
  CHECK(kind(4).empty());
  CHECK(kind(5) == "open_app_soon");
  CHECK(kind(6) == "open_app_now");
  CHECK(kind(7) == "app_overdue");
}

TEST_CASE("the life of a number is written for the API", "[lifecycle]") {
  using nlohmann::json;
  const auto life = [&](const NumberState& state, std::int64_t now) {
    return json::parse(life_json({"106", "102", "7"}, state, {}, meta(), now));
  };
  NumberState state = onboarded(t0);
  sync(state, SyncType::contacts).answer = accepted(t0 + 1);
  sync(state, SyncType::history).asked_at = t0 + 2;
  sync(state, SyncType::history).answer = accepted(t0 + 3);
  sync(state, SyncType::history).first_data_at = t0 + 100;
  sync(state, SyncType::history).last_data_at = t0 + 200;
  sync(state, SyncType::history).progress = 25;
  state.alive_at = t0 + 200;
  const json syncing = life(state, t0 + 201);
  CHECK(syncing["number"] == "106");
  CHECK(syncing["waba"] == "102");
  CHECK(syncing["app"] == "7");
  CHECK(syncing["stage"] == "syncing");
  CHECK(syncing["indicator"] == "coexistence");
  CHECK(syncing["may_send"] == true);
  CHECK(syncing["contacts"]["stage"] == "accepted");
  CHECK(syncing["history"]["stage"] == "arriving");
  CHECK(syncing["history"]["progress"] == 25);
  CHECK(syncing["history"]["estimated_end_at"] == t0 + 500);
  CHECK(syncing["history"]["request_id"] == "request-1");
  CHECK(syncing["advice"][0]["kind"] == "keep_app_open");
  CHECK(syncing["keep_alive"]["alive_at"] == t0 + 200);
  CHECK(syncing["keep_alive"]["warn_at"] == t0 + 200 + 10 * day);
  CHECK(syncing["keep_alive"]["urge_at"] == t0 + 200 + 12 * day);
  CHECK(syncing["keep_alive"]["overdue_at"] == t0 + 200 + 13 * day);
  CHECK(syncing["registers"]["onboarded_at"] == t0);
  CHECK(!syncing.contains("removal"));

  const json fresh = life(onboarded(t0), t0 + 1);
  CHECK(fresh["contacts"]["window_ends_at"] == t0 + day);
  CHECK(fresh["wants"] == "sync_contacts");

  join(state, state_of_account_event("PARTNER_REMOVED", t0 + day, "PRIMARY_INACTIVITY", "SYSTEM"));
  const json removed = life(state, t0 + day);
  CHECK(removed["stage"] == "removed");
  CHECK(removed["may_send"] == false);
  CHECK(removed["removal"]["reason"] == "PRIMARY_INACTIVITY");
  CHECK(!removed["removal"]["meaning"].get<std::string>().empty());
  CHECK(removed["disconnect"].get<std::string>().find("Business Platform") != std::string::npos);

  const json draft = life(NumberState{}, t0);
  CHECK(draft["stage"] == "draft");
  NumberState cloud = onboarded(t0);
  cloud.cloud_api_at = t0;
  const json alone = life(cloud, t0 + 1);
  CHECK(alone["indicator"] == "cloud_api");
  for (const char* of_the_app : {"disconnect", "keep_alive", "contacts", "history"}) CHECK(!alone.contains(of_the_app));
  CHECK(!draft.contains("keep_alive"));

  const json summary = json::parse(life_summary_json(onboarded(t0), meta(), t0 + 1));
  CHECK(summary["stage"] == "connected");
  CHECK(summary["next"]["until"] == t0 + day);
  CHECK(summary["next"]["urgency"] == "warning");
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

TEST_CASE("every restriction of Meta is explained, and an account switched off does not send", "[lifecycle]") {
  for (const char* type : {"RESTRICTED_ADD_PHONE_NUMBER_ACTION", "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
                           "RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_BUSINESS_INITIATED_CALLING",
                           "RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES",
                           "RESTRICTED_USER_INITIATED_CALLING", "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN",
                           "RESTRICTED_UTILITY_TEMPLATES"}) {
    CAPTURE(std::string(type));
    NumberState state = live(t0);
    state.restrictions[type] = Restriction{t0, 0};
    const NextStep step = next_step(state, meta(), t0 + hour);
    REQUIRE(step.advice.size() == 1);
    CHECK(step.advice[0].text.find(type) == std::string::npos);
    CHECK(step.may_send);
  }
  NumberState state = live(t0);
  state.restrictions[restriction_disabled] = Restriction{t0, 0};
  CHECK(!next_step(state, meta(), t0 + hour).may_send);
  NumberState lifted;
  lifted.restrictions[restriction_disabled] = Restriction{t0 + hour, t0 + hour};
  join(state, lifted);
  CHECK(next_step(state, meta(), t0 + hour).may_send);
  state.restrictions["A_NEW_ONE"] = Restriction{t0, 0};
  CHECK(restrictions_json(state, meta(), t0 + hour) ==
        "[{\"type\":\"A_NEW_ONE\",\"at\":" + std::to_string(t0) + ",\"text\":\"A_NEW_ONE\"}]");
  CHECK(next_step(state, meta(), t0 + hour).advice[0].text.find("A_NEW_ONE") != std::string::npos);
}
