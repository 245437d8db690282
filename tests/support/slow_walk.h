// The walk of the slow decoder through one body: events as it goes, nothing remembered but what stands around.
#pragma once

#include <string>
#include <vector>

#include "tests/support/slow_tree.h"

namespace twinline::test::slow {

struct Around {
  std::string number, phone, field, entry_id, partner_waba;
  long long time = 0;
};

struct Person {
  std::string phone, user_id, username;
  bool known() const { return !phone.empty() || !user_id.empty() || !username.empty(); }
};

void put(Json& event, const std::string& name, const std::string& text);
void put(Json& event, const std::string& name, const Found& found);
void put(Json& event, const std::string& name, const Person& person);
void put_json(Json& event, const std::string& name, const Tree& value);
void put_time(Json& event, long long at);
// What is left of a fact: `referral` stands apart.
void put_rest(Json& event, Json& rest);
Person with_username(Person person, const Tree& beside);
// What kind of account event a field, or what is said without a field, makes; empty: none.
std::string topic_of(const std::string& field, const Json& said);

class Walk {
 public:
  std::vector<Json> events;

  void body(const Tree& tree);

 private:
  Json& add(const std::string& kind, const std::string& path, const Around& around) {
    Json event = {{"event", kind}, {"path", path}};
    put(event, "number", around.number);
    put(event, "waba", around.partner_waba.empty() ? around.entry_id : around.partner_waba);
    if (!around.partner_waba.empty()) put(event, "business", around.entry_id);
    events.push_back(event);
    return events.back();
  }
  void unknown(const std::string& path, const Around& around, const Json& left = {}) {
    Json& event = add("unknown", path, around);
    put(event, "field", around.field);
    if (!left.empty()) event["other"] = left;
  }

  // Members that nobody knew and no event has told, of an object and where it stands.
  struct Left {
    Json members;
    std::string path;
    Around around;
  };
  using Lefts = std::vector<Left>;
  void each_for_itself(const Lefts& lefts);

  Left entry(const Tree& object, const std::string& path, Around around);
  void change(const Tree& object, const std::string& path, Around around);
  Json inside(const Tree& object, const std::string& path, const Around& around, const Json& rest, bool envelope,
              bool is_value);
  void message(const Tree& object, const std::string& path, const Around& around, const Tree* thread, bool echo,
               const Tree& beside);
  void identity(const Tree& object, const std::string& path, const Around& around, const Json& rest,
                const Tree* thread);
  void status(const Tree& object, const std::string& path, const Around& around, const Tree& beside);
  void contact(const Tree& object, const std::string& path, const Around& around);
  void profile(const Tree& object, const std::string& path, const Around& around, const Tree& beside);
  void chunk(const Tree& object, const std::string& path, const Around& around);
  void errors(const Tree& value, const std::string& path, const Around& around);
  void call(const Tree& object, const std::string& path, const Around& around, const Tree& beside);
  void preference(const Tree& object, const std::string& path, const Around& around, const Tree& beside);
  void topic(const std::string& kind, const Json& content, const std::string& path, const Around& around,
             const Tree& beside);
};

}  // namespace twinline::test::slow
