#include "core/lifecycle/eligibility_standing.h"

#include "core/eligibility/assess.h"

namespace twinline {
namespace {

std::string facts_of_rule(const JudgedRule& judged) {
  std::string names;
  for (const auto& [name, value] : judged.found) names += (names.empty() ? "" : " or ") + std::string(to_string(name));
  return names;
}

// Of the rules that decide, those with this outcome.
std::string told_of(const Verdict& verdict, RuleOutcome outcome) {
  std::string text;
  for (const JudgedRule& judged : verdict.rules) {
    if (judged.rule.level != Level::block || judged.outcome != outcome) continue;
    const bool unknown = outcome == RuleOutcome::unknown;
    text += unknown ? " Not stated: " + facts_of_rule(judged) + '.' : ' ' + judged.rule.why + ' ' + judged.rule.fix;
  }
  return text;
}

}  // namespace

EligibilityStanding eligibility_standing(std::string_view facts_json, const Policy& policy, Date day) {
  const Result<Facts> facts = read_facts(facts_json);
  if (!facts) return {true, facts.error().what};
  const Verdict verdict = assess(*facts, policy, day);
  if (verdict.eligible == Eligible::not_eligible) {
    return {true, "Not eligible." + told_of(verdict, RuleOutcome::failed)};
  }
  if (verdict.eligible == Eligible::eligible) return {false, "The business may come to coexistence."};
  return {false, "It cannot be said yet." + told_of(verdict, RuleOutcome::unknown)};
}

}  // namespace twinline
