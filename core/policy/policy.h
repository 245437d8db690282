// The dated rules about WhatsApp as values: who may come to coexistence, what it costs them, which limits hold, what an
// error code means, which versions of the Graph API live.
//
// Every entry names its source and the days it holds: from its first day on, until the day before `until`. Where the
// first day was never published it is the day coexistence itself began, or that of the oldest source that states the
// rule. The rules of Meta and of the providers are JSON files in `rules/`, compiled in (builtin.h); a partner may bring
// its own file. A policy is data only: the rooms that decide (eligibility, lifecycle, graph, schedule, sending) apply it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/date.h"
#include "core/policy/fact.h"
#include "core/result.h"

namespace twinline {

struct Dated {
  std::string source;
  Date from;
  std::optional<Date> until;  // the first day on which it holds no more

  bool holds(Date day) const { return from <= day && (!until || day < *until); }
};

enum class Level : std::uint8_t { block, warn };

// none_of and one_of compare whole words, in any spelling; of a fact that is a list, an entry that has the word in it.
enum class Test : std::uint8_t { at_least, is, none_of, one_of, never };

struct Rule {
  std::string name;
  Level level = Level::warn;
  std::vector<FactName> facts;  // one of them satisfying the test is enough
  Test test = Test::never;
  FactValue need;  // what the test compares with; of no meaning for `never`
  std::string why;
  std::string fix;
  Dated dated;
};

// What coexistence changes for the business, told before it decides.
struct Consequence {
  std::string name;
  std::string text;
  std::optional<FactName> fact;     // the list (features, companions) that tells whether this business is concerned
  std::vector<std::string> any_of;  // the words in that list that mean it
  Dated dated;
};

struct Limit {
  std::string name;  // with its unit: "sync_window_s"
  std::int64_t value = 0;
  Dated dated;
};

// What to do about an error of the Graph API.
enum class RetryAdvice : std::uint8_t {
  retry,          // again after a wait, some times
  back_off,       // a rate was reached: slower, and again
  wait_for_user,  // only messages to this user wait
  use_template,   // the service window is closed
  fetch_again,    // the medium, not the message
  look_in_app,    // only the phone shows it
  stop,           // nothing more until a person has looked
  authorise,      // the token or a permission is missing
  onboard_again,  // only disconnecting in the app and a new signup help
  never,          // this request will not work
};

enum class Reach : std::uint8_t { message, user, number, account, app };  // whose requests have to wait or stop

struct ErrorRule {
  std::int64_t code = 0;
  std::int64_t last_code = 0;  // a range of codes ends here; equal to `code` for one
  std::optional<std::int64_t> subcode;
  std::string meaning;
  std::string action;  // in words
  RetryAdvice advice = RetryAdvice::never;
  Reach reach = Reach::message;
  std::int64_t first_wait_ms = 0;  // the n-th repetition waits first_wait_ms * factor^n
  std::int64_t factor = 1;
  std::int64_t attempts = 0;  // repetitions at most
  Dated dated;
};

struct GraphVersion {
  std::string version;  // "v24.0"
  Dated dated;
};

// How soon somebody has to act.
enum class Urgency : std::uint8_t { note, warning, urgent };

// A word of Meta's, explained: what it means and what to do.
struct Explained {
  std::string name;  // as Meta spells it
  std::string meaning;
  std::string action;
  Urgency urgency = Urgency::warning;
  Dated dated;

  std::string text() const { return meaning + ' ' + action; }
};

// A trouble that is known to happen on the way to coexistence: how to recognise it and what to expect.
struct Issue {
  std::string name;
  std::vector<std::string> error_ids;  // of Meta's signup window, or codes of the Graph API
  std::vector<std::string> words;      // pieces of Meta's message, in any case
  std::vector<std::string> states;     // ours (core/lifecycle/problem.h)
  std::string title;
  std::string meaning;
  std::string action;
  bool waiting_helps = false;
  bool acting_helps = false;
  std::string expectation;
  std::vector<std::string> quote;  // session_id, error_id, fbtrace_id, request_id
  std::string topic;               // where Meta's support takes it; may be empty
  Dated dated;
};

struct Policy {
  std::string name;
  std::string title;
  std::vector<Rule> rules;
  std::vector<Consequence> consequences;
  std::vector<Limit> limits;
  std::vector<ErrorRule> errors;
  std::vector<GraphVersion> graph_versions;
  std::vector<Explained> removals;      // reasons of PARTNER_REMOVED (disconnection_info)
  std::vector<Explained> restrictions;  // types of ACCOUNT_RESTRICTION (restriction_info)
  std::vector<Explained> qualities;     // ratings of a number, and events about them, that want something done
  std::vector<Explained> tiers;         // messaging limits, and events about them, that want something done
  std::vector<Issue> issues;

  std::optional<std::int64_t> limit(std::string_view limit_name, Date day) const;

  // The most particular entry: code with subcode, else the subcode as a code of its own, else the code.
  const ErrorRule* error(std::int64_t code, std::optional<std::int64_t> subcode, Date day) const;

  // Nothing where the word is not known on that day.
  const Explained* removal(std::string_view reason, Date day) const;
  const Explained* restriction(std::string_view type, Date day) const;
  const Explained* quality(std::string_view rating, Date day) const;
  const Explained* tier(std::string_view limit, Date day) const;

  bool graph_version_lives(std::string_view version, Date day) const;

  // The one that came out last; empty where none lives.
  std::string_view newest_graph_version(Date day) const;
};

std::string_view to_string(Level level);
std::string_view to_string(RetryAdvice advice);
std::string_view to_string(Reach reach);

}  // namespace twinline
