// Meta's side of sending: takes messages and read marks, enforces what Meta enforces, and tells what became of them.
//
//   20 messages in any second, inbound ones among them (130429) · a message every 6 seconds to one user, up to 45 borrowed
//   from the future (131056) · within 24 hours of a customer's live message anything goes, else templates (131047) · no
//   marketing to who stopped it (131050) · a suspended number sends nothing (133010) · nobody at numbers in …0404 (131026)
//
// Not enforced: how many users a day a portfolio may write to. Which of Meta's checks comes first is not documented.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "native/meta_simulator/chats.h"
#include "native/meta_simulator/delivery.h"
#include "native/meta_simulator/graph_objects.h"
#include "native/meta_simulator/media_shelf.h"
#include "native/meta_simulator/outgoing_message.h"
#include "native/meta_simulator/sends.h"

namespace twinline::simulator {

struct MessagingPlan {
  std::uint64_t seed = 1;
  Twist twist = Twist::none;
  // 131047, 131050 and restrictions as answers; else as a status that says failed, which is what is mostly seen.
  bool refuses_at_once = false;
};

struct SendOutcome {
  JsonOrFault answer;
  std::int64_t after_ms = 0;
  bool lost = false;
};

class Messaging {
 public:
  // Requires: all outlive this.
  Messaging(PlatformState& state, Story& story, Chats& chats, MessagingPlan plan)
      : state_(state), story_(story), chats_(chats), plan_(plan) {}

  // A message, or the mark that one was read. Requires: the number was connected once.
  SendOutcome send(const ReadCall& call, PhoneNumber& number, std::int64_t now_ms);
  // A webhook that leaves: what customers wrote counts, and lets the business write to them. No JSON: nothing.
  void hear(const PhoneNumber& number, std::string_view body, std::int64_t now_ms);
  void stop_marketing(const PhoneNumber& number, const Person& person, bool stopped, std::int64_t now_ms);
  bool is_stopped(const PhoneNumber& number, const Person& person) const;

  Json told(const PhoneNumber& number) const;
  MediaShelf& media() { return media_; }

 private:
  struct Desk {
    Sends sends;
    std::optional<std::int64_t> maintained_until_ms;
  };
  JsonOrFault take(const ReadCall& call, PhoneNumber& number, Desk& desk, std::int64_t now_ms);
  JsonOrFault mark_read(const ReadCall& call, Desk& desk);
  std::optional<Undeliverable> reason_against(const PhoneNumber& number, const Person& person, bool known,
                                              const OutgoingMessage& message, std::int64_t now_ms) const;
  // What is known of a person, under the name that was heard last.
  Customer customer_of(const PhoneNumber& number, const Person& person) const;
  bool in_maintenance(Desk& desk, std::int64_t now_ms) const;

  PlatformState& state_;
  Story& story_;
  Chats& chats_;
  MessagingPlan plan_;
  MediaShelf media_;
  std::map<std::string, Desk, std::less<>> desks_;  // by number
};

}  // namespace twinline::simulator
