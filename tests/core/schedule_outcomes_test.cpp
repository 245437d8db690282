// What becomes of a send after its start: answers, retries, ends.
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/scheduling.h"

using namespace twinline;
using Kind = SendResult::Kind;

TEST_CASE("every end says why, for programs and in words", "[schedule]") {
  SchedulerOptions options;
  options.checks_permissions = true;
  Scheduler scheduler = scheduler_with(options);
  const auto ended = [&] {
    const std::vector<Ending> endings = scheduler.take_endings();
    REQUIRE(endings.size() == 1);
    CHECK_FALSE(endings[0].reason.empty());
    return endings[0].why;
  };
  Send late = send_to("u");
  late.expires_ms = 0;
  scheduler.submit(late, 0);
  CHECK(ended() == EndReason::expired);
  scheduler.cancel(scheduler.submit(send_to("u"), 0), 0);
  CHECK(ended() == EndReason::cancelled);
  Send text = send_to("u", Lane::reply);
  text.free_form = true;
  CHECK(scheduler.objection(text, 0) == EndReason::window_closed);
  scheduler.submit(text, 0);
  CHECK_FALSE(scheduler.due(0));
  CHECK(ended() == EndReason::window_closed);
  scheduler.opt_out("u");
  scheduler.submit(send_to("u", Lane::marketing), 0);
  CHECK_FALSE(scheduler.due(0));
  CHECK(ended() == EndReason::opted_out);
  scheduler.submit(send_to("u"), 0);
  scheduler.settle(start_one(scheduler, 0), refused(100), 0);
  CHECK(ended() == EndReason::refused);
  scheduler.submit(send_to("v"), 0);
  scheduler.settle(start_one(scheduler, 0), result_of(SendResult::Kind::lost), 0);
  CHECK(ended() == EndReason::answer_lost);
}

TEST_CASE("one message is in flight to a user, retries included", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  Send first = send_to("u"), second = send_to("u");
  first.id = "first";
  second.id = "second";
  scheduler.submit(first, 0);
  scheduler.submit(second, 0);
  const Ticket one = start_one(scheduler, 0);
  CHECK_FALSE(scheduler.due(0));
  CHECK(scheduler.settle(one, refused(131056), 100) == Settled::retrying);
  CHECK_FALSE(scheduler.due(1099));
  CHECK(scheduler.wake(1099) == 1100);
  const Ticket again = start_one(scheduler, 1100);
  CHECK(again == one);
  CHECK(scheduler.attempts(again) == 2);
  CHECK(scheduler.settle(again, {}, 1200) == Settled::accepted);
  CHECK(start_all(scheduler, 1200) == std::vector<std::string>{"second"});
}

TEST_CASE("the pair error waits four to the power of the tries before it", "[schedule]") {
  SchedulerOptions options;
  options.pair.every_ms = 0;
  Scheduler scheduler = scheduler_with(options);
  scheduler.submit(send_to("u"), 0);
  TimeMs now = 0;
  for (const TimeMs wait : {1000, 4000, 16000, 64000}) {
    REQUIRE(scheduler.settle(start_one(scheduler, now), refused(131056), now) == Settled::retrying);
    CHECK(scheduler.wake(now) == now + wait);
    now += wait;
  }
}

TEST_CASE("a throughput error halves the rate for a while", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  for (int i = 0; i < 400; ++i) scheduler.submit(send_to("u" + std::to_string(i)), 0);
  REQUIRE(scheduler.settle(start_one(scheduler, 0), refused(130429), 0) == Settled::retrying);
  CHECK(scheduler.allowed(slow_for_ms - 1) == 10);
  CHECK(scheduler.allowed(slow_for_ms) == 20);
  CHECK(start_all(scheduler, 0).size() == 9);
  CHECK(start_all(scheduler, 1000).size() == 10);
}

TEST_CASE("jitter comes from the seed alone", "[schedule]") {
  const auto retry_at = [](std::uint64_t seed) {
    SchedulerOptions options;
    options.seed = seed;
    Scheduler scheduler = scheduler_with(options);
    scheduler.submit(send_to("u"), 0);
    scheduler.settle(start_one(scheduler, 0), refused(131000), 0);
    return scheduler.wake(0);
  };
  CHECK(retry_at(1) == retry_at(1));
  CHECK(retry_at(1) != retry_at(2));
  CHECK(retry_at(1) >= 1000);
  CHECK(retry_at(1) <= 1500);
}

TEST_CASE("a refusal for good ends the message, a bounded retry gives up", "[schedule]") {
  SchedulerOptions options;
  options.pair.every_ms = 0;
  Scheduler scheduler = scheduler_with(options);
  scheduler.submit(send_to("a"), 0);
  CHECK(scheduler.settle(start_one(scheduler, 0), refused(131047), 0) == Settled::ended);
  scheduler.submit(send_to("b"), 0);
  TimeMs now = 0;
  int attempts = 1;
  while (scheduler.settle(start_one(scheduler, now), refused(131016), now) == Settled::retrying) {
    now = scheduler.wake(now);
    ++attempts;
  }
  CHECK(attempts == 7);
  const std::vector<Ending> endings = scheduler.take_endings();
  REQUIRE(endings.size() == 2);
  CHECK(endings[0].kind == EndKind::failed);
  CHECK(endings[0].reason.find("131047") != std::string::npos);
  CHECK(endings[1].attempts == 7);
}

TEST_CASE("what was lost on the way is in doubt and never sent again", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  scheduler.submit(send_to("u"), 0);
  const Ticket ticket = start_one(scheduler, 0);
  CHECK(scheduler.settle(ticket, result_of(Kind::lost), 30'000) == Settled::ended);
  const std::vector<Ending> endings = scheduler.take_endings();
  REQUIRE(endings.size() == 1);
  CHECK(endings[0].kind == EndKind::in_doubt);
  CHECK(scheduler.wake(30'000) == never_ms);
  CHECK(scheduler.settle(ticket, {}, 31'000) == Settled::unknown);
}

TEST_CASE("a message of which no byte was written goes again", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  scheduler.submit(send_to("u"), 0);
  const auto released = scheduler.due(0);
  REQUIRE(released);
  CHECK(scheduler.settle(*released, result_of(Kind::not_written), 0) == Settled::retrying);
  const Ticket started = start_one(scheduler, 0);
  CHECK(scheduler.settle(started, result_of(Kind::not_written), 0) == Settled::retrying);
  CHECK(scheduler.wake(0) >= 1000);
}

TEST_CASE("a block stops the number until a person resumes it", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  for (const char* user : {"a", "b"}) scheduler.submit(send_to(user), 0);
  scheduler.settle(start_one(scheduler, 0), refused(368), 0);
  const std::vector<Ending> endings = scheduler.take_endings();
  REQUIRE(endings.size() == 1);
  CHECK(endings[0].alerts);
  CHECK_FALSE(scheduler.due(5000));
  CHECK_FALSE(scheduler.halted().empty());
  scheduler.resume(6000);
  CHECK(start_all(scheduler, 6000) == std::vector<std::string>{"b"});
}

TEST_CASE("a retry that waits for its user's debt is parked with its campaign", "[schedule]") {
  SchedulerOptions options;
  options.pair = {6000, 1};
  Scheduler scheduler = scheduler_with(options);
  scheduler.submit(send_to("u", Lane::marketing, "c"), 0);
  scheduler.settle(start_one(scheduler, 0), refused(131056), 0);
  CHECK_FALSE(scheduler.due(1000));
  scheduler.pause_campaign("c", 2000);
  CHECK_FALSE(scheduler.due(6000));
  scheduler.resume_campaign("c", 7000);
  CHECK(start_all(scheduler, 7000).size() == 1);
}

TEST_CASE("a retry of a paused campaign does not hold up its user", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  scheduler.submit(send_to("u", Lane::marketing, "c"), 0);
  scheduler.settle(start_one(scheduler, 0), refused(131056), 0);
  scheduler.pause_campaign("c", 500);
  Send reply = send_to("u", Lane::reply);
  reply.id = "reply";
  scheduler.submit(reply, 600);
  CHECK(start_all(scheduler, 999).empty());
  CHECK(start_all(scheduler, 1000) == std::vector<std::string>{"reply"});
  scheduler.resume_campaign("c", 2000);
  CHECK(start_all(scheduler, 2000).size() == 1);
}

TEST_CASE("a time that Meta names with 130429 holds for the whole number", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  scheduler.submit(send_to("a"), 0);
  const Ticket ticket = start_one(scheduler, 0);
  scheduler.submit(send_to("b"), 0);
  CHECK(scheduler.settle(ticket, refused(130429, 15'000), 100) == Settled::retrying);
  CHECK_FALSE(scheduler.due(15'099));
  CHECK(scheduler.wake(15'099) == 15'100);
  const auto next = scheduler.due(15'100);
  REQUIRE(next);
  CHECK(scheduler.id(*next) == "b");
  // Then the rate is halved, for as long as ever.
  CHECK(scheduler.allowed(15'100) == 10);
  CHECK(scheduler.allowed(15'099 + slow_for_ms) == 10);
  CHECK(scheduler.allowed(15'100 + slow_for_ms) == 20);
}

TEST_CASE("a later refusal shortens no time that Meta named before", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  scheduler.submit(send_to("a"), 0);
  scheduler.submit(send_to("b"), 0);
  const Ticket first = start_one(scheduler, 0), second = start_one(scheduler, 0);
  scheduler.settle(first, refused(130429, 15'000), 100);
  scheduler.settle(second, refused(130429), 200);
  CHECK_FALSE(scheduler.due(15'099));
  CHECK(scheduler.allowed(15'099 + slow_for_ms) == 10);
}

TEST_CASE("who resumes a number waits no longer for a time that Meta named, the halved rate stays", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  scheduler.submit(send_to("a"), 0);
  const Ticket ticket = start_one(scheduler, 0);
  scheduler.submit(send_to("b"), 0);
  scheduler.settle(ticket, refused(130429, 15'000), 100);
  scheduler.lift_halt(5000);
  CHECK_FALSE(scheduler.due(5000));
  scheduler.resume(5000);
  CHECK(scheduler.due(5000));
  CHECK(scheduler.allowed(5000) == 10);
}

TEST_CASE("what Meta stopped before a restart is told as Meta's stop, and a person resumes it", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  const Ticket ticket = scheduler.submit(send_to("a"), 0);
  scheduler.stop("error 131031", 0);
  CHECK(scheduler.outlook(ticket, 0).why == WaitReason::number_stopped);
  scheduler.pause("by hand", 0);
  CHECK(scheduler.halted() == "error 131031");
  scheduler.resume(0);
  CHECK(scheduler.due(0));
}

TEST_CASE("rules that change reach a scheduler that has begun", "[schedule]") {
  Scheduler scheduler = scheduler_with({});
  for (int i = 0; i < 40; ++i) scheduler.submit(send_to(std::to_string(i)), 0);
  SchedulerRules rules = newest_scheduler_rules();
  rules.most_per_s = 5;
  scheduler.set_rules(rules, 0);
  CHECK(start_all(scheduler, 0).size() == 5);
  rules.most_per_s = 8;
  scheduler.set_rules(rules, 0);
  CHECK(start_all(scheduler, 0).size() == 3);
}
