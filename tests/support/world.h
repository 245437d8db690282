// Random facts about one or two business numbers, as bodies, with the nasty cases in them: one message under two wamids,
// links that come late, a phone with two owners, national variants, media before its placeholder, everything in the same
// second. Deterministic by seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace twinline::test {

class World {
 public:
  explicit World(std::uint32_t seed) : random_(seed) {}

  // One body a fact: webhooks of all kinds, own sends and stored deliveries.
  std::vector<std::string> facts(int count);

  // The same facts in another order, some repeated, some put together in one body.
  std::vector<std::string> retold(std::vector<std::string> bodies);

  int pick(int count) { return static_cast<int>(random_() % static_cast<std::uint32_t>(count)); }
  bool chance(int percent) { return pick(100) < percent; }
  std::mt19937& random() { return random_; }

 private:
  struct Person {
    std::string phone, user_id;
  };
  std::string fact();
  std::string value(const std::string& field, const std::string& members);
  std::string message(const std::string& id, const std::string& parts);
  std::string content(const std::string& id);
  std::string time();
  Person person();
  std::string wamid(bool out, int nth, const Person& peer, bool from_history);
  std::string any_wamid(const Person& peer);

  std::mt19937 random_;
};

}  // namespace twinline::test
