// The way to Meta: what is written or answered late may have been counted late, and must not meet the next ones there.
#include <algorithm>
#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/schedule/way_to_meta.h"
#include "tests/support/catch.h"
#include "tests/support/scheduling.h"

using namespace twinline;

namespace {

constexpr TimeMs guard = 100;
constexpr TimeMs hold = 1000;

SchedulerOptions held_starts() {
  SchedulerOptions options;
  options.guard_ms = guard;
  options.hold_ms = hold;
  return options;
}

void submit_many(Scheduler& scheduler, int count) {
  for (int i = 0; i < count; ++i) scheduler.submit(send_to("u" + std::to_string(i)), 0);
}

std::vector<Ticket> start_twenty(Scheduler& scheduler, TimeMs now) {
  std::vector<Ticket> tickets;
  while (const auto ticket = scheduler.due(now)) {
    REQUIRE(scheduler.started(*ticket, now));
    tickets.push_back(*ticket);
  }
  REQUIRE(tickets.size() == 20);
  return tickets;
}

// A way whose halves never take less than `there` and `back`, and now and then much longer.
struct Way {
  unsigned seed;
  TimeMs there, back;
  int percent_late;
  unsigned ms_between_restarts = 0;  // about; 0: none

  std::pair<TimeMs, TimeMs> draw(std::mt19937& dice) const {
    const auto late = [&](TimeMs most) {
      return static_cast<int>(dice() % 100) < percent_late ? static_cast<TimeMs>(dice()) % most : TimeMs{0};
    };
    return {there + late(400), back + late(300)};
  }
};

struct Outcome {
  std::size_t most_in_a_second = 0, sent = 0;
};

// Meta's side by brute force: when each message arrived there.
Outcome send_over(const Way& way, TimeMs until) {
  std::mt19937 dice(way.seed);
  Scheduler scheduler = scheduler_with(held_starts());
  submit_many(scheduler, 1000);
  std::vector<std::pair<std::string, TimeMs>> started;
  std::multimap<TimeMs, Ticket> written, answered;
  std::vector<TimeMs> arrived;
  const auto all_at = [](std::multimap<TimeMs, Ticket>& events, TimeMs now, const auto& tell) {
    for (; !events.empty() && events.begin()->first <= now; events.erase(events.begin())) tell(events.begin()->second);
  };
  for (TimeMs now = 0; now < until; ++now) {
    if (way.ms_between_restarts > 0 && dice() % way.ms_between_restarts == 0) {
      SchedulerOptions options = held_starts();
      options.first_start_ms = now + rate_window_ms + guard;
      scheduler = scheduler_with(options);
      for (const auto& [user, at] : started) scheduler.remember_start(user, at);
      submit_many(scheduler, 1000);
      written.clear();
      answered.clear();
    }
    all_at(written, now, [&](Ticket ticket) { scheduler.written(ticket, now); });
    all_at(answered, now, [&](Ticket ticket) { scheduler.settle(ticket, {}, now); });
    while (const auto ticket = scheduler.due(now)) {
      REQUIRE(scheduler.started(*ticket, now));
      started.emplace_back(scheduler.id(*ticket), now);
      const TimeMs writing = static_cast<int>(dice() % 100) < way.percent_late ? static_cast<TimeMs>(dice()) % 300 : 0;
      const auto [there, back] = way.draw(dice);
      written.emplace(now + writing, *ticket);
      arrived.push_back(now + writing + there);
      answered.emplace(now + writing + there + back, *ticket);
    }
  }
  std::sort(arrived.begin(), arrived.end());
  Outcome outcome;
  outcome.sent = arrived.size();
  for (std::size_t first = 0, i = 0; i < arrived.size(); ++i) {
    while (arrived[first] <= arrived[i] - rate_window_ms) ++first;
    outcome.most_in_a_second = std::max(outcome.most_in_a_second, i - first + 1);
  }
  return outcome;
}

}  // namespace

TEST_CASE("a start without an answer counts until it is answered, and then as late as Meta may have counted it",
          "[schedule]") {
  Scheduler scheduler = scheduler_with(held_starts());
  submit_many(scheduler, 60);
  const std::vector<Ticket> tickets = start_twenty(scheduler, 0);
  CHECK_FALSE(scheduler.due(1100));
  for (const Ticket ticket : tickets) scheduler.settle(ticket, {}, 1150);
  // Counted at 1,150 at the latest, but not dated later than one hold after its start.
  CHECK_FALSE(scheduler.due(2099));
  CHECK(scheduler.due(2100));
}

TEST_CASE("a start that nobody answers leaves one hold later", "[schedule]") {
  Scheduler scheduler = scheduler_with(held_starts());
  submit_many(scheduler, 60);
  start_twenty(scheduler, 0);
  CHECK_FALSE(scheduler.due(2099));
  CHECK(scheduler.wake(2099) == 2100);
  CHECK(scheduler.due(2100));
}

TEST_CASE("a start that was written late has the later date", "[schedule]") {
  Scheduler scheduler = scheduler_with(held_starts());
  submit_many(scheduler, 60);
  for (const Ticket ticket : start_twenty(scheduler, 0)) {
    scheduler.written(ticket, 70);
    scheduler.settle(ticket, {}, 90);
  }
  CHECK_FALSE(scheduler.due(1169));
  CHECK(scheduler.due(1170));
}

TEST_CASE("one that was not written has the date of its start", "[schedule]") {
  Scheduler scheduler = scheduler_with(held_starts());
  submit_many(scheduler, 60);
  for (const Ticket ticket : start_twenty(scheduler, 0)) {
    scheduler.settle(ticket, result_of(SendResult::Kind::not_written), 900);
  }
  CHECK_FALSE(scheduler.due(1099));
  CHECK(scheduler.due(1100));
}

TEST_CASE("what every answer takes is the quickest of the last ones", "[schedule]") {
  WayToMeta way;
  for (int i = 0; i < 31; ++i) way.note(200 + i);
  CHECK(way.usual_ms() == 0);
  way.note(300);
  CHECK(way.usual_ms() == 200);
  way.note(150);
  CHECK(way.usual_ms() == 150);
  for (int i = 0; i < 63; ++i) way.note(500);
  CHECK(way.usual_ms() == 500);
}

TEST_CASE("never more than twenty in a second as Meta counts, however writes and ways are delayed", "[schedule]") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Way way{seed, static_cast<TimeMs>(seed % 7) * 20, static_cast<TimeMs>(seed % 5) * 30,
                  static_cast<int>(seed % 4) * 12};
    CAPTURE(seed);
    CHECK(send_over(way, 20'000).most_in_a_second <= 20);
  }
}

TEST_CASE("nor when the process ends with messages on their way and another one goes on", "[schedule]") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    const Outcome outcome = send_over({seed, 10, 10, 30, 3'000}, 20'000);
    CHECK(outcome.most_in_a_second <= 20);
    CHECK(outcome.sent > 60);
  }
}

TEST_CASE("a steady way costs nothing: twenty in every window and guard, after the first answers", "[schedule]") {
  for (const TimeMs half : {0, 40, 150, 400}) {
    CAPTURE(half);
    // Of 36 windows the first two are spent on getting to know the way.
    CHECK(send_over({1, half, half, 0}, 36 * (rate_window_ms + guard)).sent >= 34 * 20);
  }
}

TEST_CASE("debts to one user are paid later and bursts end sooner by the guard", "[schedule]") {
  constexpr PairRule rule{6000, 45, guard};
  PairDebt debt;
  debt.start(0, rule);
  CHECK(debt.allows(5899, rule));
  CHECK_FALSE(debt.allows(5900, rule));
  CHECK_FALSE(debt.allows(6099, rule));
  CHECK(debt.allows(6100, rule));
}
