#include "tests/support/plan_judge.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <tuple>

namespace plan_judge {

namespace {

using nlohmann::json;

// What this judge takes from the rules: how long a 130429 halves the rate, and how long a refusal may hold a message.
constexpr Ms halved_for = 10'000;
bool is_retried(int code) { return code == 130429 || code == 131056 || code == 131000 || code == 131016; }
bool stops(int code) { return code == 131048 || code == 368; }
Ms longest_delay(int code, int attempt) {
  Ms delay = 1000;
  for (int i = 1; i < attempt; ++i) delay *= code == 131056 ? 4 : 2;
  return code == 131056 ? delay : delay + delay / 2;
}

struct Start {
  Ms at;
  std::size_t message;
  int attempt;
};

class Court {
 public:
  Court(const Scenario& scenario, const std::vector<Line>& lines) : scenario_(scenario), lines_(lines) {}

  std::string verdict() {
    collect();
    ends_once();
    attempts_in_order();
    within_the_rate();
    within_the_pair_rule();
    one_in_flight();
    order_of_arrival();
    within_its_own_time();
    if (problems_.str().empty()) never_idle();
    return problems_.str();
  }

 private:
  template <class... Parts>
  void wrong(const Parts&... parts) {
    (problems_ << ... << parts) << '\n';
  }

  void collect() {
    for (std::size_t i = 0; i < scenario_.messages.size(); ++i) index_[scenario_.messages[i].id] = i;
    for (const Answer& answer : scenario_.answers) answers_[{index_[answer.id], answer.attempt}] = answer;
    ended_.assign(scenario_.messages.size(), -1);
    of_message_.resize(scenario_.messages.size());
    Ms last = 0;
    for (const Line& line : lines_) {
      if (index_.count(line.id) == 0) {
        wrong("a line of a message that is not there: ", line.id);
        continue;
      }
      if (line.at < last) wrong("time goes back at ", line.id);
      last = line.at;
      const std::size_t message = index_[line.id];
      if (line.attempt == 0) {
        if (ended_[message] >= 0) wrong(line.id, " ends twice");
        ended_[message] = line.at;
        ends_[message] = line.end;
      } else {
        if (ended_[message] >= 0) wrong(line.id, " starts after its end");
        of_message_[message].push_back(starts_.size());
        starts_.push_back({line.at, message, line.attempt});
        if (line.lane != scenario_.messages[message].lane) wrong(line.id, " has another lane");
      }
    }
    horizon_ = last;
    for (const Start& start : starts_) {
      const Answer* answer = answer_to(start);
      if (answer == nullptr || answer->lost) continue;
      if (answer->code == 130429) halvings_.push_back(start.at + answer->latency);
      if (stops(answer->code)) stopped_at_ = std::min(stopped_at_, start.at + answer->latency);
    }
  }

  const Answer* answer_to(const Start& start) const {
    const auto found = answers_.find({start.message, start.attempt});
    return found == answers_.end() ? nullptr : &found->second;
  }
  Ms settled_at(const Start& start) const {
    const Answer* answer = answer_to(start);
    return start.at + (answer == nullptr ? 0 : answer->latency);
  }
  bool accepted(const Start& start) const {
    const Answer* answer = answer_to(start);
    return answer == nullptr || (!answer->lost && answer->code < 0);
  }

  void ends_once() {
    for (std::size_t i = 0; i < scenario_.messages.size(); ++i) {
      const std::string& id = scenario_.messages[i].id;
      const bool ended = ended_[i] >= 0;
      if (of_message_[i].empty()) {
        if (!ended) wrong(id, " is lost: no line at all");
        continue;
      }
      const Start& last = starts_[of_message_[i].back()];
      const Answer* answer = answer_to(last);
      if (accepted(last) && ended) wrong(id, " was accepted and has an end too");
      if (!accepted(last) && !ended) wrong(id, " was not accepted and has no end");
      if (answer != nullptr && answer->lost && ends_[i] != "in_doubt") wrong(id, " should be in doubt");
      if (ended && ends_[i] == "in_doubt" && !(answer != nullptr && answer->lost))
        wrong(id, " is in doubt without cause");
      if (answer != nullptr && !answer->lost && answer->code >= 0 && !is_retried(answer->code) &&
          ends_[i] != "failed") {
        wrong(id, " should have failed");
      }
      if (ended && (ends_[i] == "in_doubt" || ends_[i] == "failed") && ended_[i] != settled_at(last)) {
        wrong(id, " ends at ", ended_[i], " instead of ", settled_at(last));
      }
    }
  }

  void attempts_in_order() {
    for (std::size_t i = 0; i < of_message_.size(); ++i) {
      int expected = 1;
      for (const std::size_t s : of_message_[i]) {
        if (starts_[s].attempt != expected++) wrong(scenario_.messages[i].id, " has attempts out of order");
        if (&starts_[s] == &starts_[of_message_[i].back()]) continue;
        const Answer* answer = answer_to(starts_[s]);
        if (answer == nullptr || answer->lost || !is_retried(answer->code)) {
          wrong(scenario_.messages[i].id, " was sent twice");
        }
      }
    }
  }

  std::int64_t allowed(Ms t, Ms inclusive) const {
    const std::int64_t usual = scenario_.rate - scenario_.headroom;
    if (usual <= 0) return 0;
    for (const Ms halved : halvings_) {
      if (t >= halved + inclusive && t < halved + halved_for) return std::max<std::int64_t>(usual / 2, 1);
    }
    return usual;
  }
  std::int64_t received(Ms after, Ms until) const {
    std::int64_t count = 0;
    for (const Inbound& inbound : scenario_.inbound) {
      if (inbound.at > after && inbound.at <= until) count += inbound.count;
    }
    return count;
  }

  void within_the_rate() {
    const Ms window = 1000 + scenario_.guard;
    for (std::size_t s = 0; s < starts_.size(); ++s) {
      const Ms t = starts_[s].at;
      std::int64_t count = 0;
      for (std::size_t before = 0; before <= s; ++before) count += starts_[before].at > t - window ? 1 : 0;
      // Answers of this very millisecond may have come before or after this start.
      const bool fits = count + received(t - window, t) <= allowed(t, 1);
      const bool floor = scenario_.messages[starts_[s].message].lane == "reply" && count <= scenario_.floor;
      if (!fits && !floor) wrong("over the rate at ", t, ": ", count, " + ", received(t - window, t));
      if (t > stopped_at_) wrong("a start at ", t, " though the number was stopped");
    }
  }

  // The rule told in other words: a burst opens when all is paid, and lasts `every`.
  void within_the_pair_rule() {
    std::map<std::string, std::vector<Ms>> by_user;
    for (const Start& start : starts_) by_user[scenario_.messages[start.message].to].push_back(start.at);
    for (const auto& [user, times] : by_user) {
      Ms opened = 0;
      std::int64_t since = 0;
      for (std::size_t i = 0; i < times.size(); ++i) {
        const bool paid = i == 0 || times[i] >= opened + since * scenario_.every;
        if (paid) {
          opened = times[i];
          since = 0;
        } else if (times[i] >= opened + scenario_.every || since >= scenario_.burst) {
          wrong("over the pair rule for ", user, " at ", times[i]);
        }
        ++since;
      }
    }
  }

  void one_in_flight() {
    std::map<std::string, std::pair<std::size_t, Ms>> busy;  // user -> last message, settled at
    for (const Start& start : starts_) {
      const std::string& user = scenario_.messages[start.message].to;
      const auto found = busy.find(user);
      if (found != busy.end()) {
        const auto [other, settled] = found->second;
        if (start.at < settled) wrong("two in flight to ", user, " at ", start.at);
        const Start& last = starts_[of_message_[other].back()];
        const bool comes_again = last.at > start.at;
        if (other != start.message && comes_again) wrong(user, " got another message between two attempts");
      }
      busy[user] = {start.message, settled_at(start)};
    }
  }

  void order_of_arrival() {
    std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> first_starts;
    for (const Start& start : starts_) {
      const Message& message = scenario_.messages[start.message];
      if (start.attempt == 1) first_starts[{message.to, message.lane}].push_back(start.message);
    }
    for (const auto& [who, messages] : first_starts) {
      for (std::size_t i = 1; i < messages.size(); ++i) {
        const Message& a = scenario_.messages[messages[i - 1]];
        const Message& b = scenario_.messages[messages[i]];
        const bool later = std::tie(a.at, messages[i - 1]) > std::tie(b.at, messages[i]);
        if (later && b.not_before <= b.at) wrong(b.id, " was overtaken by ", a.id);
      }
    }
  }

  void within_its_own_time() {
    for (const Start& start : starts_) {
      const Message& message = scenario_.messages[start.message];
      if (start.at < message.at || start.at < message.not_before) wrong(message.id, " starts too early");
      if (message.expires >= 0 && start.at >= message.expires) wrong(message.id, " starts too late");
    }
    for (std::size_t i = 0; i < ended_.size(); ++i) {
      const Message& message = scenario_.messages[i];
      if (ended_[i] < 0 || ends_[i] != "dropped") continue;
      if (message.expires < 0) wrong(message.id, " was dropped and never expires");
      const Ms due = std::max(message.expires, message.at);
      if (of_message_[i].empty() && ended_[i] != due) wrong(message.id, " was dropped at ", ended_[i], ", not ", due);
    }
  }

  // At the end of every millisecond: could anything still have gone?
  void never_idle() {
    constexpr Ms looked_at = 15'000;
    const Ms window = 1000 + scenario_.guard;
    std::size_t next = 0;
    std::vector<int> attempts(scenario_.messages.size(), 0);
    std::map<std::string, std::pair<Ms, std::int64_t>> debt;  // user -> burst opened, starts since
    for (Ms t = 0; t <= std::min(horizon_, looked_at) && t < stopped_at_; ++t) {
      for (; next < starts_.size() && starts_[next].at == t; ++next) {
        const Start& start = starts_[next];
        attempts[start.message] = start.attempt;
        auto [entry, first] = debt.try_emplace(scenario_.messages[start.message].to, t, 0);
        auto& [opened, since] = entry->second;
        if (!first && t >= opened + since * scenario_.every) {
          opened = t;
          since = 0;
        }
        ++since;
      }
      std::int64_t count = 0;
      for (std::size_t s = next; s-- > 0 && starts_[s].at > t - window;) ++count;
      const bool room = count + received(t - window, t) < allowed(t, 0);
      const bool floor = count < scenario_.floor;
      if (!room && !floor) continue;

      std::set<std::string> blocked;
      for (std::size_t i = 0; i < scenario_.messages.size(); ++i) {
        if (attempts[i] == 0) continue;
        const Start& start = starts_[of_message_[i][static_cast<std::size_t>(attempts[i] - 1)]];
        const bool last = attempts[i] == static_cast<int>(of_message_[i].size());
        const bool over = last && (accepted(start) || ended_[i] <= t) && settled_at(start) <= t;
        if (over) continue;
        blocked.insert(scenario_.messages[i].to);
        const Answer* answer = answer_to(start);
        if (settled_at(start) > t || answer == nullptr || !is_retried(answer->code)) continue;
        const bool may =
            pair_allows(debt, scenario_.messages[i].to, t) && (room || scenario_.messages[i].lane == "reply");
        if (may && t > settled_at(start) + longest_delay(answer->code, start.attempt)) {
          wrong(scenario_.messages[i].id, " was not tried again until ", t);
          return;
        }
      }
      for (std::size_t i = 0; i < scenario_.messages.size(); ++i) {
        const Message& message = scenario_.messages[i];
        const bool waits = attempts[i] == 0 && message.at <= t && message.not_before <= t &&
                           (message.expires < 0 || message.expires > t) && !(ended_[i] >= 0 && ended_[i] <= t);
        if (!waits || blocked.count(message.to) != 0 || !pair_allows(debt, message.to, t)) continue;
        if (room || message.lane == "reply") {
          wrong("idle at ", t, " though ", message.id, " could go");
          return;
        }
      }
    }
  }

  bool pair_allows(const std::map<std::string, std::pair<Ms, std::int64_t>>& debt, const std::string& user,
                   Ms t) const {
    const auto found = debt.find(user);
    if (found == debt.end()) return true;
    const auto [opened, since] = found->second;
    return t >= opened + since * scenario_.every || (t < opened + scenario_.every && since < scenario_.burst);
  }

  const Scenario& scenario_;
  const std::vector<Line>& lines_;
  std::map<std::string, std::size_t> index_;
  std::map<std::pair<std::size_t, int>, Answer> answers_;
  std::vector<Start> starts_;
  std::vector<std::vector<std::size_t>> of_message_;  // indexes of starts
  std::vector<Ms> ended_;
  std::map<std::size_t, std::string> ends_;
  std::vector<Ms> halvings_;
  Ms stopped_at_ = Ms{1} << 60;
  Ms horizon_ = 0;
  std::ostringstream problems_;
};

}  // namespace

std::string to_json(const Scenario& scenario) {
  json text = {{"rate", scenario.rate},      {"headroom", scenario.headroom},
               {"guard_ms", scenario.guard}, {"floor", scenario.floor},
               {"seed", scenario.seed},      {"pair", {{"every_ms", scenario.every}, {"burst", scenario.burst}}}};
  text["messages"] = json::array();
  for (const Message& message : scenario.messages) {
    json one = {{"id", message.id}, {"to", message.to}, {"at", message.at}, {"lane", message.lane}};
    if (!message.tenant.empty()) one["tenant"] = message.tenant;
    if (message.not_before > 0) one["not_before"] = message.not_before;
    if (message.expires >= 0) one["expires"] = message.expires;
    text["messages"].push_back(one);
  }
  for (const Inbound& inbound : scenario.inbound) {
    text["inbound"].push_back({{"at", inbound.at}, {"count", inbound.count}});
  }
  for (const Answer& answer : scenario.answers) {
    json one = {{"id", answer.id}, {"attempt", answer.attempt}, {"latency_ms", answer.latency}};
    if (answer.lost) one["lost"] = true;
    if (answer.code >= 0) one["code"] = answer.code;
    text["answers"].push_back(one);
  }
  return text.dump();
}

std::vector<Line> read_lines(const std::string& ndjson) {
  std::vector<Line> lines;
  std::istringstream in(ndjson);
  for (std::string text; std::getline(in, text);) {
    const json value = json::parse(text);
    Line line;
    line.id = value.at("id");
    if (value.contains("start")) {
      line.at = value.at("start");
      line.attempt = value.at("attempt");
      line.lane = value.at("lane");
    } else {
      line.at = value.at("at");
      line.end = value.at("end");
      line.reason = value.at("reason");
    }
    lines.push_back(line);
  }
  return lines;
}

std::string judge(const Scenario& scenario, const std::vector<Line>& lines) { return Court(scenario, lines).verdict(); }

}  // namespace plan_judge
