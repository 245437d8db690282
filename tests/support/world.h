// Random facts about one or two business numbers, as bodies, with the nasty cases in them: one message under two wamids,
// one wamid with two senders, links that come late, a phone with two owners, national variants, media before its placeholder,
// everything in the same second, unbelievable times. Deterministic by seed.
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

  // A world in which somebody is erased. What they had to do with is theirs alone (the cases in which the order of merging can
  // be seen are named in core/history/erasure.h), so with the erasures nothing of their facts is in any record.
  struct Erasing {
    std::vector<std::string> theirs, of_others, erasures;
    std::vector<std::string> all() const;
  };
  enum class Until { all_times, between_their_messages };
  Erasing with_erasure(int count, Until covered);
  Erasing with_erasure(int count);  // of either kind

  // The same facts in another order, some repeated, some put together in one body.
  std::vector<std::string> retold(std::vector<std::string> bodies);

  // Lines in another order, some repeated.
  std::vector<std::string> shuffled(std::vector<std::string> lines);

  int pick(int count) { return static_cast<int>(random_() % static_cast<std::uint32_t>(count)); }
  bool chance(int percent) { return pick(100) < percent; }
  std::mt19937& random() { return random_; }

 private:
  struct Person {
    std::string phone, user_id;
    int who = 0;
  };
  enum class Owned { by_nobody, by_one_person, by_one_person_at_one_time };
  std::string fact();
  std::string value(const std::string& field, const std::string& members);
  std::string message(const std::string& id, const std::string& parts);
  std::string content(const std::string& id);
  std::string time();
  Person person();
  std::string wamid(bool out, int nth, const Person& peer, bool from_history);
  std::string any_wamid(const Person& peer);

  std::mt19937 random_;
  Owned messages_ = Owned::by_nobody;  // whether a wamid may be about several people
  int only_ = -1;                      // of the people, which
  int but_ = -1;                       // and which not
  std::int64_t moment_ = 0;            // of the message that a fact is about
};

}  // namespace twinline::test
