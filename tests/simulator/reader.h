// A receiver that is as simple as can be: it reads bodies with a general JSON library and remembers what was told. The
// simulator's truth is compared with it, so it shares no code with the simulator and none with the core.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::tests {

struct Wamid {
  std::string phone;
  bool from_me = false;
  std::string device_id;

  bool operator==(const Wamid&) const = default;
  bool operator<(const Wamid& other) const {
    if (from_me != other.from_me) return other.from_me;
    if (device_id != other.device_id) return device_id < other.device_id;
    // What the business sent may embed its own number or the recipient's.
    return !from_me && phone < other.phone;
  }
};

// Fails the test if the id is not written as Meta writes them.
Wamid read_wamid(const std::string& text);

struct Reader {
  std::string number, phone;
  std::set<Wamid> messages;
  std::map<std::string, std::map<Wamid, std::set<std::string>>> by_thread;  // ids seen for each message
  std::map<std::string, long long> times;                                   // by id
  std::set<std::string> contacts, removed, placeholders, media;
  std::set<std::pair<int, int>> chunks;
  std::set<std::string> fields;

  void read(const std::string& body);

 private:
  void read_value(const std::string& field, const nlohmann::json& value);
  void read_message(const nlohmann::json& message, const std::string& thread);
};

// The only value of the only change of a body.
nlohmann::json value_of(const std::string& body);

}  // namespace twinline::tests
