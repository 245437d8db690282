#include "core/schedule/scenario.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/schedule/scenario_members.h"

namespace twinline {

namespace {

using namespace scenario;

// Counts the bytes that the parser has taken.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* taken) : at_(at), taken_(taken) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*taken_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* taken_;
};

class Reader {
 public:
  Reader(const std::size_t* taken, const SchedulerRules& rules) : taken_(taken) { scenario_.rules = rules; }

  // What the parser calls. False stops it; error() then says why.
  bool null() {
    return scalar([this](const Member& member) { return forget(member); });
  }
  bool boolean(bool value) {
    return scalar([&](const Member& member) { return keep(member, Kind::truth, value ? 1 : 0); });
  }
  bool number_integer(std::int64_t value) {
    return scalar([&](const Member& member) { return keep(member, Kind::number, value); });
  }
  bool number_unsigned(std::uint64_t value) {
    const auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return number_integer(static_cast<std::int64_t>(std::min(value, most)));
  }
  bool number_float(double value, const std::string& text) {
    return scalar([&](const Member& member) {
      const bool whole = std::floor(value) == value && std::fabs(value) <= static_cast<double>(longest_ms);
      if (!whole && member.kind == Kind::number) return fail(path(member.name), text + " is not a whole number");
      return keep(member, Kind::number, whole ? static_cast<std::int64_t>(value) : 0);
    });
  }
  bool string(std::string& value) {
    return scalar([&](const Member& member) {
      if (member.kind != Kind::text) return wrong_kind(member);
      if (member.required && value.empty()) return fail(path(member.name), "is empty, give a text");
      if (index(member) == lane && !lane_of(value)) {
        return fail(path(member.name), "\"" + value + "\" is not a lane, give reply, utility or marketing");
      }
      texts_[index(member)] = std::move(value);
      note(member);
      return true;
    });
  }
  bool binary(const nlohmann::json::binary_t&) { return false; }
  bool key(std::string& name) {
    key_ = std::move(name);
    return true;
  }

  bool start_object(std::size_t) {
    const Place outer = top();
    Place opens = Place::ignored;
    if (outer == Place::outside) opens = Place::root;
    if (outer == Place::inbounds) opens = Place::inbound;
    if (outer == Place::messages) opens = Place::message;
    if (outer == Place::answers) opens = Place::answer;
    if (opens == Place::ignored && !opened(false, opens)) return false;
    if (opens == Place::inbound || opens == Place::message || opens == Place::answer) begin_element();
    places_.push_back(opens);
    return true;
  }
  bool end_object() {
    const Place closed = top();
    places_.pop_back();
    switch (closed) {
      case Place::inbound:
        return add_inbound();
      case Place::message:
        return add_message();
      case Place::answer:
        return add_answer();
      case Place::root:
        return finish();
      default:
        return true;
    }
  }
  bool start_array(std::size_t) {
    if (top() == Place::outside) return fail("", "is not an object, give {\"rate\":20,\"messages\":[…]}");
    if (in_list()) return fail(path(""), "is not an object");
    Place opens = Place::ignored;
    if (!opened(true, opens)) return false;
    if (opens != Place::ignored) begin_list(opens);
    places_.push_back(opens);
    return true;
  }
  bool end_array() {
    places_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
    const std::string_view what = error.what();
    const std::size_t detail = what.find(": ");
    error_ = Error{.code = ErrorCode::bad_json,
                   .byte = position == 0 ? 0 : position - 1,
                   .place = "",
                   .what = "is not JSON: " + std::string(detail == what.npos ? what : what.substr(detail + 2))};
    return false;
  }

  const std::optional<Error>& error() const { return error_; }
  Scenario take() { return std::move(scenario_); }

 private:
  struct NamedAnswer {
    std::string id;
    std::size_t byte, place;
    Scenario::ScriptedAnswer answer;
  };

  static std::size_t index(const Member& member) { return static_cast<std::size_t>(&member - known_members.data()); }
  Place top() const { return places_.empty() ? Place::outside : places_.back(); }
  bool in_list() const { return top() == Place::inbounds || top() == Place::messages || top() == Place::answers; }
  // The last byte of the token that is being read, or the one behind it.
  std::size_t here() const { return *taken_ == 0 ? 0 : *taken_ - 1; }

  bool fail_at(std::size_t byte, std::string place, std::string what) {
    error_ = Error{.code = ErrorCode::bad_value, .byte = byte, .place = std::move(place), .what = std::move(what)};
    return false;
  }
  bool fail(std::string place, std::string what) { return fail_at(here(), std::move(place), std::move(what)); }

  // The path of a member of what is open now.
  std::string path(std::string_view name) const {
    std::string text;
    const auto element = [&](std::string_view list) {
      text.append(list).append("[").append(std::to_string(list_index_)).append("]");
    };
    switch (top()) {
      case Place::pair:
        text = "pair";
        break;
      case Place::inbounds:
      case Place::inbound:
        element("inbound");
        break;
      case Place::messages:
      case Place::message:
        element("messages");
        break;
      case Place::answers:
      case Place::answer:
        element("answers");
        break;
      default:
        break;
    }
    if (!text.empty() && !name.empty()) text += '.';
    return text.append(name);
  }

  // An object or array opens as a member: is it one of ours, and of the right kind?
  bool opened(bool array, Place& opens) {
    for (const Container& container : containers) {
      if (container.in != top() || container.name != key_) continue;
      if (container.array != array) return fail(path(key_), array ? "is not an object" : "is not a list");
      opens = container.opens;
      return true;
    }
    const Member* member = find_member();
    return member == nullptr || wrong_kind(*member);
  }

  const Member* find_member() const {
    for (const Member& member : known_members) {
      if (member.in == top() && member.name == key_) return &member;
    }
    return nullptr;
  }

  template <class Take>
  bool scalar(Take take) {
    if (top() == Place::outside) return fail("", "is not an object, give {\"rate\":20,\"messages\":[…]}");
    if (in_list()) return fail(path(""), "is not an object");
    if (const Member* member = find_member()) return take(*member);
    for (const Container& container : containers) {
      if (container.in == top() && container.name == key_) {
        return fail(path(key_), container.array ? "is not a list" : "is not an object");
      }
    }
    return true;
  }

  bool wrong_kind(const Member& member) {
    switch (member.kind) {
      case Kind::number:
        return fail(path(member.name), "is not a number, give a whole number");
      case Kind::text:
        return fail(path(member.name), "is not a text, give a string");
      case Kind::truth:
        break;
    }
    return fail(path(member.name), "is neither true nor false");
  }

  bool keep(const Member& member, Kind kind, std::int64_t value) {
    if (member.kind != kind) return wrong_kind(member);
    if (kind == Kind::number && (value < member.least || value > member.most)) {
      return fail(path(member.name), std::to_string(value) + " is out of range, give " + std::to_string(member.least) +
                                         " to " + std::to_string(member.most));
    }
    numbers_[index(member)] = value;
    note(member);
    return true;
  }
  void note(const Member& member) {
    seen_.set(index(member));
    bytes_[index(member)] = here();
  }

  // null is the same as absent.
  bool forget(const Member& member) {
    if (member.required) return wrong_kind(member);
    seen_.reset(index(member));
    return true;
  }

  // Of a list that is there twice the last counts.
  void begin_list(Place list) {
    list_index_ = 0;
    if (list == Place::inbounds) scenario_.inbound.clear();
    if (list == Place::answers) answers_.clear();
    if (list != Place::messages) return;
    has_messages_ = true;
    scenario_.messages.clear();
    by_id_.clear();
  }

  void begin_element() {
    element_byte_ = here();
    for (std::size_t i = inbound_at; i < known_count; ++i) seen_.reset(i);
  }

  bool require(Place place, std::size_t byte, const std::string& prefix) {
    for (const Member& member : known_members) {
      if (member.in == place && member.required && !seen_[index(member)]) {
        return fail_at(byte, prefix + std::string(member.name), "is missing");
      }
    }
    return true;
  }
  std::int64_t number(Known known, std::int64_t otherwise) const { return seen_[known] ? numbers_[known] : otherwise; }

  bool add_inbound() {
    scenario_.inbound.push_back({number(inbound_at, 0), number(inbound_count, 1)});
    ++list_index_;
    return true;
  }

  bool add_message() {
    const std::string place = path("") + ".";
    if (!require(Place::message, element_byte_, place)) return false;
    Scenario::Message message;
    message.send.id = texts_[message_id];
    message.send.to = texts_[message_to];
    message.at_ms = numbers_[message_at];
    if (seen_[lane]) message.send.lane = *lane_of(texts_[lane]);
    if (seen_[tenant]) message.send.campaign = texts_[tenant];
    if (seen_[not_before]) message.send.not_before_ms = numbers_[not_before];
    if (seen_[expires]) message.send.expires_ms = numbers_[expires];
    if (!by_id_.emplace(message.send.id, scenario_.messages.size()).second) {
      return fail_at(bytes_[message_id], place + "id", "\"" + message.send.id + "\" is there twice, give each its own");
    }
    scenario_.messages.push_back(std::move(message));
    ++list_index_;
    return true;
  }

  bool add_answer() {
    if (!require(Place::answer, element_byte_, path("") + ".")) return false;
    Scenario::ScriptedAnswer answer;
    answer.attempt = static_cast<unsigned>(number(attempt, 1));
    answer.latency_ms = number(latency_ms, 0);
    if (seen_[code]) answer.result = {SendResult::Kind::refused, numbers_[code], std::nullopt, 0};
    if (number(lost, 0) != 0) answer.result.kind = SendResult::Kind::lost;
    answers_.push_back({texts_[answer_id], bytes_[answer_id], list_index_, answer});
    ++list_index_;
    return true;
  }

  bool finish() {
    if (!require(Place::root, 0, "")) return false;
    if (!has_messages_) return fail_at(0, "messages", "is missing");
    SchedulerOptions& options = scenario_.options;
    options.rate = static_cast<int>(numbers_[rate]);
    options.headroom = static_cast<int>(number(headroom, options.headroom));
    options.guard_ms = number(guard_ms, options.guard_ms);
    options.floor = static_cast<int>(number(floor_, options.floor));
    options.seed = static_cast<std::uint64_t>(number(seed, 1));
    options.pair.every_ms = number(every_ms, options.pair.every_ms);
    options.pair.burst = number(burst, options.pair.burst);
    if (const Result<Scheduler> scheduler = Scheduler::create(options, scenario_.rules); !scheduler) {
      return fail_at(bytes_[rate], scheduler.error().place, scheduler.error().what);
    }
    return resolve_answers();
  }

  bool resolve_answers() {
    for (NamedAnswer& named : answers_) {
      const std::string place = "answers[" + std::to_string(named.place) + "]";
      const auto message = by_id_.find(named.id);
      if (message == by_id_.end())
        return fail_at(named.byte, place + ".id", "no message has the id \"" + named.id + "\"");
      named.answer.message = message->second;
    }
    const auto earlier = [](const NamedAnswer& a, const NamedAnswer& b) {
      return std::pair(a.answer.message, a.answer.attempt) < std::pair(b.answer.message, b.answer.attempt);
    };
    std::stable_sort(answers_.begin(), answers_.end(), earlier);
    for (std::size_t i = 1; i < answers_.size(); ++i) {
      if (earlier(answers_[i - 1], answers_[i])) continue;
      return fail_at(answers_[i].byte, "answers[" + std::to_string(answers_[i].place) + "].attempt",
                     "this attempt has two answers, give one");
    }
    for (const NamedAnswer& named : answers_) scenario_.answers.push_back(named.answer);
    return true;
  }

  const std::size_t* taken_;
  std::vector<Place> places_;
  std::string key_;
  std::array<std::int64_t, known_count> numbers_{};
  std::array<std::string, known_count> texts_;
  std::bitset<known_count> seen_;
  std::array<std::size_t, known_count> bytes_{};  // where each was read
  std::size_t list_index_ = 0;
  std::size_t element_byte_ = 0;
  bool has_messages_ = false;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::vector<NamedAnswer> answers_;
  Scenario scenario_;
  std::optional<Error> error_;
};

}  // namespace

Result<Scenario> read_scenario(std::string_view json, const SchedulerRules& rules) {
  if (json.find_first_not_of(" \t\r\n") == json.npos) {
    return Error{.code = ErrorCode::empty_input, .byte = 0, .place = "", .what = "is empty, give a scenario"};
  }
  std::size_t taken = 0;
  Reader reader(&taken, rules);
  const CountingIterator begin(json.data(), &taken), end(json.data() + json.size(), &taken);
  if (!nlohmann::json::sax_parse(begin, end, &reader)) return *reader.error();
  return reader.take();
}

}  // namespace twinline
