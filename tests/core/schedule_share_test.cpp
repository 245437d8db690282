// What the rate allows is used, and shared so that nothing starves, also where starts count until they are answered.
//
// A host whose answers come after random times and refuse at random. Bounds are counted in starts, so they hold for any
// rate: a lane that has something to start gets one start in 21, or one in 22 where the share of a third lane comes at the
// same time; within a lane campaigns take turns; within a campaign earlier ones go first.
#include <algorithm>
#include <array>
#include <cstdint>
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
constexpr TimeMs window = rate_window_ms + guard;
constexpr std::int64_t rate = 20;
constexpr std::size_t campaigns = 3;
constexpr std::int64_t starts_a_share = 22;
constexpr std::int64_t most_attempts = 8;

Scheduler scheduler_that_holds() {
  SchedulerOptions options;
  options.rate = static_cast<int>(rate);
  options.guard_ms = guard;
  options.hold_ms = hold;
  options.floor = 0;
  return scheduler_with(options);
}

// What lies in the window by the words of scheduler.h, counted anew each time.
class HeldWindow {
 public:
  void start(Ticket ticket, TimeMs now) { open_[ticket.slot] = now; }
  void end(Ticket ticket, TimeMs now, bool accepted) {
    const TimeMs started = open_.extract(ticket.slot).mapped();
    const TimeMs late = now - started - way_.usual_ms() - guard;
    dated_.push_back(started + std::clamp<TimeMs>(late, 0, hold));
    if (accepted) way_.note(now - started);
    if (accepted) hold_ = way_.usual_ms() < rate_window_ms ? hold : 0;
  }
  std::int64_t count(TimeMs now) {
    std::erase_if(dated_, [&](TimeMs at) { return at <= now - window; });
    return static_cast<std::int64_t>(dated_.size()) + std::count_if(open_.begin(), open_.end(), [&](const auto& start) {
             return start.second > now - window - hold_;
           });
  }

 private:
  WayToMeta way_;
  TimeMs hold_ = hold;
  std::map<std::uint32_t, TimeMs> open_;
  std::vector<TimeMs> dated_;
};

class Host {
 public:
  explicit Host(unsigned seed) : dice_(seed), slowest_(from(1, 1800)), percent_refused_(from(0, 20)) {}

  std::string problem;  // the first one
  std::int64_t started = 0;

  // More than the rate allows, replies alone too; then all that waits goes.
  void run(TimeMs busy_until) {
    for (; problem.empty() && (now_ < busy_until || !waiting_.empty() || !flying_.empty()); ++now_) {
      if (now_ > busy_until + 3'600'000) return wrong("something never ends");
      if (now_ < busy_until) offer();
      answer();
      start();
    }
    if (!problem.empty()) return;
    for (const auto& [id, waiting] : waiting_) wrong(id + " is lost");
  }

 private:
  struct Queue {  // one campaign in one lane
    std::int64_t open = 0, starts = 0;
  };
  struct Waiting {
    Queue* queue;
    std::int64_t ahead, starts_then, own_then;
  };

  std::int64_t from(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(dice_() % static_cast<std::uint64_t>(most - least + 1));
  }
  void wrong(const std::string& what) {
    if (problem.empty()) problem = what + " at " + std::to_string(now_);
  }

  void offer() {
    if (now_ % 30 == 0) submit(Lane::reply);
    if (from(1, 400) == 1) {
      for (std::int64_t i = from(1, 12); i > 0; --i) submit(static_cast<Lane>(from(0, 2)));
    }
  }
  void submit(Lane lane) {
    const auto campaign = static_cast<std::size_t>(from(0, campaigns - 1));
    const std::string id = "m" + std::to_string(submitted_++);
    Queue& queue = queues_[static_cast<std::size_t>(lane)][campaign];
    waiting_[id] = {&queue, queue.open++, started, queue.starts};
    places_[id] = &queue;
    scheduler_.submit(send_to(id, lane, "c" + std::to_string(campaign)), now_);
  }

  void start() {
    while (const auto ticket = scheduler_.due(now_)) {
      REQUIRE(scheduler_.started(*ticket, now_));
      window_.start(*ticket, now_);
      if (window_.count(now_) > rate) wrong("over the rate");
      const std::string id = scheduler_.id(*ticket);
      judge(id);
      ++started;
      ++places_[id]->starts;
      flying_.emplace(now_ + from(1, slowest_), *ticket);
    }
    // Those that were refused wait for their own time.
    if (!waiting_.empty() && window_.count(now_) < scheduler_.allowed(now_)) wrong("idle though something could go");
  }

  // A first start: were all that went before it those whose turn it was?
  void judge(const std::string& id) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return;
    const Waiting& waited = found->second;
    const std::int64_t own = waited.queue->starts - waited.own_then;
    if (own > waited.ahead * most_attempts) wrong(id + " was overtaken by later ones of its campaign");
    const std::int64_t most = starts_a_share * static_cast<std::int64_t>(campaigns) * (own + 1);
    if (started - waited.starts_then > most) wrong(id + " starved");
    waiting_.erase(found);
  }

  void answer() {
    constexpr std::array<std::int64_t, 3> codes{130429, 131000, 131026};
    for (; !flying_.empty() && flying_.begin()->first <= now_; flying_.erase(flying_.begin())) {
      const Ticket ticket = flying_.begin()->second;
      const bool accepted = from(1, 100) > percent_refused_;
      const bool lost = !accepted && from(1, 4) == 1;
      const SendResult result = accepted ? SendResult{}
                                : lost   ? result_of(SendResult::Kind::lost)
                                         : refused(codes[static_cast<std::size_t>(from(0, 2))]);
      window_.end(ticket, now_, accepted);
      Queue& queue = *places_[scheduler_.id(ticket)];
      const Settled settled = scheduler_.settle(ticket, result, now_);
      if (settled == Settled::unknown) wrong("an answer that nobody waits for");
      if (settled != Settled::retrying) --queue.open;
    }
    scheduler_.take_endings();
  }

  std::mt19937 dice_;
  std::int64_t slowest_, percent_refused_;
  Scheduler scheduler_ = scheduler_that_holds();
  HeldWindow window_;
  TimeMs now_ = 0;
  std::int64_t submitted_ = 0;
  std::array<std::array<Queue, campaigns>, lane_count> queues_{};
  std::map<std::string, Waiting> waiting_;  // for their first start
  std::map<std::string, Queue*> places_;
  std::multimap<TimeMs, Ticket> flying_;
};

}  // namespace

TEST_CASE("no message starves in any lane, and no room is left unused, whatever Meta answers and when", "[schedule]") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Host host(seed);
    host.run(30'000);
    CAPTURE(seed, host.started);
    CHECK(host.problem == "");
    CHECK(host.started > 300);
    if (!host.problem.empty()) break;
  }
}

TEST_CASE("99.5 % of what is allowed is used though starts count until they are answered", "[schedule]") {
  constexpr std::int64_t windows = 600;
  for (const TimeMs quickest : {1, 80, 300, 800}) {
    std::mt19937 dice(static_cast<unsigned>(quickest));
    Scheduler scheduler = scheduler_that_holds();
    std::multimap<TimeMs, Ticket> flying;
    std::int64_t started = 0;
    for (TimeMs now = 0; now < windows * window; ++now) {
      for (; !flying.empty() && flying.begin()->first <= now; flying.erase(flying.begin())) {
        scheduler.settle(flying.begin()->second, {}, now);
      }
      if (now % 40 == 0) scheduler.submit(send_to("u" + std::to_string(now)), now);
      while (const auto ticket = scheduler.due(now)) {
        REQUIRE(scheduler.started(*ticket, now));
        ++started;
        flying.emplace(now + quickest + static_cast<TimeMs>(dice() % (guard + 1)), *ticket);
      }
    }
    CAPTURE(quickest, started);
    CHECK(static_cast<double>(started) >= 0.995 * static_cast<double>(rate * windows));
  }
}
