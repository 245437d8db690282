// What people are told: when a send, a campaign or a lane will be out, and how far the portfolio's limit is.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/schedule/portfolio_count.h"
#include "core/schedule/ready_lane.h"
#include "tests/support/catch.h"
#include "tests/support/scheduling.h"

using namespace twinline;

TEST_CASE("the portfolio counts each user once in 24 hours", "[schedule]") {
  PortfolioCount count(1000);
  count.add("a", 0);
  count.add("a", 500);
  count.add("b", 600);
  CHECK(count.users(600) == 2);
  CHECK(count.users(1499) == 2);
  CHECK(count.users(1500) == 1);
  CHECK(count.users(1600) == 0);
}

TEST_CASE("a lane is out when it and the shares of the others are, paused campaigns apart", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  const auto out = [&](Lane lane) { return scheduler.lane_outlook(lane, 0).estimate_ms; };
  CHECK(scheduler.lane_outlook(Lane::reply, 0).why == WaitReason::nothing);
  for (int i = 0; i < 40; ++i) {
    const std::string user = std::to_string(i);
    scheduler.submit(send_to("r" + user, Lane::reply), 0);
    scheduler.submit(send_to("a" + user, Lane::marketing, "a"), 0);
    scheduler.submit(send_to("b" + user, Lane::marketing, "b"), 0);
  }
  // Marketing has its share, so the fortieth reply is not among the first forty starts.
  CHECK(out(Lane::reply) == 2000);
  CHECK(out(Lane::marketing) == 5000);
  CHECK(scheduler.lane_outlook(Lane::utility, 0).why == WaitReason::nothing);
  scheduler.pause_campaign("a", 0);
  CHECK(out(Lane::marketing) == 3000);
  scheduler.pause_campaign("b", 0);
  CHECK(out(Lane::marketing) == never_ms);
  CHECK(scheduler.lane_outlook(Lane::marketing, 0).why == WaitReason::campaign_paused);
  CHECK(out(Lane::reply) == 1000);
  scheduler.pause("by hand", 0);
  CHECK(scheduler.lane_outlook(Lane::reply, 0).why == WaitReason::number_paused);
}

TEST_CASE("estimates come true when nothing else happens", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  std::vector<std::pair<Ticket, TimeMs>> promised;
  std::vector<Ticket> tickets;
  for (int i = 0; i < 100; ++i) {
    tickets.push_back(scheduler.submit(send_to("u" + std::to_string(i), Lane::marketing, "c"), 0));
  }
  for (const Ticket ticket : tickets) promised.emplace_back(ticket, scheduler.outlook(ticket, 0).estimate_ms);
  CHECK(scheduler.outlook(tickets[0], 0).why == WaitReason::nothing);
  CHECK(scheduler.outlook(tickets[99], 0).why == WaitReason::rate);
  CHECK(scheduler.campaign_outlook("c", 0).estimate_ms == 4000);
  std::size_t next = 0;
  for (TimeMs now = 0; now <= 4000; now += 1000) {
    while (const auto ticket = scheduler.due(now)) {
      REQUIRE(scheduler.started(*ticket, now));
      CHECK(promised[next].first == *ticket);
      CHECK(promised[next++].second == now);
    }
  }
  CHECK(next == 100);
}

TEST_CASE("estimates hold over lanes, campaigns, inbound traffic, a halved rate and a quiet window", "[schedule]") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 dice(seed);
    const auto from = [&](unsigned least, unsigned most) { return least + dice() % (most - least + 1); };
    SchedulerOptions options;
    options.rate = static_cast<int>(from(2, 20));
    options.guard_ms = from(0, 1) * 100;
    options.floor = 0;
    options.first_start_ms = from(0, 1) == 0 ? long_ago_ms : 1100;
    Scheduler scheduler = scheduler_with(options);
    scheduler.inbound(from(0, 10), 0);
    std::map<std::string, std::pair<Ticket, TimeMs>> promised;
    for (std::size_t i = 0, count = from(1, 300); i < count; ++i) {
      const std::string id = "u" + std::to_string(i);
      const auto lane = static_cast<Lane>(from(0, 2));
      promised[id].first = scheduler.submit(send_to(id, lane, "c" + std::to_string(from(1, 3))), 0);
    }
    if (from(0, 1) == 1 && options.first_start_ms == long_ago_ms) {
      const auto ticket = scheduler.due(0);
      if (ticket && scheduler.started(*ticket, 0)) {
        promised.erase(scheduler.id(*ticket));
        scheduler.settle(*ticket, refused(130429), 0);
      }
    }
    for (auto& [id, promise] : promised) promise.second = scheduler.outlook(promise.first, 0).estimate_ms;
    std::size_t out = 0;
    for (TimeMs now = 0; now != never_ms; now = scheduler.wake(now)) {
      for (const std::string& id : start_all(scheduler, now)) {
        if (promised.count(id) == 0) continue;
        ++out;
        CAPTURE(seed, id, now, promised[id].second);
        CHECK(std::abs(promised[id].second - now) <= 2000 + options.guard_ms + now / 10);
      }
    }
    CHECK(out == promised.size());
  }
}

TEST_CASE("in one lane estimates are exact, however many campaigns take turns", "[schedule]") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 dice(seed);
    const auto from = [&](unsigned least, unsigned most) {
      return least + static_cast<unsigned>(dice()) % (most - least + 1);
    };
    SchedulerOptions options;
    options.rate = 1;
    Scheduler scheduler = scheduler_with(options);
    const unsigned campaigns = from(1, 60);
    const auto name = [&] { return "c" + std::to_string(from(1, campaigns)); };
    std::map<std::string, Ticket> tickets;
    TimeMs now = 0;
    for (unsigned i = 0, count = from(20, 200); i < count; ++i) {
      const std::string id = "u" + std::to_string(i);
      tickets[id] = scheduler.submit(send_to(id, Lane::marketing, name()), now);
      if (from(0, 4) != 0) continue;
      now += 1000;
      for (const std::string& started : start_all(scheduler, now)) tickets.erase(started);
    }
    for (unsigned i = from(0, campaigns / 4); i > 0; --i) scheduler.pause_campaign(name(), now);
    std::map<std::string, TimeMs> promised;
    for (const auto& [id, ticket] : tickets) promised[id] = scheduler.outlook(ticket, now).estimate_ms;
    CAPTURE(seed, campaigns);
    while (now != never_ms) {
      for (const std::string& id : start_all(scheduler, now)) {
        CHECK(promised[id] == now);
        promised.erase(id);
      }
      now = scheduler.wake(now);
    }
    // What is left waits in a paused campaign.
    for (const auto& [id, at] : promised) CHECK(at == never_ms);
  }
}

TEST_CASE("an estimate looks at each turn at most once", "[schedule]") {
  ReadyLane lane;
  constexpr std::uint32_t campaigns = 1000;
  for (std::uint32_t campaign = 0; campaign < campaigns; ++campaign) lane.push({never_ms, 0, campaign, campaign});
  const auto looks = [&](std::uint32_t campaign) {
    std::uint32_t count = 0;
    lane.each_sooner(campaign, [&](std::uint32_t) { ++count; });
    return count;
  };
  CHECK(looks(0) == 0);
  CHECK(looks(campaigns - 1) == campaigns - 1);
  CHECK(looks(campaigns) == campaigns);  // it has no turn yet
}

TEST_CASE("the portfolio's limit is foreseen from the pace and from who leaves the count", "[schedule]") {
  PortfolioCount count(100'000);
  for (int i = 0; i < 4; ++i) count.add("old" + std::to_string(i), i * 1000);

  SECTION("enough is left for all that wait") {
    const auto advice = count.foresee({10, 6, 1000}, 5000);
    CHECK(advice.users == 4);
    CHECK(advice.full_at_ms == never_ms);
  }
  SECTION("one more than fits") {
    // Six more at one a second: the tenth is out five seconds from now, the eleventh finds no room a second later.
    const auto advice = count.foresee({10, 7, 1000}, 5000);
    CHECK(advice.full_at_ms == 11'000);
  }
  SECTION("who leaves the count makes room") {
    // At one in 20 s the first four have left before the limit is met.
    CHECK(count.foresee({10, 10, 20'000}, 5000).full_at_ms == never_ms);
  }
  SECTION("it is full now") {
    const auto advice = count.foresee({4, 1, 1000}, 5000);
    CHECK(advice.full_at_ms == 5000);
  }
  SECTION("without a limit it is never full") { CHECK(count.foresee({0, 1000, 1000}, 5000).full_at_ms == never_ms); }
}

TEST_CASE("Meta's words for the portfolio's limit are understood", "[schedule]") {
  CHECK(users_of_tier("TIER_250") == 250U);
  CHECK(users_of_tier("TIER_2K") == 2000U);
  CHECK(users_of_tier("TIER_100K") == 100'000U);
  CHECK(users_of_tier("10000") == 10'000U);
  CHECK(users_of_tier("TIER_UNLIMITED") == 0U);
  CHECK_FALSE(users_of_tier("TIER_NOT_SET"));
  CHECK_FALSE(users_of_tier(""));
  CHECK_FALSE(users_of_tier("TIER_99999999999"));
}

TEST_CASE("who waits outside service windows and is new to the portfolio is counted once", "[schedule]") {
  SchedulerOptions options;
  options.checks_permissions = true;
  Scheduler scheduler = scheduler_with(options);
  PortfolioCount count;
  scheduler.open_window("open", 0);
  count.add("known", 0);
  for (const char* user : {"new", "new", "open", "known", "other"}) scheduler.submit(send_to(user), 10);
  CHECK(scheduler.window_open("open", 10));
  CHECK_FALSE(scheduler.window_open("new", 10));
  CHECK(scheduler.new_users(count, 10) == 2);
  start_all(scheduler, 10);
  CHECK(scheduler.new_users(count, 10) == 0);
}

TEST_CASE("a user counts for the portfolio who got something before they wrote or after their window", "[schedule]") {
  SchedulerOptions options;
  options.checks_permissions = true;
  Scheduler scheduler = scheduler_with(options);
  const TimeMs day = PortfolioCount::usual_window_ms;
  for (const char* user : {"answered", "answered and helped", "helped"}) scheduler.open_window(user, day);
  scheduler.open_window("long ago", 1000);
  PortfolioCount count = scheduler.reached({{"answered and helped", day - 10, day + 20},
                                            {"answered", day - 30, day - 30},
                                            {"helped", day + 10, day + 20},
                                            {"long ago", 2000, day + 1000},
                                            {"silent", day - 20, day - 20}});
  CHECK(count.users(day + 1000) == 4);
  CHECK_FALSE(count.counts("helped", day + 1000));
}
