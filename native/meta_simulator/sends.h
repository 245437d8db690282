// What reached Meta for one number, as Meta counts it: for tests, which judge by Meta's side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "native/meta_simulator/send_limits.h"
#include "native/meta_simulator/shapes.h"

namespace twinline::simulator {

struct AcceptedSend {
  std::int64_t at_ms = 0;
  std::string to, id, type, opaque;
};

class Sends {
 public:
  void receive(std::int64_t now_ms);
  void refuse(std::int64_t code) { ++refused_[code]; }
  void lose() { ++lost_; }
  void accept(AcceptedSend send);
  void mark_read() { ++read_marks_; }
  // A customer's message. False if that id was heard before.
  bool hear(const std::string& id, std::int64_t now_ms);

  // Whether one more message fits into the second, beside what customers write.
  bool has_room(std::int64_t now_ms) { return both_ways_.count(now_ms) < coexistence_rate; }
  bool take_pair(const std::string& person, std::int64_t now_ms) { return pairs_[person].take(now_ms); }
  std::uint64_t received() const { return received_; }

  // {"received","accepted","refused":{CODE:n},"lost","read_marks","inbound","highest_in_a_second",
  //  "highest_accepted_in_a_second","highest_with_inbound_in_a_second","duplicates","messages":[…]}
  Json told() const;

 private:
  std::uint64_t received_ = 0, accepted_ = 0, lost_ = 0, read_marks_ = 0, inbound_ = 0, duplicates_ = 0;
  std::map<std::int64_t, std::uint64_t> refused_;
  SlidingSecond received_second_, accepted_second_, both_ways_;
  std::map<std::string, PairLimit> pairs_;  // by person
  std::set<std::string> opaques_;
  std::deque<AcceptedSend> messages_;  // the latest ones
  std::deque<std::string> heard_;      // ids of the latest ones
};

}  // namespace twinline::simulator
