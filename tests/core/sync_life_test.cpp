// A sync of contacts or history: asked for once, and what becomes of it.
#include <string>

#include "core/lifecycle/sync_stage.h"
#include "tests/support/catch.h"
#include "tests/support/lives.h"

using namespace twinline;
using namespace twinline::lives;

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
