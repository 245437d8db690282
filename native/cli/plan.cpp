#include "native/cli/plan.h"

#include <memory>
#include <optional>
#include <string>

#include "core/schedule/plan.h"
#include "core/schedule/plan_summary.h"
#include "core/schedule/scenario.h"
#include "native/cli/option.h"
#include "native/cli/output.h"
#include "native/cli/whole_file.h"

namespace twinline {
namespace {

struct Options {
  std::string scenario;
  bool summary = false;
};

void print_lines(const Scenario& scenario, Output& output) {
  std::string line;
  run_plan(scenario, [&](const PlanStep& step) {
    line.clear();
    write_plan_step(step, line);
    output.write(line);
  });
}

void print_summary(const Scenario& scenario, Output& output) {
  PlanSummary summary(scenario);
  const PlanUse use = run_plan(scenario, [&](const PlanStep& step) { summary.add(step); });
  output.write(summary.text(use));
}

int run(const Options& options) {
  const Result<std::string> text = read_whole_file(options.scenario);
  if (!text) {
    complain(options.scenario, text.error().what);
    return 1;
  }
  const Result<Scenario> scenario = read_scenario(*text);
  if (!scenario) {
    complain(options.scenario, *text, scenario.error());
    return 1;
  }
  Output output;
  if (options.summary) {
    print_summary(*scenario, output);
  } else {
    print_lines(*scenario, output);
  }
  return output.finish() ? 0 : 1;
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
