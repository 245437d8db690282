// A host that does everything wrong a host can do: its clock jumps, it starts late, answers come late, lost or never, it
// changes the rate, pauses, cancels and restarts. A judge of its own recounts every start by brute force.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/schedule/scheduler.h"
#include "tests/support/catch.h"
#include "tests/support/scheduling.h"

namespace {

using namespace twinline;

constexpr TimeMs guard = 100;
constexpr TimeMs window = 1000 + guard;
constexpr TimeMs every = 6000;
constexpr int burst = 4;
constexpr int floor_of_replies = 3;

struct Sent {
  enum class State { waiting, released, in_flight, backing_off, done, failed, dropped, in_doubt };
  Send send;
  State state = State::waiting;
  int starts = 0;
  Ticket ticket;
  std::size_t order = 0;
};

class Host {
 public:
  explicit Host(unsigned seed) : dice_(seed), rules_(rules_of_meta()) { begin(); }

  void run(int steps) {
    for (int i = 0; i < steps && problem.empty(); ++i) step();
    drain();
  }

  std::string problem;  // the first one

 private:
  using State = Sent::State;

  std::int64_t from(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(dice_() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool chance(int percent) { return from(1, 100) <= percent; }
  void wrong(const std::string& what) {
    if (problem.empty()) problem = what + " at " + std::to_string(latest_);
  }

  // A new process, or the first one. It knows the journal: what started, what ended, what waits.
  void begin() {
    SchedulerOptions options;
    options.rate = rate_;
    options.guard_ms = guard;
    options.floor = floor_of_replies;
    options.pair = {every, burst};
    options.seed = static_cast<std::uint64_t>(from(0, 1000));
    options.first_start_ms = starts_.empty() ? long_ago_ms : now_ + window;
    first_start_ = options.first_start_ms;
    auto scheduler = Scheduler::create(options, rules_);
    REQUIRE(scheduler);
    scheduler_.emplace(*std::move(scheduler));
    latest_ = now_;
    inbound_.clear();
    halved_at_ = long_ago_ms;
    passed_over_ = {};
    paused_.clear();
    halted_ = false;
    for (const auto& [user, times] : starts_of_user_) {
      for (const TimeMs at : times) scheduler_->remember_start(user, at);
    }
    for (Sent& sent : sent_) {
      if (sent.state == State::in_flight) sent.state = State::in_doubt;
      if (sent.state == State::released || sent.state == State::backing_off) sent.state = State::waiting;
      sent.ticket = sent.state == State::waiting ? scheduler_->submit(sent.send, now_) : Ticket{no_slot, 0};
    }
    collect_endings();
  }

  void step() {
    switch (from(0, 19)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        submit();
        break;
      case 5:
      case 6:
      case 7:
      case 8:
        move(from(0, 400));
        break;
      case 9:
        move(chance(10) ? from(0, 30'000) : from(0, 2000));
        break;
      case 10:
        if (chance(20)) move(-from(1, 5000));
        break;
      case 11:
        receive();
        break;
      case 12:
        command();
        break;
      case 13:
        if (chance(8)) restart();
        break;
      case 14:
      case 15:
        answer_one();
        break;
      default:
        start_some();
        break;
    }
    collect_endings();
  }

  void move(TimeMs by) {
    now_ = std::max<TimeMs>(0, now_ + by);
    latest_ = std::max(latest_, now_);
    scheduler_->wake(now_);  // or it would not know how far the clock was
  }

  void submit() {
    for (std::int64_t count = from(1, 12); count > 0; --count) {
      Sent sent;
      sent.order = sent_.size();
      sent.send.id = std::to_string(sent.order);
      sent.send.to = "u" + std::to_string(from(1, 30));
      sent.send.lane = static_cast<Lane>(from(0, 2));
      sent.send.campaign = chance(60) ? "c" + std::to_string(from(1, 3)) : "";
      if (chance(10)) sent.send.not_before_ms = latest_ + from(0, 3000);
      if (chance(10)) sent.send.expires_ms = latest_ + from(-5, 20'000);
      sent_.push_back(sent);
      sent_.back().ticket = scheduler_->submit(sent_.back().send, now_);
    }
  }

  void receive() {
    const std::int64_t count = from(0, 12);
    scheduler_->inbound(count, now_);
    inbound_.emplace_back(latest_, count);
  }

  void command() {
    const std::string campaign = "c" + std::to_string(from(1, 3));
    switch (from(0, 6)) {
      case 0:
        scheduler_->pause_campaign(campaign, now_);
        paused_.insert(campaign);
        break;
      case 1:
      case 2:
        scheduler_->resume_campaign(campaign, now_);
        paused_.erase(campaign);
        break;
      case 3:
        if (chance(30)) {
          scheduler_->pause("offboarded", now_);
          halted_ = true;
        }
        break;
      case 4:
        scheduler_->resume(now_);
        halted_ = false;
        break;
      case 5:
        rate_ = static_cast<int>(from(1, 20));
        REQUIRE_FALSE(scheduler_->set_rate(rate_, now_));
        break;
      default:
        cancel();
        break;
    }
  }

  void cancel() {
    if (sent_.empty()) return;
    Sent& sent = sent_[static_cast<std::size_t>(from(0, static_cast<std::int64_t>(sent_.size()) - 1))];
    const bool over = sent.state >= State::done;
    const bool cancelled = scheduler_->cancel(sent.ticket, now_);
    if (cancelled && (over || sent.state == State::in_flight))
      wrong("cancelled what was on its way or over: " + sent.send.id);
  }

  void restart() {
    move(from(0, 100));
    begin();
  }

  Sent& by_ticket(Ticket ticket) { return sent_[static_cast<std::size_t>(std::stoi(scheduler_->send(ticket).id))]; }

  void start_some() {
    const int patience = static_cast<int>(from(1, 30));
    for (int i = 0; i < patience; ++i) {
      const auto ticket = scheduler_->due(now_);
      collect_endings();
      if (!ticket) {
        may_idle();
        return;
      }
      Sent& sent = by_ticket(*ticket);
      if (sent.state != State::waiting && sent.state != State::backing_off)
        wrong(sent.send.id + " was given out twice");
      const bool prompt = chance(85);
      note_lanes(sent);
      sent.state = State::released;
      if (!prompt) {
        move(chance(50) ? from(0, 50) : from(0, 8000));
        if (chance(20)) receive();
        if (chance(20)) command();
        collect_endings();
        if (sent.state != State::released) return;
        if (chance(20)) {
          SendResult result;
          result.kind = SendResult::Kind::not_written;
          scheduler_->settle(*ticket, result, now_);
          sent.state = State::waiting;
          return;
        }
      }
      if (!scheduler_->started(*ticket, now_)) {
        if (prompt) wrong(sent.send.id + " was given out and refused at once");
        sent.state = State::waiting;
        collect_endings();
        return;
      }
      judge_start(sent);
      sent.state = State::in_flight;
      if (chance(60)) answer(sent);
    }
  }

  void answer_one() {
    std::vector<std::size_t> flying;
    for (const Sent& sent : sent_) {
      if (sent.state == State::in_flight) flying.push_back(sent.order);
    }
    if (flying.empty()) return;
    answer(sent_[flying[static_cast<std::size_t>(from(0, static_cast<std::int64_t>(flying.size()) - 1))]]);
  }

  void answer(Sent& sent) {
    constexpr std::array<std::int64_t, 6> codes{130429, 131056, 131000, 131047, 100, 4711};
    SendResult result;
    const std::int64_t luck = from(1, 100);
    if (luck > 97) {
      result.kind = SendResult::Kind::lost;
    } else if (luck > 94) {
      result.kind = SendResult::Kind::not_written;
    } else if (luck > 80) {
      result.kind = SendResult::Kind::refused;
      result.code = codes[static_cast<std::size_t>(from(0, 5))];
      if (result.code == 130429) halved_at_ = latest_;
    }
    const Settled settled = scheduler_->settle(sent.ticket, result, now_);
    if (settled == Settled::unknown) wrong(sent.send.id + " is unknown when its answer comes");
    if (settled == Settled::accepted) sent.state = State::done;
    if (settled == Settled::retrying) sent.state = State::backing_off;
    if (result.kind == SendResult::Kind::lost && settled != Settled::ended) wrong("lost and not ended");
    collect_endings();
  }

  void collect_endings() {
    for (const Ending& ending : scheduler_->take_endings()) {
      Sent& sent = sent_[static_cast<std::size_t>(std::stoi(ending.send.id))];
      if (sent.state >= State::done) wrong(sent.send.id + " ends twice");
      sent.state = ending.kind == EndKind::dropped  ? State::dropped
                   : ending.kind == EndKind::failed ? State::failed
                                                    : State::in_doubt;
    }
  }

  // ── the judge ──

  std::int64_t allowed() const {
    return latest_ < halved_at_ + slow_for_ms ? std::max<std::int64_t>(rate_ / 2, 1) : rate_;
  }
  std::int64_t starts_in_window() const {
    return std::count_if(starts_.begin(), starts_.end(), [&](TimeMs at) { return at > latest_ - window; });
  }
  std::int64_t inbound_in_window() const {
    std::int64_t count = 0;
    for (const auto& [at, received] : inbound_) count += at > latest_ - window ? received : 0;
    return count;
  }
  bool pair_allows(const std::string& user) const {
    const auto found = starts_of_user_.find(user);
    if (found == starts_of_user_.end()) return true;
    TimeMs opened = 0;
    std::int64_t since = 0;
    for (const TimeMs at : found->second) {
      if (since == 0 || at >= opened + since * every) {
        opened = at;
        since = 0;
      }
      ++since;
    }
    return latest_ >= opened + since * every || (latest_ < opened + every && since < burst);
  }

  void judge_start(Sent& sent) {
    const std::int64_t starts = starts_in_window() + 1;
    const bool fits = starts + inbound_in_window() <= allowed();
    if (!fits && !(sent.send.lane == Lane::reply && starts <= floor_of_replies)) wrong("over the rate");
    if (!pair_allows(sent.send.to)) wrong("over the pair rule for " + sent.send.to);
    if (latest_ < first_start_) wrong("a start in the quiet window");
    if (halted_ || paused_.count(sent.send.campaign) != 0) wrong("a start while paused");
    if (latest_ < sent.send.not_before_ms || latest_ >= sent.send.expires_ms) wrong("a start outside its own time");
    for (const Sent& other : sent_) {
      if (other.order == sent.order || other.send.to != sent.send.to) continue;
      if (other.state == State::in_flight) wrong("two in flight to " + sent.send.to);
    }
    starts_.push_back(latest_);
    starts_of_user_[sent.send.to].push_back(latest_);
    ++sent.starts;
  }

  bool could_go(const Sent& sent) const {
    if (sent.state != State::waiting || paused_.count(sent.send.campaign) != 0) return false;
    if (latest_ < sent.send.not_before_ms || latest_ >= sent.send.expires_ms || !pair_allows(sent.send.to))
      return false;
    return std::none_of(sent_.begin(), sent_.end(), [&](const Sent& other) {
      return other.send.to == sent.send.to && other.state > State::waiting && other.state < State::done;
    });
  }

  // due() gave nothing: was there nothing?
  void may_idle() {
    if (halted_ || latest_ < first_start_) return;
    std::int64_t reserved = 0;
    for (const Sent& sent : sent_) reserved += sent.state == State::released ? 1 : 0;
    const std::int64_t starts = starts_in_window() + reserved;
    const bool room = starts + inbound_in_window() < allowed();
    for (const Sent& sent : sent_) {
      if (!room && !(sent.send.lane == Lane::reply && starts < floor_of_replies)) continue;
      if (could_go(sent)) return wrong("idle though " + sent.send.id + " could go");
    }
  }

  // Called before a start: how often was each lane passed over that had something to send?
  void note_lanes(const Sent& chosen) {
    if (starts_in_window() + inbound_in_window() >= allowed()) return;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      if (lane == static_cast<std::size_t>(chosen.send.lane)) {
        passed_over_[lane] = 0;
      } else if (std::any_of(sent_.begin(), sent_.end(), [&](const Sent& sent) {
                   return static_cast<std::size_t>(sent.send.lane) == lane && could_go(sent);
                 })) {
        if (++passed_over_[lane] > 50) wrong("a lane starves");
      }
    }
  }

  // At the end everything is allowed to finish, and everything must have finished once.
  void drain() {
    scheduler_->resume(now_);
    halted_ = false;
    for (const char* campaign : {"c1", "c2", "c3"}) scheduler_->resume_campaign(campaign, now_);
    paused_.clear();
    for (Sent& sent : sent_) {
      if (sent.state == State::in_flight) answer(sent);
      if (sent.state != State::released) continue;
      scheduler_->cancel(sent.ticket, now_);
      collect_endings();
    }
    for (int i = 0; i < 100'000 && problem.empty(); ++i) {
      while (const auto ticket = scheduler_->due(now_)) {
        collect_endings();
        Sent& sent = by_ticket(*ticket);
        if (!scheduler_->started(*ticket, now_)) return wrong("given out and refused at once while draining");
        judge_start(sent);
        sent.state = State::in_flight;
        answer(sent);
      }
      collect_endings();
      may_idle();
      const TimeMs next = scheduler_->wake(now_);
      if (next == never_ms) break;
      if (next <= latest_) return wrong("wake names the past");
      now_ = latest_ = next;
    }
    for (const Sent& sent : sent_) {
      if (sent.state < State::done) wrong(sent.send.id + " is lost");
      if (sent.state == State::done && sent.starts == 0) wrong(sent.send.id + " is done and never started");
    }
  }

  std::mt19937 dice_;
  SchedulerRules rules_;
  std::optional<Scheduler> scheduler_;
  int rate_ = 20;
  TimeMs now_ = 0;     // what the clock says
  TimeMs latest_ = 0;  // the latest it said to this scheduler
  TimeMs first_start_ = long_ago_ms;
  TimeMs halved_at_ = long_ago_ms;
  bool halted_ = false;
  std::set<std::string> paused_;
  std::vector<Sent> sent_;
  std::vector<TimeMs> starts_;
  std::map<std::string, std::vector<TimeMs>> starts_of_user_;
  std::vector<std::pair<TimeMs, std::int64_t>> inbound_;
  std::array<int, lane_count> passed_over_{};
};

}  // namespace

TEST_CASE("a host with a jumping clock, late answers, pauses and restarts never breaks a limit", "[schedule]") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    Host host(seed);
    host.run(300);
    CAPTURE(seed);
    CHECK(host.problem == "");
    if (!host.problem.empty()) break;
  }
}
