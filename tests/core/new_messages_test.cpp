#include "core/lifecycle/new_messages.h"

#include "tests/support/catch.h"
#include "tests/support/lives.h"

using namespace twinline;
using namespace twinline::lives;

namespace {

constexpr std::int64_t minute = 60;

NumberState with_history(const SyncState& history) {
  NumberState state = onboarded(t0);
  state.syncs[{t0, SyncType::history}] = history;
  return state;
}

SyncState accepted_at(std::int64_t at) {
  SyncState history;
  history.asked_at = at - 1;
  history.answer = SyncAnswer{true, at, 0, "request-1"};
  return history;
}

SyncState refused_with(std::int64_t code) {
  SyncState history;
  history.asked_at = t0 + 1;
  history.answer = SyncAnswer{false, t0 + 2, code, ""};
  return history;
}

SyncState arriving(std::int64_t first, std::int64_t last, std::int64_t progress) {
  SyncState history = accepted_at(t0 + 2);
  history.first_data_at = first;
  history.last_data_at = last;
  history.progress = progress;
  return history;
}

bool held(const NumberState& state, std::int64_t now, NewMessagesChoice choice = {NewMessages::after_sync, 0}) {
  return held_back(state, choice, meta(), now).has_value();
}

}  // namespace

TEST_CASE("new messages are held back from the onboarding until the history is complete, where an app wants it so",
          "[lifecycle]") {
  CHECK(held_back(onboarded(t0), {NewMessages::after_sync, 0}, meta(), t0) == HeldBack{t0, t0 + 2 * hour});
  CHECK(held(with_history(accepted_at(t0 + 2)), t0 + minute));
  CHECK(held(with_history(arriving(t0 + minute, t0 + 5 * minute, 60)), t0 + 6 * minute));
  CHECK_FALSE(held(with_history(arriving(t0 + minute, t0 + 5 * minute, 100)), t0 + 6 * minute));
  CHECK_FALSE(held(onboarded(t0), t0, {NewMessages::at_once, 0}));
  CHECK_FALSE(held({}, t0));
}

TEST_CASE("a sync that will not be completed holds nothing back", "[lifecycle]") {
  for (const std::int64_t code : {2593107, 2593108, 2593109})
    CHECK_FALSE(held(with_history(refused_with(code)), t0 + 3));
  SyncState declined = accepted_at(t0 + 2);
  declined.declined_at = t0 + minute;
  CHECK_FALSE(held(with_history(declined), t0 + 2 * minute));
  // Accepted, or perhaps accepted, and nothing came.
  CHECK(held(with_history(accepted_at(t0 + 2)), t0 + 29 * minute));
  CHECK_FALSE(held(with_history(accepted_at(t0 + 2)), t0 + 31 * minute));
  SyncState lost;
  lost.asked_at = t0;
  CHECK(held(with_history(lost), t0 + 29 * minute));
  CHECK_FALSE(held(with_history(lost), t0 + 31 * minute));
  // Arriving for longer than customers can wait.
  CHECK(held(with_history(arriving(t0 + minute, t0 + 2 * hour - 1, 60)), t0 + 2 * hour - 1));
  CHECK_FALSE(held(with_history(arriving(t0 + minute, t0 + 2 * hour - 1, 60)), t0 + 2 * hour));
  NumberState removed = onboarded(t0);
  removed.removed = Removal{t0 + minute, "", ""};
  CHECK_FALSE(held(removed, t0 + 2 * minute));
}

TEST_CASE("messages that were shown are not hidden again by what comes late", "[lifecycle]") {
  const SyncState late = arriving(t0 + 40 * minute, t0 + 41 * minute, 30);
  CHECK_FALSE(held(with_history(late), t0 + 42 * minute));
}

TEST_CASE("somebody may look at what waits; the next onboarding waits again", "[lifecycle]") {
  const NewMessagesChoice shown{NewMessages::after_sync, t0 + minute};
  CHECK_FALSE(held(onboarded(t0), t0 + 2 * minute, shown));
  NumberState again = onboarded(t0);
  again.onboarded_at = t0 + hour;
  CHECK(held(again, t0 + hour + 1, shown));
}

TEST_CASE("who chooses to wait while messages are shown already goes on seeing those", "[lifecycle]") {
  const NewMessagesChoice later{NewMessages::after_sync, 0, t0 + 5 * minute};
  const auto held_then = held_back(onboarded(t0), later, meta(), t0 + 6 * minute);
  REQUIRE(held_then);
  CHECK(held_then->since_s == t0 + 5 * minute);
  CHECK(held_then->until_s == t0 + 2 * hour);
  // Chosen before the onboarding: from that on.
  CHECK(held_back(onboarded(t0), {NewMessages::after_sync, 0, t0 - hour}, meta(), t0 + 1)->since_s == t0);
}

TEST_CASE("a wait that is over is over for good", "[lifecycle]") {
  const auto over = [](const NumberState& state, const NewMessagesChoice& choice, std::int64_t now) {
    return wait_is_over(state, choice, meta(), now);
  };
  NewMessagesChoice choice{NewMessages::after_sync, 0, 0};
  CHECK_FALSE(over({}, choice, t0));
  CHECK_FALSE(over(onboarded(t0), choice, t0 + minute));
  NumberState refused = with_history(refused_with(100));
  REQUIRE(over(refused, choice, t0 + minute));
  CHECK_FALSE(over(refused, {NewMessages::at_once, 0, 0}, t0 + minute));

  // A person asks again, and Meta takes it: without the note what was shown would be held back.
  NumberState again = refused;
  again.syncs[{t0, SyncType::history}] = accepted_at(t0 + 2 * minute);
  CHECK(held(again, t0 + 3 * minute, choice));
  choice.shown_now_s = t0 + minute;
  CHECK_FALSE(held(again, t0 + 3 * minute, choice));
  CHECK_FALSE(over(again, choice, t0 + 3 * minute));  // noted once
}

TEST_CASE("a number of the Cloud API alone has no sync to wait for", "[lifecycle]") {
  NumberState state = onboarded(t0);
  state.cloud_api_at = t0;
  CHECK_FALSE(held(state, t0));
}

TEST_CASE("what is held back changes at the time that is told, and not before", "[lifecycle]") {
  for (const SyncState& history : {SyncState{}, accepted_at(t0 + 2), arriving(t0 + minute, t0 + 5 * minute, 60)}) {
    const NumberState state = with_history(history);
    const auto now = held_back(state, {NewMessages::after_sync, 0}, meta(), t0 + 6 * minute);
    REQUIRE(now);
    CHECK(held(state, now->until_s - 1));
    CHECK_FALSE(held(state, now->until_s));
  }
}
