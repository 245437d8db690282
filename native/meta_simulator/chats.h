// Who writes with whom, as the phones of a business and of its customers show it: the people of its history, those whom
// it wrote to since, and what was written. Messages of the Cloud API stand in the app too.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "native/meta_simulator/platform_state.h"
#include "native/meta_simulator/story.h"

namespace twinline::simulator {

struct Written {
  std::string id, text;
  std::string person;  // Person::name
  bool from_me = false;
  std::int64_t at_s = 0;
  bool by_api = false;
  bool edited = false, revoked = false;
  std::string reaction;
};

struct Chat {
  std::deque<Person> people;  // those of the history, and before them whom it met since
  std::vector<Written> messages;
};

class Chats {
 public:
  // Requires: the story outlives this.
  Chats(Story& story, std::uint64_t seed) : story_(story), seed_(seed) {}

  // Requires: the number was connected once.
  Chat& of(const PhoneNumber& number);
  // By phone or user id; nobody if no such person is known.
  Person* find(const PhoneNumber& number, std::string_view name);
  // The same; who is unknown becomes somebody new. Requires: digits.
  Person& find_or_meet(const PhoneNumber& number, std::string_view phone);
  void add(const PhoneNumber& number, Written written);

 private:
  Story& story_;
  std::uint64_t seed_;
  std::map<std::string, Chat> chats_;  // by number
};

}  // namespace twinline::simulator
