#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/lifecycle/account_event.h"
#include "core/lifecycle/passed_on.h"
#include "core/policy/load.h"
#include "tests/support/catch.h"
#include "tests/support/lives.h"

using namespace twinline;
using namespace twinline::lives;

namespace {

// Random facts of one number, as they might come from webhooks, answers and people.
NumberState random_fact(std::mt19937& random) {
  const auto at = [&] { return t0 + static_cast<std::int64_t>(random() % 40) * (day / 3); };
  NumberState fact;
  const SyncType type = random() % 2 == 0 ? SyncType::contacts : SyncType::history;
  const NumberState::SyncKey key = {random() % 2 == 0 ? t0 : t0 + 5 * day, type};
  switch (random() % 16) {
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
      fact.syncs[key].answer = random() % 2 == 0 ? accepted(at()) : refused(at(), random() % 2 == 0 ? 2593107 : 131016);
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
      fact.limit_change = Stated{at(), random() % 2 == 0 ? "UPGRADE" : "DOWNGRADE"};
      break;
    case 14:
      fact.cloud_api_at = t0;
      fact.registered_at = at();
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

TEST_CASE("a live number is looked after every six hours", "[lifecycle]") {
  NumberState state = live(t0);
  CHECK(!next_step(state, meta(), t0 + 6 * hour - 1).wants);
  CHECK(next_step(state, meta(), t0 + 6 * hour).wants == Want::read_number);
  state.seen_connected_at = t0 + 6 * hour;
  CHECK(!next_step(state, meta(), t0 + 6 * hour).wants);
  CHECK(next_step(state, meta(), t0 + 6 * hour).changes_at_s == t0 + 12 * hour);
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

TEST_CASE("a number of the Cloud API alone has no phone to keep alive and nothing to sync", "[lifecycle]") {
  NumberState state = onboarded(t0);
  state.cloud_api_at = t0;
  state.registered_at = t0;
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

TEST_CASE("what happens once or never goes to Meta by no call of others", "[lifecycle]") {
  const NumberState on_app = onboarded(t0);
  NumberState alone = on_app;
  alone.cloud_api_at = alone.onboarded_at;
  for (const NumberState& each : {on_app, alone, NumberState{}}) {
    CHECK_FALSE(why_not_passed_on("1001/smb_app_data", each).empty());
    CHECK(why_not_passed_on("1001/media", each).empty());
    CHECK(why_not_passed_on("", each).empty());
  }
  CHECK_FALSE(why_not_passed_on("1001/register//", on_app).empty());
  CHECK_FALSE(why_not_passed_on("1001/deregister", on_app).empty());
  CHECK(why_not_passed_on("1001/deregister", alone).empty());
  CHECK(why_not_passed_on("1001/register", NumberState{}).empty());
}

TEST_CASE("data is of an onboarding from when it was asked for, also where the code was dated ahead of the clock",
          "[lifecycle]") {
  NumberState state = onboarded(t0);
  CHECK(data_from(state, t0) == t0);
  join(state, asked_sync_fact(t0, SyncType::history, t0 - 1));
  CHECK(data_from(state, t0) == t0 - 1);
  join(state, asked_sync_fact(t0, SyncType::contacts, t0 + 5));
  CHECK(data_from(state, t0) == t0 - 1);
  CHECK(data_from(state, t0 + day) == t0 + day);
}
