// Eligibility: facts and a policy on a day give a verdict, rule by rule.
//
// Only rules of level `block` decide: a failed one means not eligible, else an unknown one means it cannot be said yet.
// Rules and consequences that do not hold on that day are left out. A rule that no value of the missing fact could fail
// (a list of excluded countries that is empty) has passed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/eligibility/facts.h"
#include "core/policy/policy.h"

namespace twinline {

enum class Eligible : std::uint8_t { eligible, not_eligible, cannot_say_yet };
enum class RuleOutcome : std::uint8_t { passed, failed, unknown };

struct JudgedRule {
  Rule rule;
  RuleOutcome outcome = RuleOutcome::unknown;
  std::vector<std::pair<FactName, std::optional<FactValue>>> found;  // one entry a fact of the rule
};

struct JudgedConsequence {
  Consequence consequence;
  std::optional<bool> concerned;  // does the business rely on it? Nothing where no fact tells
};

struct Verdict {
  Eligible eligible = Eligible::cannot_say_yet;
  std::string policy;
  Date at;
  std::vector<JudgedRule> rules;  // in the policy's order
  std::vector<JudgedConsequence> consequences;
};

Verdict assess(const Facts& facts, const Policy& policy, Date at);

std::string_view to_string(Eligible eligible);
std::string_view to_string(RuleOutcome outcome);

std::string found_text(const JudgedRule& judged);  // for people: "2.24.9", "not stated"
std::string need_text(const Rule& rule);           // for people: "2.24.17 or newer"

}  // namespace twinline
