#include "native/meta_simulator/world.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "native/meta_simulator/random.h"
#include "native/meta_simulator/wamid.h"

namespace twinline::simulator {
namespace {

// Labels that keep the streams of chance apart, so that more people do not change what is said.
enum Stream : std::uint64_t { business_stream = 1, people_stream, sizes_stream, messages_stream };

std::uint64_t seed_of(const WorldPlan& plan) { return mix(plan.seed, static_cast<std::uint64_t>(plan.onboarded_at_s)); }

std::string digits(Random& random, std::size_t count) {
  std::string text(1, static_cast<char>('1' + random.below(9)));
  while (text.size() < count) text += static_cast<char>('0' + random.below(10));
  return text;
}

std::vector<Person> make_people(Random random, std::size_t threads, const std::string& own_phone) {
  // Some are in the address book and never wrote.
  const std::size_t count = threads + 2 + threads / 10;
  std::vector<Person> people;
  std::unordered_set<std::string> taken = {own_phone};
  std::unordered_set<std::string> names;
  while (people.size() < count) {
    Person person = make_person(random);
    // Namesakes are rare, but there are more people than names.
    if (!names.insert(person.full_name).second && people.size() < 100) continue;
    if (!taken.insert(person.wamid_phone).second) continue;
    if (people.size() >= threads) {
      person.in_address_book = true;
    } else if (people.size() % 19 == 17) {
      // Somebody with a username who never showed the business a phone.
      person.phone.clear();
      person.wamid_phone = digits(random, 15);
    }
    if (person.phone.empty() || random.chance(25)) {
      person.user_id = "US." + digits(random, 16);
      person.username = "marigold.fan" + std::to_string(people.size());
    }
    people.push_back(std::move(person));
  }
  return people;
}

// A few people write a lot and most write little; everybody wrote at least once if there is enough to share.
std::vector<std::size_t> thread_sizes(Random random, std::size_t messages, std::size_t threads) {
  std::vector<std::size_t> weights(threads);
  std::size_t left_weight = 0;
  for (std::size_t i = 0; i < threads; ++i) {
    weights[i] = 1'000'000 / (i + 3) + random.below(8'000);
    left_weight += weights[i];
  }
  const std::size_t each = messages >= threads ? 1 : 0;
  std::size_t left = messages - each * threads;
  std::vector<std::size_t> sizes(threads, each);
  for (std::size_t i = 0; i < threads; ++i) {
    const std::size_t part = i + 1 == threads ? left : left * weights[i] / left_weight;
    sizes[i] += part;
    left -= part;
    left_weight -= weights[i];
  }
  random.shuffle(sizes);
  return sizes;
}

Kind draw_kind(Random& random, bool from_me) {
  static constexpr std::array<std::pair<unsigned, Kind>, 8> customer = {{{80, Kind::text},
                                                                         {7, Kind::image},
                                                                         {4, Kind::voice},
                                                                         {2, Kind::sticker},
                                                                         {2, Kind::video},
                                                                         {2, Kind::location},
                                                                         {1, Kind::card},
                                                                         {2, Kind::undecodable}}};
  static constexpr std::array<std::pair<unsigned, Kind>, 6> own = {{{84, Kind::text},
                                                                    {9, Kind::image},
                                                                    {3, Kind::document},
                                                                    {2, Kind::video},
                                                                    {1, Kind::voice},
                                                                    {1, Kind::location}}};
  auto ticket = static_cast<unsigned>(random.below(100));
  const auto draw = [&ticket](const auto& table) {
    for (const auto& [share, kind] : table) {
      if (ticket < share) return kind;
      ticket -= share;
    }
    return Kind::text;
  };
  return from_me ? draw(own) : draw(customer);
}

// Conversations come in sittings of a few messages, more of them lately than half a year ago.
void write_thread(Random& random, const WorldPlan& plan, std::uint32_t person, std::size_t count,
                  std::vector<Message>& out) {
  const auto begin = static_cast<std::ptrdiff_t>(out.size());
  const std::int64_t last_s = plan.onboarded_at_s + 200;
  std::size_t left = count;
  bool talks_during_sync = person % 5 == 0;
  while (left > 0) {
    const std::size_t sitting = std::min(left, talks_during_sync ? 2 + random.below(4) : 2 + random.below(14));
    // The product of two dates pulls towards the present; one in eight sittings is within the last two days.
    const std::int64_t ago_s = random.chance(12)
                                   ? random.between(60, 2 * day_s)
                                   : random.between(1, 422) * random.between(1, 422) * 178 * day_s / (422 * 422) + 600;
    std::int64_t at_s = last_s - (talks_during_sync ? random.between(120, 230) : ago_s);
    const std::int64_t longest_pause_s = talks_during_sync ? 30 : random.chance(80) ? 90 : 1500;
    talks_during_sync = false;
    bool from_me = random.chance(30);
    for (std::size_t i = 0; i < sitting; ++i) {
      at_s += random.between(4, longest_pause_s);
      if (at_s > last_s) at_s = plan.onboarded_at_s - random.between(1, 7200);
      out.push_back({random.next(), at_s, person, draw_kind(random, from_me), from_me, false});
      if (random.chance(60)) from_me = !from_me;
    }
    left -= sitting;
  }
  std::stable_sort(out.begin() + begin, out.end(), [](const Message& a, const Message& b) { return a.at_s < b.at_s; });
}

}  // namespace

Business make_business(Random random) {
  Business business;
  business.waba = digits(random, 15);
  business.number = digits(random, 15);
  business.phone = "141555501" + std::to_string(random.between(10, 99));
  return business;
}

Person make_person(Random& random) {
  const Language& language = random.pick(languages());
  Person person;
  person.language = &language;
  person.phone = make_phone(random, language);
  person.wamid_phone = person.phone;
  person.full_name = make_full_name(random, language, person.first_name);
  person.profile_name = random.chance(60) ? person.full_name : person.first_name + (random.chance(50) ? " 🌻" : "");
  person.in_address_book = random.chance(85);
  return person;
}

World make_world(const WorldPlan& plan) {
  return make_world(plan, make_business(Random(mix(seed_of(plan), business_stream))));
}

World make_world(const WorldPlan& plan, const Business& business) {
  World world;
  world.plan = plan;
  world.business = business;
  const std::uint64_t seed = seed_of(plan);
  world.people = make_people(Random(mix(seed, people_stream)), plan.threads, world.business.phone);
  const auto sizes = thread_sizes(Random(mix(seed, sizes_stream)), plan.messages, plan.threads);
  world.messages.reserve(plan.messages);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    Random random(mix(mix(seed, messages_stream), i));
    write_thread(random, plan, static_cast<std::uint32_t>(i), sizes[i], world.messages);
  }
  // What was written after the onboarding comes live too.
  for (Message& message : world.messages) {
    if (message.at_s >= plan.onboarded_at_s && message.kind == Kind::text) message.also_live = true;
  }
  return world;
}

std::string history_wamid(const World& world, const Message& message) {
  const std::string& phone = message.from_me ? world.business.phone : world.people[message.person].wamid_phone;
  return make_wamid(phone, message.from_me, make_device_id(message.seed));
}

std::string live_wamid(const Person& person, const Message& message) {
  return make_wamid(person.wamid_phone, message.from_me, make_device_id(message.seed));
}

}  // namespace twinline::simulator
