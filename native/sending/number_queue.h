// The sends of one number: the scheduler that paces them, and what is known of each that has not ended.
//
// Every decision is the scheduler's; here its decisions are kept in order with what must be on disk before and after. A send
// is handed in when it is durable, given out by due(), asked about by start() directly before its first byte, and settled
// once. What changes is handed to `save` in the order it happened, and who waits for a send is told only when its end is
// durable. Any thread may call any member; none of them blocks for I/O.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/schedule/scheduler.h"
#include "core/sending/answer.h"
#include "core/sending/news.h"
#include "native/store/sends.h"

namespace twinline {

class NumberQueue {
 public:
  // Keeps a change, whatever it takes; `stored` is called when it is durable.
  using Save = std::function<void(SendsChange change, std::function<void()> stored)>;
  // A send has ended and that is durable; also told of one in doubt, and again when that is settled.
  using Ended = std::function<void(const StoredSend&)>;

  NumberQueue(std::string number, Scheduler scheduler, int rate, Save save, Ended ended);

  const std::string& number() const { return number_; }

  // Takes an id for one that is about to be stored; false where it is taken.
  bool reserve(const std::string& id);
  void unreserve(const std::string& id);
  // How many have not ended, reserved ones too.
  std::size_t size() const;
  // One that is durable and waits, or is in doubt.
  void add(const StoredSend& send);
  // Calls `ended` when the send has ended or is in doubt. False: it has not come, or has ended already.
  bool when_ended(const std::string& id, Ended ended);

  struct Due {
    std::string id;
    std::int64_t attempts = 0;  // with this one
  };
  // What may start now; each is to be begun in the store and then either tried (start) or given back (release).
  std::vector<Due> due();
  TimeMs wake();
  // Directly before the first byte. False: it must not be written.
  bool start(const std::string& id);
  // Its last byte is with the system.
  void written(const std::string& id);
  // Nothing was written: it is given back, or tried again later where it had started.
  void release(const std::string& id);
  void settle(const std::string& id, const SendAnswer& read, const Answer& answer);

  // Of an end: for programs and in words.
  struct Cause {
    EndReason why = EndReason::none;
    std::string words;
  };
  enum class Cancelled : std::uint8_t { done, too_late, unknown };
  // One that is on its way is not cancelled; with `no_more_attempts` it ends instead of being tried again.
  Cancelled cancel(const std::string& id, const Cause& cause, bool no_more_attempts = false);
  // A person's word on one in doubt.
  enum class Decision : std::uint8_t { was_sent, send_again, give_up };
  bool decide(const std::string& id, Decision decision);

  void hear(const DeliveryStatus& status);
  // Somebody wrote or called, at that Unix time; `counts`: against the rate.
  void customer(const std::string& user, std::int64_t at_s, bool opens_window, bool counts);
  // So many messages came directly before it was made.
  void received(std::int64_t count);
  void wish(const std::string& user, bool stop);
  void remember_start(const std::string& user, std::int64_t at_unix_ms);

  // Sending stands still while any of them is given.
  void set_pause(std::string by_person);
  void set_life(std::string why_not);
  // Meta's rules as they are now.
  void set_rules(SchedulerRules rules);
  void resume();  // takes back a person's pause and Meta's stop
  void restore(NumberHalt halt);
  void pause_campaign(const std::string& campaign);
  void resume_campaign(const std::string& campaign);
  void cancel_campaign(const std::string& campaign);

  struct Standing {
    StoredSend send;
    Outlook outlook;  // times of the scheduler's axis
  };
  std::optional<Standing> standing(const std::string& id) const;
  Outlook campaign_outlook(const std::string& campaign) const;
  // For a look at what would be; nothing that is done with it happens.
  Scheduler copy_of_scheduler() const;

  struct Second {
    std::int64_t at_s = 0, out = 0, in = 0;
  };
  struct LaneView {
    std::int64_t waiting = 0, in_flight = 0, last_out_s = 0;
    std::int64_t ends_s = 0;  // when all of it will be out; 0: nothing waits, or that is not known
  };
  struct View {
    int rate = 0;
    std::int64_t rate_now = 0;
    std::string paused, stopped;
    std::array<LaneView, lane_count> lanes;
    std::vector<Second> seconds;  // the last 60, the oldest first
    std::int64_t in_doubt = 0;
  };
  View view() const;
  std::int64_t in_flight() const;
  // Why a message like this may not go to the user now; none if it may.
  EndReason objection(const std::string& user, Lane lane, bool free_form) const;

 private:
  struct Held {
    StoredSend send;
    std::optional<Ticket> ticket{};
    bool begun = false;                     // the store says it is in flight
    bool told = false;                      // its end, or that it is in doubt, is durable and told
    std::optional<Cause> cancelled{};       // nobody wants it any more
    std::optional<DeliveryStatus> heard{};  // before its answer
    std::vector<Ended> waiters{};
  };

  Held* find(const std::string& id);
  void submit(Held& held);
  void set_state(Held& held, SendState state);
  void collect();
  void finish(Held& held, SendState state, Cause cause);
  void save_state(Held& held, std::function<void()> stored);
  void ended_and_stored(const std::string& id, SendState state, std::int64_t ended_ms);
  void forget(const std::string& id);
  void accept_by_status(Held& held, const DeliveryStatus& status);
  Held* find_by_opaque(const DeliveryStatus& status);
  void apply_pauses();
  void note_stop();
  Second& second(std::int64_t at_s);
  void save_halt();

  const std::string number_;
  int rate_;
  const Save save_;
  const Ended ended_;

  mutable std::mutex mutex_;
  Scheduler scheduler_;
  std::unordered_map<std::string, Held> open_;
  std::unordered_set<std::string> reserved_;
  std::unordered_map<std::string, std::vector<Ended>> early_waiters_;  // of reserved ones
  std::unordered_multimap<std::string, std::string> by_opaque_;
  std::string person_pause_, life_pause_, stopped_, applied_pause_;
  std::array<LaneView, lane_count> lanes_{};
  std::int64_t in_doubt_ = 0;
  std::array<Second, 64> seconds_{};
};

}  // namespace twinline
