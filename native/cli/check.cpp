#include "native/cli/check.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/eligibility/assess.h"
#include "core/eligibility/verdict_json.h"
#include "core/policy/load.h"
#include "native/cli/option.h"
#include "native/cli/output.h"
#include "native/cli/whole_file.h"

namespace twinline {
namespace {

struct Options {
  std::string facts;
  std::string policy;
  std::string at;
  bool json = false;
};

Date today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return date_of(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

std::optional<Policy> policy_of(const std::string& name_or_file) {
  if (std::optional<Policy> policy = builtin_policy(name_or_file)) return policy;
  const Result<std::string> text = read_whole_file(name_or_file);
  if (!text) {
    complain(name_or_file, text.error().what + "; a policy is meta, connexease, gupshup or a file of your own");
    return {};
  }
  Result<Policy> policy = parse_policy(*text);
  if (!policy) {
    complain(name_or_file, *text, policy.error());
    return {};
  }
  return *policy;
}

std::optional<Facts> facts_of(const std::string& path) {
  const Result<std::string> text = read_whole_file(path);
  if (!text) {
    complain(path, text.error().what);
    return {};
  }
  Result<Facts> facts = read_facts(*text);
  if (!facts) {
    complain(path, *text, facts.error());
    return {};
  }
  for (const std::string& member : facts->unknown_members) {
    complain(path, "note: no fact is called \"" + member + "\", it changes nothing");
  }
  return *facts;
}

// Columns count characters, not bytes: the continuation bytes of UTF-8 take no place.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

void print_table(const std::vector<std::vector<std::string>>& rows, std::ostream& out) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += (i == 0 ? "  " : "   ") + row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width_of(row[i]), ' ');
    }
    out << line << '\n';
  }
}

std::string headline(const Verdict& verdict) {
  switch (verdict.eligible) {
    case Eligible::eligible:
      return "Eligible";
    case Eligible::not_eligible:
      return "Not eligible";
    case Eligible::cannot_say_yet:
      return "Cannot be said yet";
  }
  return "";
}

std::string mark(const JudgedRule& judged) {
  if (judged.outcome != RuleOutcome::failed) return std::string(to_string(judged.outcome));
  return judged.rule.level == Level::block ? "FAILED" : "warning";
}

void print_rules(const Verdict& verdict, std::ostream& out) {
  std::vector<std::vector<std::string>> rows = {{"rule", "counts", "outcome", "found", "need"}};
  for (const JudgedRule& judged : verdict.rules) {
    const std::string counts = judged.rule.level == Level::block ? "yes" : "no";
    rows.push_back({judged.rule.name, counts, mark(judged), found_text(judged), need_text(judged.rule)});
  }
  print_table(rows, out);
}

void print_remedies(const Verdict& verdict, std::ostream& out) {
  bool any = false;
  for (const JudgedRule& judged : verdict.rules) {
    const bool open = judged.rule.level == Level::block && judged.outcome == RuleOutcome::unknown;
    if (judged.outcome != RuleOutcome::failed && !open) continue;
    if (!any) out << "\nWhat to do\n";
    any = true;
    out << "  " << judged.rule.name << (open ? " (not stated): " : ": ") << judged.rule.why << ' '
        << (open ? "State the fact to get an answer." : judged.rule.fix) << "\n    " << judged.rule.dated.source
        << '\n';
  }
}

void print_consequences(const Verdict& verdict, std::ostream& out) {
  out << "\nWhat coexistence changes (* concerns this business)\n";
  for (const JudgedConsequence& judged : verdict.consequences) {
    out << (judged.concerned.value_or(false) ? "* " : "  ") << judged.consequence.text << '\n';
  }
}

int run(const Options& options) {
  Date at = today();
  if (!options.at.empty()) {
    const std::optional<Date> given = parse_date(options.at);
    if (!given) {
      std::cerr << "twinline: --at: \"" << options.at << "\" is no day, write it as 2026-04-15\n";
      return 2;
    }
    at = *given;
  }
  const std::optional<Policy> policy = policy_of(options.policy);
  if (!policy) return 1;
  const std::optional<Facts> facts = facts_of(options.facts);
  if (!facts) return 1;

  const Verdict verdict = assess(*facts, *policy, at);
  std::ostringstream out;
  if (options.json) {
    out << verdict_json(verdict) << '\n';
  } else {
    out << headline(verdict) << " by the policy " << policy->name << " (" << policy->title << ") on " << to_string(at)
        << "\n\n";
    print_rules(verdict, out);
    print_remedies(verdict, out);
    print_consequences(verdict, out);
  }
  Output output;
  output.write(out.str());
  return output.finish() ? 0 : 1;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* check = app.add_subcommand("check", "Say whether a business may come to coexistence, rule by rule");
  check->add_option("facts", options->facts, "The facts: a JSON file, or - for standard input")->required();
  add_option(*check, "--policy", options->policy, "meta, connexease, gupshup, or a policy file of your own")
      ->required();
  add_option(*check, "--at", options->at, "The day to judge for, as 2026-04-15 (default: today)");
  add_flag(*check, "--json", options->json, "Print the verdict as JSON");
  check->footer("README.md says what a facts file may hold (Formats of `check` and `plan`).");
  check->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace twinline
