#include "core/eligibility/assess.h"

#include <algorithm>

#include "core/policy/version.h"

namespace twinline {
namespace {

// Lists are written by people: "View Once", "view_once" and "view-once" are one word.
std::string folded(std::string_view word) {
  std::string plain;
  for (const char letter : word) {
    if (letter >= 'A' && letter <= 'Z') {
      plain += static_cast<char>(letter - 'A' + 'a');
    } else if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || (letter & 0x80) != 0) {
      plain += letter;
    }
  }
  return plain;
}

bool lists(const std::vector<std::string>& words, std::string_view word) {
  const std::string wanted = folded(word);
  return std::any_of(words.begin(), words.end(), [&](const std::string& entry) { return folded(entry) == wanted; });
}

// In a list people write more than the word: "Windows desktop app", "view once media".
bool speaks_of(const std::string& entry, const std::vector<std::string>& words) {
  const std::string said = folded(entry);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    const std::string wanted = folded(word);
    return !wanted.empty() && said.find(wanted) != std::string::npos;
  });
}

bool any_listed(const FactValue& value, const std::vector<std::string>& words) {
  if (const auto* text = std::get_if<std::string>(&value)) return lists(words, *text);
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    return std::any_of(list->begin(), list->end(), [&](const std::string& entry) { return speaks_of(entry, words); });
  }
  return false;
}

bool at_least(const FactValue& value, const FactValue& need) {
  const auto* count = std::get_if<std::int64_t>(&value);
  const auto* least = std::get_if<std::int64_t>(&need);
  if (count != nullptr && least != nullptr) return *count >= *least;
  const auto* version = std::get_if<std::string>(&value);
  const auto* oldest = std::get_if<std::string>(&need);
  return version != nullptr && oldest != nullptr && compare_versions(*version, *oldest) >= 0;
}

bool satisfies(const FactValue& value, const Rule& rule) {
  const auto* words = std::get_if<std::vector<std::string>>(&rule.need);
  switch (rule.test) {
    case Test::at_least:
      return at_least(value, rule.need);
    case Test::is:
      return value == rule.need;
    case Test::none_of:
      return words != nullptr && !any_listed(value, *words);
    case Test::one_of:
      return words != nullptr && any_listed(value, *words);
    case Test::never:
      return false;
  }
  return false;
}

bool excludes_nothing(const Rule& rule) {
  const auto* words = std::get_if<std::vector<std::string>>(&rule.need);
  return rule.test == Test::none_of && words != nullptr && words->empty();
}

std::optional<FactValue> fact_of(const Facts& facts, FactName name) {
  if (name != FactName::country) return facts[name];
  if (std::optional<std::string> country = country_of(facts)) return FactValue(*country);
  return {};
}

RuleOutcome outcome_of(const Rule& rule, const JudgedRule& judged) {
  if (rule.test == Test::never) return RuleOutcome::failed;
  if (excludes_nothing(rule)) return RuleOutcome::passed;
  bool all_known = true;
  for (const auto& [name, value] : judged.found) {
    if (!value) {
      all_known = false;
    } else if (satisfies(*value, rule)) {
      return RuleOutcome::passed;
    }
  }
  return all_known ? RuleOutcome::failed : RuleOutcome::unknown;
}

JudgedRule judge(const Rule& rule, const Facts& facts) {
  JudgedRule judged;
  judged.rule = rule;
  for (const FactName name : rule.facts) judged.found.emplace_back(name, fact_of(facts, name));
  judged.outcome = outcome_of(rule, judged);
  return judged;
}

JudgedConsequence judge(const Consequence& consequence, const Facts& facts) {
  JudgedConsequence judged;
  judged.consequence = consequence;
  if (consequence.fact) {
    if (const auto& value = facts[*consequence.fact]) judged.concerned = any_listed(*value, consequence.any_of);
  }
  return judged;
}

Eligible decide(const std::vector<JudgedRule>& rules) {
  const auto any_blocking = [&](RuleOutcome outcome) {
    return std::any_of(rules.begin(), rules.end(), [&](const JudgedRule& judged) {
      return judged.rule.level == Level::block && judged.outcome == outcome;
    });
  };
  if (any_blocking(RuleOutcome::failed)) return Eligible::not_eligible;
  return any_blocking(RuleOutcome::unknown) ? Eligible::cannot_say_yet : Eligible::eligible;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string value_text(const FactValue& value) {
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "yes" : "no";
  if (const auto* count = std::get_if<std::int64_t>(&value)) return std::to_string(*count);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  return list == nullptr || list->empty() ? "none" : joined(*list);
}

}  // namespace

Verdict assess(const Facts& facts, const Policy& policy, Date at) {
  Verdict verdict;
  verdict.policy = policy.name;
  verdict.at = at;
  for (const Rule& rule : policy.rules) {
    if (rule.dated.holds(at)) verdict.rules.push_back(judge(rule, facts));
  }
  for (const Consequence& consequence : policy.consequences) {
    if (consequence.dated.holds(at)) verdict.consequences.push_back(judge(consequence, facts));
  }
  verdict.eligible = decide(verdict.rules);
  return verdict;
}

std::string_view to_string(Eligible eligible) {
  switch (eligible) {
    case Eligible::eligible:
      return "eligible";
    case Eligible::not_eligible:
      return "not_eligible";
    case Eligible::cannot_say_yet:
      return "cannot_say_yet";
  }
  return "";
}

std::string_view to_string(RuleOutcome outcome) {
  switch (outcome) {
    case RuleOutcome::passed:
      return "passed";
    case RuleOutcome::failed:
      return "failed";
    case RuleOutcome::unknown:
      return "unknown";
  }
  return "";
}

std::string found_text(const JudgedRule& judged) {
  std::string text;
  for (const auto& [name, value] : judged.found) {
    if (!text.empty()) text += ", ";
    if (judged.found.size() > 1) text += std::string(to_string(name)) + ": ";
    text += value ? value_text(*value) : "not stated";
  }
  return text;
}

std::string need_text(const Rule& rule) {
  const std::string need = value_text(rule.need);
  switch (rule.test) {
    case Test::at_least:
      return std::holds_alternative<std::string>(rule.need) ? need + " or newer" : need + " or more";
    case Test::is:
      return rule.facts.size() > 1 ? need + " for one of them" : need;
    case Test::none_of:
      return excludes_nothing(rule) ? "any" : "none of " + need;
    case Test::one_of:
      return "one of " + need;
    case Test::never:
      return "another day";
  }
  return "";
}

}  // namespace twinline
