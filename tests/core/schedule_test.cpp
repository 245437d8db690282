// When what may start: rate, pair rule, lanes, campaigns, times, pauses and permissions.
#include <algorithm>
#include <string>
#include <vector>

#include "core/schedule/pair_debt.h"
#include "core/schedule/start_window.h"
#include "tests/support/catch.h"
#include "tests/support/scheduling.h"

using namespace twinline;

TEST_CASE("an event leaves the half-open window exactly one length later", "[schedule]") {
  StartWindow window(1000);
  window.add_starts(500, 1);
  window.advance(1499);
  CHECK(window.total() == 1);
  CHECK(window.when_total_is(0) == 1500);
  window.advance(1500);
  CHECK(window.total() == 0);
}

TEST_CASE("the pair rule holds to the millisecond", "[schedule]") {
  const PairRule rule{6000, 3};
  PairDebt debt;
  debt.start(100, rule);
  debt.start(100, rule);

  SECTION("the burst takes its last start one millisecond before its end") {
    CHECK(debt.allows(6099, rule));
    CHECK_FALSE(debt.allows(6100, rule));
    CHECK(debt.allowed_at(6100, rule) == 12100);
  }
  SECTION("a full burst closes at once, and its debt is paid start by start") {
    debt.start(101, rule);
    CHECK_FALSE(debt.allows(102, rule));
    CHECK_FALSE(debt.allows(18099, rule));
    CHECK(debt.allows(18100, rule));
  }
  SECTION("a paid debt opens a new burst") {
    debt.start(12100, rule);
    CHECK(debt.allows(18099, rule));
    debt.start(18099, rule);
    CHECK_FALSE(debt.allows(18100, rule));
    CHECK(debt.allows(24100, rule));
  }
}

TEST_CASE("twenty start in a second and the next when the first leaves the window", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  for (int i = 0; i < 50; ++i) scheduler.submit(send_to("u" + std::to_string(i)), 10);
  CHECK(start_all(scheduler, 10).size() == 20);
  CHECK(scheduler.wake(10) == 1010);
  CHECK(start_all(scheduler, 1009).empty());
  CHECK(start_all(scheduler, 1010).size() == 20);
  CHECK(start_all(scheduler, 2010).size() == 10);
  CHECK(scheduler.wake(2010) > 2010);
}

TEST_CASE("the guard lengthens the window", "[schedule]") {
  SchedulerOptions options;
  options.rate = 1;
  options.guard_ms = 100;
  Scheduler scheduler = scheduler_with(options);
  scheduler.submit(send_to("a"), 0);
  scheduler.submit(send_to("b"), 0);
  CHECK(start_all(scheduler, 0).size() == 1);
  CHECK(start_all(scheduler, 1099).empty());
  CHECK(start_all(scheduler, 1100).size() == 1);
}

TEST_CASE("inbound counts, but a floor of replies still goes", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  scheduler.inbound(18, 0);
  for (int i = 0; i < 10; ++i) {
    scheduler.submit(send_to("reply" + std::to_string(i), Lane::reply), 0);
    scheduler.submit(send_to("other" + std::to_string(i)), 0);
  }
  const std::vector<std::string> first = start_all(scheduler, 0);
  CHECK(first == std::vector<std::string>{"reply0", "reply1", "reply2", "reply3", "reply4"});
  CHECK(scheduler.held_by_rate(0));
  CHECK(start_all(scheduler, 999).empty());
  CHECK(start_all(scheduler, 1000).size() == 15);
}

TEST_CASE("a rate above Meta's for coexistence is refused", "[schedule]") {
  SchedulerOptions options;
  options.rate = 21;
  CHECK(Scheduler::create(options, newest_scheduler_rules()).error().place == "rate");
  Scheduler scheduler = scheduler_with({});
  CHECK(scheduler.set_rate(21, 0));
  CHECK_FALSE(scheduler.set_rate(20, 0));
  SchedulerRules rules_of_2025 = newest_scheduler_rules();
  rules_of_2025.most_per_s = 5;
  CHECK_FALSE(Scheduler::create({}, rules_of_2025));
}

TEST_CASE("a lower rate holds at once, for what is already given out too", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  scheduler.submit(send_to("a"), 0);
  scheduler.submit(send_to("b"), 0);
  const auto a = scheduler.due(0);
  const auto b = scheduler.due(0);
  REQUIRE((a && b));
  REQUIRE_FALSE(scheduler.set_rate(1, 0));
  CHECK(scheduler.started(*a, 0));
  CHECK_FALSE(scheduler.started(*b, 0));
  CHECK(start_all(scheduler, 1000) == std::vector<std::string>{"b"});
}

TEST_CASE("replies overtake a campaign, and no lane starves", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  for (int i = 0; i < 200; ++i) {
    scheduler.submit(send_to("marketing" + std::to_string(i), Lane::marketing), 0);
    scheduler.submit(send_to("utility" + std::to_string(i), Lane::utility), 0);
    scheduler.submit(send_to("reply" + std::to_string(i), Lane::reply), 0);
  }
  const std::vector<std::string> first = start_all(scheduler, 0);
  CHECK(std::count_if(first.begin(), first.end(), [](const auto& id) { return id[0] == 'r'; }) == 20);
  int replies = 0, utility = 0, marketing = 0;
  for (TimeMs now = 1000; now <= 5000; now += 1000) {
    for (const std::string& id : start_all(scheduler, now))
      ++(id[0] == 'r' ? replies : id[0] == 'u' ? utility : marketing);
  }
  CHECK(replies >= 89);
  CHECK(utility >= 4);
  CHECK(marketing >= 4);
}

TEST_CASE("campaigns take turns", "[schedule]") {
  SchedulerOptions options;
  options.rate = 6;
  Scheduler scheduler = scheduler_with(options);
  for (const char* campaign : {"a", "b", "c"}) {
    for (int i = 0; i < 9; ++i) scheduler.submit(send_to(campaign + std::to_string(i), Lane::marketing, campaign), 0);
  }
  CHECK(start_all(scheduler, 0) == std::vector<std::string>{"a0", "b0", "c0", "a1", "b1", "c1"});
}

TEST_CASE("the window that ends first goes first, then the order of arrival", "[schedule]") {
  SchedulerOptions options;
  options.rate = 4;
  Scheduler scheduler = scheduler_with(options);
  Send late = send_to("late"), early = send_to("early");
  late.expires_ms = 9000;
  early.expires_ms = 8000;
  scheduler.submit(send_to("first"), 0);
  scheduler.submit(send_to("second"), 0);
  scheduler.submit(late, 0);
  scheduler.submit(early, 0);
  CHECK(start_all(scheduler, 0) == std::vector<std::string>{"early", "late", "first", "second"});
}

TEST_CASE("a message goes from not_before on and until one millisecond before it expires", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  Send send = send_to("u");
  send.not_before_ms = 1000;
  send.expires_ms = 2000;
  const Ticket ticket = scheduler.submit(send, 0);
  CHECK(scheduler.outlook(ticket, 0).why == WaitReason::not_before);
  CHECK_FALSE(scheduler.due(999));
  CHECK(scheduler.wake(999) == 1000);

  SECTION("it goes") { CHECK(start_all(scheduler, 1999).size() == 1); }
  SECTION("it is dropped") {
    CHECK_FALSE(scheduler.due(2000));
    CHECK(scheduler.take_endings().at(0).kind == EndKind::dropped);
  }
  SECTION("it was given out and comes too late") {
    const auto released = scheduler.due(1999);
    REQUIRE(released);
    CHECK_FALSE(scheduler.started(*released, 2000));
    CHECK(scheduler.take_endings().at(0).kind == EndKind::dropped);
  }
}

TEST_CASE("a send that is given out and started too late for its burst waits again", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  for (int i = 0; i < 3; ++i) scheduler.submit(send_to("u"), 0);
  scheduler.settle(start_one(scheduler, 0), {}, 0);
  scheduler.settle(start_one(scheduler, 0), {}, 0);
  const auto third = scheduler.due(5999);
  REQUIRE(third);
  CHECK_FALSE(scheduler.started(*third, 6000));
  CHECK(scheduler.outlook(*third, 6000).why == WaitReason::pair_limit);
  CHECK(scheduler.wake(6000) == 12'000);
  CHECK(start_all(scheduler, 12'000).size() == 1);
}

TEST_CASE("wake sees a debt that nobody asked about while the window was full", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  for (int i = 0; i < 3; ++i) scheduler.submit(send_to("u"), 0);
  scheduler.settle(start_one(scheduler, 0), {}, 0);
  scheduler.settle(start_one(scheduler, 0), {}, 0);
  scheduler.inbound(20, 5500);
  CHECK_FALSE(scheduler.due(6000));
  CHECK(scheduler.wake(6000) == 12'000);
}

TEST_CASE("a paused campaign keeps its messages and lets the user's others pass", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  Send held = send_to("u", Lane::utility, "c"), other = send_to("u", Lane::utility, "d");
  held.id = "held";
  other.id = "other";
  const Ticket ticket = scheduler.submit(held, 0);
  scheduler.submit(other, 0);
  scheduler.pause_campaign("c", 0);
  CHECK(scheduler.outlook(ticket, 0).why == WaitReason::campaign_paused);
  CHECK(start_all(scheduler, 0) == std::vector<std::string>{"other"});
  scheduler.resume_campaign("c", 10);
  CHECK(start_all(scheduler, 10) == std::vector<std::string>{"held"});
}

TEST_CASE("what is cancelled never goes, what is on its way cannot be cancelled", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  const Ticket first = scheduler.submit(send_to("u", Lane::utility, "c"), 0);
  const Ticket second = scheduler.submit(send_to("u", Lane::utility, "c"), 0);
  const Ticket third = scheduler.submit(send_to("v", Lane::utility, "c"), 0);
  CHECK(scheduler.cancel(second, 0));
  const Ticket started = start_one(scheduler, 0);
  CHECK(started == first);
  CHECK_FALSE(scheduler.cancel(started, 0));
  scheduler.cancel_campaign("c", 0);
  CHECK_FALSE(scheduler.knows(third));
  CHECK(scheduler.knows(first));
  CHECK(scheduler.take_endings().size() == 2);
}

TEST_CASE("a clock that jumps back never lets more through", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  for (int i = 0; i < 60; ++i) scheduler.submit(send_to("u" + std::to_string(i)), 5000);
  CHECK(start_all(scheduler, 5000).size() == 20);
  CHECK(start_all(scheduler, 1000).empty());
  CHECK(start_all(scheduler, 5999).empty());
  CHECK(start_all(scheduler, 6000).size() == 20);
}

TEST_CASE("after a restart one window is quiet and the old starts count", "[schedule]") {
  SchedulerOptions options;
  options.first_start_ms = 1000;
  Scheduler scheduler = scheduler_with(options);
  for (int i = 0; i < 15; ++i) scheduler.remember_start("u", 900);
  const Ticket same_user = scheduler.submit(send_to("u"), 950);
  for (int i = 0; i < 20; ++i) scheduler.submit(send_to("v" + std::to_string(i)), 950);
  CHECK(scheduler.outlook(same_user, 950).why == WaitReason::process_started);
  CHECK_FALSE(scheduler.due(999));
  CHECK(scheduler.wake(999) == 1000);
  CHECK(start_all(scheduler, 1000).size() == 5);
  CHECK(start_all(scheduler, 1900).size() == 15);
}

TEST_CASE("the service window and opt-outs are checked before a start", "[schedule]") {
  SchedulerOptions options;
  options.checks_permissions = true;
  Scheduler scheduler = scheduler_with(options);
  const TimeMs day = 24 * 3600 * TimeMs{1000};
  Send text = send_to("u", Lane::reply);
  text.free_form = true;

  SECTION("the window is open until its last millisecond") {
    scheduler.open_window("u", 0);
    scheduler.submit(text, day - 1);
    CHECK(start_all(scheduler, day - 1).size() == 1);
  }
  SECTION("it is closed a day after the user wrote") {
    scheduler.open_window("u", 0);
    scheduler.submit(text, day);
    CHECK_FALSE(scheduler.due(day));
    CHECK(scheduler.take_endings().at(0).reason.find("template") != std::string::npos);
  }
  SECTION("it closes between due and started") {
    scheduler.open_window("u", 0);
    scheduler.submit(text, day - 1);
    const auto released = scheduler.due(day - 1);
    REQUIRE(released);
    CHECK_FALSE(scheduler.started(*released, day));
  }
  SECTION("a template needs no window") {
    text.free_form = false;
    scheduler.submit(text, 0);
    CHECK(start_all(scheduler, 0).size() == 1);
  }
  SECTION("the window that ends first goes first") {
    scheduler.open_window("late", 20);
    scheduler.open_window("early", 10);
    for (const char* user : {"late", "early"}) {
      text.id = text.to = user;
      scheduler.submit(text, 30);
    }
    CHECK(start_all(scheduler, 30) == std::vector<std::string>{"early", "late"});
  }
  SECTION("an opt-out stops marketing and nothing else, also when Meta tells of it") {
    scheduler.submit(send_to("v", Lane::marketing), 0);
    scheduler.settle(start_one(scheduler, 0), refused(131050), 0);
    scheduler.submit(send_to("v", Lane::marketing), 0);
    scheduler.submit(send_to("v", Lane::utility), 0);
    CHECK(start_all(scheduler, 0).size() == 1);
    CHECK(scheduler.take_endings().size() == 2);
    scheduler.opt_in("v");
    scheduler.submit(send_to("v", Lane::marketing), 0);
    CHECK(start_all(scheduler, 0).size() == 1);
  }
}
