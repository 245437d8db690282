// The phone of a simulated business, and those of its customers: what one types and does there, as webhooks.
//
// What is written before the app is subscribed is seen on the phone and told to nobody. A business's own reactions are in
// no documented echo, so only customers react.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "native/http/server.h"
#include "native/meta_simulator/platform_state.h"
#include "native/meta_simulator/story.h"

namespace twinline::simulator {

class Phone {
 public:
  // Requires: state and story outlive this.
  Phone(PlatformState& state, Story& story, std::uint64_t seed) : state_(state), story_(story), seed_(seed) {}

  // Numbers, who wants to connect, and of one number the people and one conversation:
  //   {"numbers":[…],"requests":[{"session_id","app","code","answered"}],"people":[…],"messages":[…]}
  Response show(std::string_view number, std::string_view person);
  // {"number","action",…}; actions:
  //   answer {"session_id","share_chats","scanned"}   the request to connect
  //   open · write {"person","as":"business|customer","text"} · edit {"message","text"} · revoke {"message"}
  //   react {"message","emoji"} · name {"person","name"} · forget {"person"}
  //   disconnect {"reason","initiated_by","shape":"number|account"} · offboard · reconnect · vanish
  //   and what is Meta's doing: rate {"quality","limit"} · restrict {"span_s"}
  Response act(const Json& question, std::int64_t now_ms);

 private:
  struct Written {
    std::string id, text;
    std::string person;  // Person::name
    bool from_me = false;
    std::int64_t at_s = 0;
    bool edited = false, revoked = false;
    std::string reaction;
  };
  struct Chats {
    std::vector<Person> people;
    std::vector<Written> messages;
  };

  Chats& chats_of(const PhoneNumber& number);
  Response answer_request(const Json& question);
  Response write(PhoneNumber& number, const Json& question, std::int64_t now_ms);
  Response change(PhoneNumber& number, const Json& question, std::int64_t now_ms);
  Response change_contact(PhoneNumber& number, const Json& question, std::int64_t now_ms);
  Response disconnect(PhoneNumber& number, const Json& question, std::int64_t now_ms);
  void tell(const PhoneNumber& number, bool from_me, const Person& person, Json event, std::int64_t now_ms);
  std::string new_id(const Person& person, bool from_me);

  PlatformState& state_;
  Story& story_;
  std::uint64_t seed_;
  std::map<std::string, Chats> chats_;  // by number
};

}  // namespace twinline::simulator
