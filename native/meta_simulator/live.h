// Traffic after the onboarding, act by act: customers write, the business answers from its phone, somebody corrects a
// message, takes one back, reacts, changes the address book. Meta's habits are part of it: statuses overtake each other,
// a body comes twice, two messages share one body.
//
// Endless and without I/O: the caller brings the time. Ids never repeat between two runs with different salts.
#pragma once

#include <cstdint>
#include <deque>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "native/meta_simulator/random.h"
#include "native/meta_simulator/world.h"

namespace twinline::simulator {

struct LivePost {
  std::int64_t after_ms = 0;  // since the act
  std::string what;           // for a log
  std::string body;
};

class LiveTraffic {
 public:
  LiveTraffic(const World& world, std::uint64_t salt);

  // The next act, as the bodies that tell it.
  std::vector<LivePost> next(std::int64_t now_s);
  // How long to wait for the act after it.
  std::int64_t pause_ms() { return random_.between(1'000, 4'000); }

 private:
  // A message that later acts may be about.
  struct Written {
    std::uint32_t person = 0;
    bool from_me = false;
    Kind kind = Kind::text;
    std::int64_t at_s = 0;
    std::string id;
  };

  std::vector<LivePost> write(std::uint32_t person, bool from_me, std::size_t count, std::int64_t now_s);
  std::vector<LivePost> correct(std::string_view type, std::int64_t now_s);
  std::vector<LivePost> react(std::int64_t now_s);
  std::vector<LivePost> change_contacts(std::int64_t now_s);
  void add_statuses(std::vector<LivePost>& posts, const Written& echo);

  std::uint32_t somebody();
  std::uint64_t new_seed() { return mix(salt_, ++written_); }
  LivePost post_event(const Written& target, std::string_view type, const nlohmann::ordered_json& content,
                      std::int64_t now_s);

  Business business_;
  std::vector<Person> people_;
  std::size_t talkative_;  // how many of them write
  std::deque<Written> recent_;
  std::vector<std::uint32_t> active_;  // who wrote lately
  std::string last_body_;
  Random random_;
  std::uint64_t salt_;
  std::uint64_t written_ = 0;
};

}  // namespace twinline::simulator
