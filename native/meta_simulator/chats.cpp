#include "native/meta_simulator/chats.h"

#include <algorithm>
#include <utility>

#include "native/meta_simulator/random.h"
#include "native/meta_simulator/shapes.h"

namespace twinline::simulator {
namespace {

constexpr std::size_t people_shown = 30;
constexpr std::uint64_t stranger_stream = 0xca;

template <class List>
auto find_in(List& people, std::string_view name) {
  return std::find_if(people.begin(), people.end(), [name](const Person& each) {
    return !name.empty() && (each.phone == name || each.user_id == name);
  });
}

}  // namespace

Chat& Chats::of(const PhoneNumber& number) {
  const auto found = chats_.find(number.business.number);
  if (found != chats_.end()) return found->second;
  Chat chat;
  const World& world = story_.world_of(number);
  const std::size_t count = std::min(world.plan.threads, people_shown);
  chat.people.assign(world.people.begin(), world.people.begin() + static_cast<std::ptrdiff_t>(count));
  for (const Message& message : world.messages) {
    if (message.person >= count) continue;
    const Person& person = world.people[message.person];
    std::string text = text_of(person, message);
    if (text.empty()) text = message.kind == Kind::text ? "…" : "(no text)";
    Written written;
    written.id = message.also_live ? live_wamid(person, message) : history_wamid(world, message);
    written.text = std::move(text);
    written.person = person.name();
    written.from_me = message.from_me;
    written.at_s = message.at_s;
    chat.messages.push_back(std::move(written));
  }
  return chats_.emplace(number.business.number, std::move(chat)).first->second;
}

Person* Chats::find(const PhoneNumber& number, std::string_view name) {
  Chat& chat = of(number);
  if (const auto shown = find_in(chat.people, name); shown != chat.people.end()) return &*shown;
  const World& world = story_.world_of(number);
  const auto known = find_in(world.people, name);
  if (known == world.people.end()) return nullptr;
  return &chat.people.emplace_front(*known);
}

Person& Chats::find_or_meet(const PhoneNumber& number, std::string_view phone) {
  if (Person* const known = find(number, phone)) return *known;
  std::uint64_t seed = mix(seed_, stranger_stream);
  for (const char digit : phone) seed = mix(seed, static_cast<std::uint64_t>(digit));
  Random random(seed);
  Person person = make_person(random);
  person.phone = phone;
  person.wamid_phone = phone;
  person.in_address_book = false;
  return of(number).people.emplace_front(std::move(person));
}

void Chats::add(const PhoneNumber& number, Written written) { of(number).messages.push_back(std::move(written)); }

}  // namespace twinline::simulator
