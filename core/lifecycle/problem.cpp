#include "core/lifecycle/problem.h"

#include <algorithm>

namespace twinline {
namespace {

std::string lower(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    out += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return out;
}

bool names(const std::vector<std::string>& list, std::string_view word) {
  return !word.empty() && std::find(list.begin(), list.end(), word) != list.end();
}

bool says_one_of(const std::vector<std::string>& pieces, const std::string& message) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [&](const std::string& piece) { return message.find(lower(piece)) != std::string::npos; });
}

const Issue* find_issue(const Trouble& trouble, const Policy& policy, Date day) {
  const std::string message = lower(trouble.message);
  const auto first = [&](const auto& fits) -> const Issue* {
    const auto found = std::find_if(policy.issues.begin(), policy.issues.end(),
                                    [&](const Issue& issue) { return issue.dated.holds(day) && fits(issue); });
    return found == policy.issues.end() ? nullptr : &*found;
  };
  const Issue* by_id = first([&](const Issue& issue) { return names(issue.error_ids, trouble.error_id); });
  if (by_id != nullptr) return by_id;
  // Of several different errors the words of the last say little, unless they name something to do.
  const bool several = trouble.state == "several_errors";
  const Issue* by_words =
      first([&](const Issue& issue) { return (issue.acting_helps || !several) && says_one_of(issue.words, message); });
  if (by_words != nullptr) return by_words;
  return first([&](const Issue& issue) { return names(issue.states, trouble.state); });
}

std::string value_of(const Trouble& trouble, std::string_view name) {
  if (name == "session_id") return trouble.session_id;
  if (name == "error_id") return trouble.error_id;
  if (name == "fbtrace_id") return trouble.trace;
  if (name == "request_id") return trouble.request_id;
  return {};
}

}  // namespace

std::optional<Problem> problem_of(const Trouble& trouble, const Policy& policy, Date day) {
  const Issue* issue = find_issue(trouble, policy, day);
  if (issue == nullptr) return {};
  Problem problem;
  problem.issue = issue->name;
  problem.title = issue->title;
  problem.meaning = issue->meaning;
  problem.action = issue->action;
  problem.waiting_helps = issue->waiting_helps;
  problem.acting_helps = issue->acting_helps;
  problem.expectation = issue->expectation;
  for (const std::string& name : issue->quote) {
    if (std::string value = value_of(trouble, name); !value.empty()) problem.quote.emplace_back(name, std::move(value));
  }
  problem.message = trouble.message;
  problem.topic = issue->topic;
  problem.source = issue->dated.source;
  return problem;
}

}  // namespace twinline
