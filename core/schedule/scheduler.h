// What to send when, for one number.
//
// The host submits sends, asks due() until it gives nothing, calls started() directly before a send's first byte goes to
// the socket, and settle() with what came of it; wake() says when to ask again. Guaranteed, for every order of calls and
// every `now`:
//  - at most `rate - headroom` starts and received messages in (t - 1000 - guard, t] at any start t; a reply may also
//    start while the starts in that window, its own included, are at most `floor`. With `hold_ms` a start has the latest
//    date at which Meta may have counted it: it counts until it is answered, and one that was written or answered late
//    counts as late;
//  - the pair rule for every user (pair_debt.h), and one send in flight per user: a user's sends of one lane go in order
//    of arrival, later ones wait for the retries of earlier ones;
//  - whatever may go goes: due() gives nothing only if no send may start at `now`;
//  - every send ends once: settle() said accepted, or take_endings() has it. One whose answer was lost is in doubt and
//    never given out again.
//
// Time never goes back here: a `now` below an earlier one counts as the earlier one, so a clock that jumps back makes
// things wait and never lets more through. Same calls, same seed: same decisions.
// It does no I/O, knows no clock, and is not safe for concurrent use. Decisions cost the logarithm of what is queued.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/schedule/campaigns.h"
#include "core/schedule/lane_share.h"
#include "core/schedule/permissions.h"
#include "core/schedule/portfolio_count.h"
#include "core/schedule/ready_lane.h"
#include "core/schedule/rules.h"
#include "core/schedule/send.h"
#include "core/schedule/send_table.h"
#include "core/schedule/start_window.h"
#include "core/schedule/timers.h"
#include "core/schedule/user_table.h"
#include "core/schedule/way_to_meta.h"

namespace twinline {

struct SchedulerOptions {
  int rate = 20;                        // messages a second, in and out
  int headroom = 0;                     // of these, left for what we do not see
  TimeMs guard_ms = 0;                  // lengthens the window: how much delays on the way to Meta may vary
  TimeMs hold_ms = 0;                   // how long a start without an answer counts beyond its window, and how
                                        // much later than its first byte it may be dated
  int floor = 5;                        // replies in a window that inbound traffic cannot take away
  PairRule pair;                        //
  std::uint64_t seed = 1;               // of the jitter of retries
  TimeMs first_start_ms = long_ago_ms;  // no start before: one window after the process or the lease began
  bool checks_permissions = false;      // the service window and opt-outs, before a start
};

// What became of an attempt.
struct SendResult {
  enum class Kind : std::uint8_t {
    accepted,
    refused,      // Meta answered with an error body: `code`
    lost,         // bytes were written and no answer came
    not_written,  // no byte was written
  };
  Kind kind = Kind::accepted;
  std::int64_t code = 0;
  std::optional<std::int64_t> subcode;
  TimeMs retry_after_ms = 0;  // what the answer asked for
};

enum class Settled : std::uint8_t {
  accepted,  // done; the ticket is gone
  retrying,  // it waits for its next attempt
  ended,     // see take_endings()
  unknown,   // no such ticket in flight: it was settled before; nothing happened
};

enum class WaitReason : std::uint8_t {
  nothing,          // it may go now
  not_before,       // its time has not come
  rate,             // the window is full, or others go first
  slowed,           // the same, at the halved rate after 130429
  user_in_flight,   // an earlier send to the same user has no answer yet, or is between attempts
  pair_limit,       // too much was sent to this user
  retry,            // it was refused and waits for its next attempt
  in_flight,        // it is on its way
  campaign_paused,  //
  number_paused,    // by a person or by the state of the number
  number_stopped,   // by Meta: an error that concerns the whole number
  process_started,  // one quiet window after a start or a new lease
};

std::string_view to_string(WaitReason reason);

struct Outlook {
  WaitReason why = WaitReason::nothing;
  TimeMs estimate_ms = 0;  // when its first byte will go, if all goes well; never_ms: not known
};

class Scheduler {
 public:
  // Refuses a rate above what Meta allows a coexistence number, and values that make no sense.
  static Result<Scheduler> create(const SchedulerOptions& options, SchedulerRules rules);

  Ticket submit(Send send, TimeMs now);
  // The same for many, one after the other, but faster.
  std::vector<Ticket> submit(std::vector<Send> sends, TimeMs now);
  void inbound(std::int64_t count, TimeMs now);
  // The user wrote or called: their service window is open from now on. The rate hears of it by inbound().
  void open_window(std::string_view user, TimeMs at) { permissions_.open_window(user, at); }
  bool window_open(std::string_view user, TimeMs now) const { return permissions_.window_ends(user) > now; }
  TimeMs window_ends(std::string_view user) const { return permissions_.window_ends(user); }
  // Why a send like this may not go to its user now, as far as the user is concerned; none if it may.
  EndReason objection(const Send& send, TimeMs now) const {
    return permissions_.objection(send.to, send.lane, send.free_form, now);
  }
  void opt_out(std::string_view user) { permissions_.opt_out(user); }
  void opt_in(std::string_view user) { permissions_.opt_in(user); }
  // A start that another process made, or this one before a restart: it counts, but is not ours to settle.
  void remember_start(std::string_view to, TimeMs at);

  // The next send to start now, if any may. It is reserved until started() or settle().
  std::optional<Ticket> due(TimeMs now);
  // True: write its first byte now, it is counted. False: it may not go any more (too late, expired, paused) and was
  // queued again or has ended.
  [[nodiscard]] bool started(Ticket ticket, TimeMs now);
  // All bytes of one in flight are written.
  void written(Ticket ticket, TimeMs now);
  Settled settle(Ticket ticket, const SendResult& result, TimeMs now);
  // False if it is in flight or gone.
  bool cancel(Ticket ticket, TimeMs now);
  void cancel_campaign(std::string_view campaign, TimeMs now);

  void pause(std::string reason, TimeMs now);
  void stop(std::string reason, TimeMs now);  // as Meta stopped it, before a restart
  void lift_halt(TimeMs now);                 // takes both back
  void resume(TimeMs now);                    // the same, and waits no longer for a time that Meta named
  void pause_campaign(std::string_view campaign, TimeMs now);
  void resume_campaign(std::string_view campaign, TimeMs now);
  [[nodiscard]] std::optional<Error> set_rate(int rate, TimeMs now);
  // Meta's rules have changed: the rate is the greatest they allow.
  void set_rules(SchedulerRules rules, TimeMs now);

  // When due() should be asked again if nothing is submitted or settled before; never_ms: nothing waits for time.
  TimeMs wake(TimeMs now);

  // Sends that ended otherwise than accepted, in order, since the last call.
  std::vector<Ending> take_endings();

  // Require: the ticket is known.
  const std::string& id(Ticket ticket) const { return sends_.details(ticket.slot).id; }
  Send send(Ticket ticket) const;
  unsigned attempts(Ticket ticket) const { return sends_[ticket.slot].attempts; }
  bool knows(Ticket ticket) const { return sends_.knows(ticket); }
  Outlook outlook(Ticket ticket, TimeMs now) const;
  // When the last waiting send of a campaign will be out.
  Outlook campaign_outlook(std::string_view campaign, TimeMs now) const;
  // The same of a lane, without what waits in paused campaigns.
  Outlook lane_outlook(Lane lane, TimeMs now) const;

  // Who of these counts, having got something outside their service window.
  PortfolioCount reached(const std::vector<UserStarts>& starts) const;
  // How many users wait for a message that the portfolio would newly count: looks through all that waits.
  std::size_t new_users(const PortfolioCount& count, TimeMs now) const;

  // What a window may hold at `now`, and whether something that could go is held back by it alone.
  std::int64_t allowed(TimeMs now) const;
  bool held_by_rate(TimeMs now);
  // Why nothing starts at all; empty while sending is on.
  const std::string& halted() const { return halted_; }

 private:
  Scheduler(const SchedulerOptions& options, SchedulerRules rules);

  // scheduler_waiting.cpp: the queues, and what changes with time alone
  void move_clock(TimeMs now) { now_ = now > now_ ? now : now_; }
  void run_timers();
  void fire(const Timer& timer);
  void enqueue(std::uint32_t slot);
  void park(std::uint32_t slot);
  void clear_front(UserQueue& queue);
  void offer(std::uint32_t user);
  void offer_send(std::uint32_t slot);
  void set_user_timer(std::uint32_t user, TimeMs at);
  TimeMs window_end(std::uint32_t slot) const;
  bool is(const HeldSend& held, Lane lane, const Ready& entry) const;
  bool may_go(Lane lane, const Ready& entry) const;
  void now_stale(Lane lane, const Ready& entry);
  std::optional<Ready> front(Lane lane);
  LaneShare::Available available();
  TimeMs rate_opens_at() const;

  // Before it nothing starts.
  TimeMs opens_at() const {
    return quiet_until_ms_ > options_.first_start_ms ? quiet_until_ms_ : options_.first_start_ms;
  }

  // scheduler.cpp: decisions
  EndReason objection(const HeldSend& held) const;
  bool room() const { return window_.total() + reserved_ < allowed(now_); }
  bool floor_room() const { return window_.starts() + reserved_ < options_.floor; }

  // scheduler_outcomes.cpp
  void date_start(std::uint32_t slot, const SendResult& result);
  Settled refuse(std::uint32_t slot, const Refusal& refusal, const SendResult& result);
  struct End {
    EndKind kind = EndKind::dropped;
    EndReason why = EndReason::none;
    std::string reason;
    bool alerts = false;
  };
  void end(std::uint32_t slot, End how);
  void drop(std::uint32_t slot, EndReason why);
  void leave(std::uint32_t slot);
  void free_user(std::uint32_t user);
  void forget_if_idle(std::uint32_t user);
  void count_as_gone(const HeldSend& held);

  // scheduler_outlook.cpp
  std::array<std::uint64_t, lane_count> waiting_by_lane() const;
  std::uint64_t starts_before(const HeldSend& held) const;
  std::uint64_t starts_before(std::uint32_t campaign, Lane lane, std::uint64_t before) const;
  TimeMs out_after(std::uint64_t ahead, TimeMs now) const;

  SchedulerOptions options_;
  SchedulerRules rules_;
  TimeMs now_ = long_ago_ms;
  StartWindow window_;
  WayToMeta way_;
  TimeMs slow_until_ms_ = long_ago_ms;
  TimeMs quiet_until_ms_ = long_ago_ms;  // no start before: Meta named a time
  std::int64_t reserved_ = 0;            // released and not yet started
  std::string halted_;
  bool stopped_by_meta_ = false;
  SendTable sends_;
  UserTable users_;
  Campaigns campaigns_;
  std::array<ReadyLane, lane_count> ready_;
  LaneShare share_;
  Permissions permissions_;
  Timers timers_;
  std::vector<Ending> endings_;
};

}  // namespace twinline
