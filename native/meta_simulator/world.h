// The world that the simulator tells about: one business, the people it knows and what they wrote to each other.
//
// This is the truth; bodies are only ways to tell it. A world follows from its plan alone, so a second run with the same
// plan knows the same people and messages. Messages are kept small (what they say is drawn again from their seed when it
// is asked for), so a world of a million messages fits into memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "native/meta_simulator/phrases.h"

namespace twinline::simulator {

constexpr std::int64_t day_s = 86'400;

struct Business {
  std::string waba;    // id of the WhatsApp Business Account
  std::string number;  // phone_number_id
  std::string phone;   // digits
};

struct Person {
  std::string phone;     // digits; empty: known to the business by user id only
  std::string user_id;   // business-scoped; empty: Meta does not tell it
  std::string username;  // without @; may be empty
  std::string full_name, first_name;
  std::string profile_name;  // what the person calls itself
  std::string wamid_phone;   // what wamids embed: the phone, or a number that nobody can call
  const Language* language = nullptr;
  bool in_address_book = true;

  const std::string& name() const { return phone.empty() ? user_id : phone; }
};

enum class Kind : std::uint8_t { text, image, video, voice, document, sticker, location, card, undecodable };

constexpr bool is_media(Kind kind) { return kind >= Kind::image && kind <= Kind::sticker; }

struct Message {
  std::uint64_t seed = 0;  // what it says, and the id that the device gave it
  std::int64_t at_s = 0;
  std::uint32_t person = 0;  // index into World::people
  Kind kind = Kind::text;
  bool from_me = false;  // sent by the business
  // Arrives live and in the history as well, because it was sent while the history was being synchronised.
  bool also_live = false;
};

struct WorldPlan {
  std::uint64_t seed = 1;
  std::int64_t onboarded_at_s = 0;  // Requires: a real date; the history ends a few minutes after it
  std::size_t messages = 3000;
  std::size_t threads = 40;  // Requires: 1 … 20,000

  bool operator==(const WorldPlan&) const = default;
};

struct World {
  WorldPlan plan;
  Business business;
  std::vector<Person> people;     // those with a conversation first, then some of the address book only
  std::vector<Message> messages;  // by person, then oldest first
};

World make_world(const WorldPlan& plan);
// The same world, told as that of another business.
World make_world(const WorldPlan& plan, const Business& business);

Business make_business(Random random);

// One more person, as when somebody new writes.
Person make_person(Random& random);

// The two forms of a message's id: what a business sent embeds its own number in the history and the recipient's in an
// echo; what a customer sent has one form.
std::string history_wamid(const World& world, const Message& message);
std::string live_wamid(const Person& person, const Message& message);

}  // namespace twinline::simulator
