// The known issues of Meta, applied: what an error means, whether waiting or acting helps, and what to quote to support.
//
// Most issues of coexistence start on Meta's side, and there is no published catalogue of their numbers; the policy
// (rules/issues.json) names those that providers describe. An error of the signup that nobody knows gets the entry
// `unknown_error`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/policy/policy.h"

namespace twinline {

// What of an error is to be recognised and quoted; any part may be empty.
struct Trouble {
  std::string state;    // ours: cancelled, signup_error, several_errors, code_expired, code_lost, sync_silent, …
  std::string message;  // Meta's words
  std::string error_id;
  std::string session_id;
  std::string trace;       // fbtrace_id
  std::string request_id;  // of a sync
};

struct Problem {
  std::string issue;
  std::string title;
  std::string meaning;
  std::string action;
  bool waiting_helps = false;
  bool acting_helps = false;
  std::string expectation;
  std::vector<std::pair<std::string, std::string>> quote;  // name and value, those that are known
  std::string message;                                     // Meta's words
  std::string topic;                                       // where to report it to Meta's support
  std::string source;
  bool operator==(const Problem&) const = default;
};

// The entry that fits best: by error id, else by words, else by state; of several different errors the words count only
// where there is something to do. Nothing where the policy has none.
std::optional<Problem> problem_of(const Trouble& trouble, const Policy& policy, Date day);

}  // namespace twinline
