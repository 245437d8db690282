// What Meta is going to post, and what it is going to do, each at its time.
//
// A webhook that was taken out stays known until it is acknowledged, so that a restart sends it again: twice is allowed,
// never is not. No clock, no I/O.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::simulator {

struct Outgoing {
  enum class Kind : std::uint8_t {
    webhook,  // `text` is the body
    step,     // a body of the onboarding, made when its turn comes
    act,      // `text` says what Meta does
  };

  std::int64_t due_ms = 0;
  Kind kind = Kind::webhook;
  std::string what;  // for a log
  std::string waba, number, field;
  std::string text;
  std::uint32_t step = 0;
  // Tells the end of a subscription, and so comes although there is none any more.
  bool farewell = false;
};

class Outbox {
 public:
  using Id = std::uint64_t;

  void push(Outgoing outgoing) { waiting_.emplace(std::pair(outgoing.due_ms, ++last_), std::move(outgoing)); }

  // The earliest of those whose time has come.
  std::optional<std::pair<Id, Outgoing>> take(std::int64_t now_ms);
  std::optional<std::int64_t> next_due_ms() const;
  // What was taken out is settled: delivered, dropped, or done.
  void settle(Id id) { taken_.erase(id); }
  // Forgets what is still to come for a number.
  void forget(std::string_view number);
  bool has_act(std::string_view number, std::string_view name) const;

  // In order; what was taken and not settled comes first.
  std::vector<Outgoing> all() const;
  std::size_t size() const { return waiting_.size() + taken_.size(); }
  // Webhooks and steps of that field and number that are not delivered yet.
  std::size_t open(std::string_view number) const;

 private:
  std::map<std::pair<std::int64_t, Id>, Outgoing> waiting_;
  std::map<Id, Outgoing> taken_;
  Id last_ = 0;
};

}  // namespace twinline::simulator
