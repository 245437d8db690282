#include "native/cli/plan.h"

#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "core/schedule/plan.h"
#include "core/schedule/plan_summary.h"
#include "core/schedule/scenario.h"
#include "native/cli/option.h"
#include "native/cli/whole_file.h"

namespace twinline {
namespace {

struct Options {
  std::string scenario;
  bool summary = false;
};

void print_lines(const Scenario& scenario) {
  constexpr std::size_t enough_to_write = 1 << 16;
  std::string lines;
  run_plan(scenario, [&](const PlanStep& step) {
    write_plan_step(step, lines);
    if (lines.size() < enough_to_write) return;
    std::cout << lines;
    lines.clear();
  });
  std::cout << lines;
}

void print_summary(const Scenario& scenario) {
  PlanSummary summary(scenario);
  const PlanUse use = run_plan(scenario, [&](const PlanStep& step) { summary.add(step); });
  std::cout << summary.text(use);
}

int run(const Options& options) {
  const std::optional<std::string> text = read_whole_file(options.scenario);
  if (!text) return 1;
  const Result<Scenario> scenario = read_scenario(*text);
  if (!scenario) {
    complain(options.scenario, *text, scenario.error());
    return 1;
  }
  if (options.summary) {
    print_summary(*scenario);
  } else {
    print_lines(*scenario);
  }
  return printed_all() ? 0 : 1;
}

}  // namespace

void add_plan(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* plan = app.add_subcommand("plan", "Say what would be sent when: the scheduler on a virtual clock");
  plan->add_option("scenario", options->scenario, "The scenario: a JSON file, or - for standard input")->required();
  add_flag(*plan, "--summary", options->summary, "Print the fullest second, the rate reached and who waited how long");
  plan->footer("README.md says what a scenario may hold (Formats of `check` and `plan`).");
  plan->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace twinline
