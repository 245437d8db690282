// The phone of a simulated business, and those of its customers: what one types and does there, as webhooks.
//
// What is written before the app is subscribed is seen on the phone and told to nobody. A business's own reactions are in
// no documented echo, so only customers react.
#pragma once

#include <cstdint>
#include <string>

#include "native/http/server.h"
#include "native/meta_simulator/chats.h"
#include "native/meta_simulator/messaging.h"
#include "native/meta_simulator/platform_state.h"
#include "native/meta_simulator/story.h"

namespace twinline::simulator {

class Phone {
 public:
  // Requires: all outlive this.
  Phone(PlatformState& state, Story& story, Chats& chats, Messaging& messaging, std::uint64_t seed)
      : state_(state), story_(story), chats_(chats), messaging_(messaging), seed_(seed) {}

  // Numbers, who wants to connect, and of one number the people and one conversation:
  //   {"numbers":[…],"requests":[{"session_id","app","code","answered"}],"people":[…],"messages":[…]}
  Response show(std::string_view number, std::string_view person);
  // {"number","action",…}; actions:
  //   answer {"session_id","share_chats","scanned"}   the request to connect
  //   open · write {"person","as":"business|customer","text"} · edit {"message","text"} · revoke {"message"}
  //   react {"message","emoji"} · name {"person","name"} · forget {"person"} · stop and resume {"person"}: marketing
  //   disconnect {"reason","initiated_by","shape":"number|account"} · offboard · reconnect · vanish
  //   and what is Meta's doing: rate {"quality","limit"} · restrict {"span_s"}
  Response act(const Json& question, std::int64_t now_ms);

 private:
  Response answer_request(const Json& question);
  Response write(PhoneNumber& number, const Json& question, std::int64_t now_ms);
  Response change(PhoneNumber& number, const Json& question, std::int64_t now_ms);
  Response change_contact(PhoneNumber& number, const Json& question, std::int64_t now_ms);
  Response disconnect(PhoneNumber& number, const Json& question, std::int64_t now_ms);
  void tell(const PhoneNumber& number, bool from_me, const Person& person, Json event, std::int64_t now_ms);
  std::string new_id(const Person& person, bool from_me);

  PlatformState& state_;
  Story& story_;
  Chats& chats_;
  Messaging& messaging_;
  std::uint64_t seed_;
};

}  // namespace twinline::simulator
