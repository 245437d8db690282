#include "native/cli/plan.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "core/policy/document.h"
#include "core/schedule/plan.h"
#include "core/schedule/plan_summary.h"
#include "core/schedule/scenario.h"

namespace twinline {
namespace {

struct Options {
  std::string scenario;
  bool summary = false;
};

// The whole file, or standard input for "-". Nothing where it cannot be read.
std::optional<std::string> read_all(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) return {};
  std::ifstream file(path, std::ios::binary);
  if (!file) return {};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void complain(const std::string& file, std::string_view what) {
  std::cerr << "twinline: " << (file == "-" ? "standard input" : file) << ": " << what << '\n';
}

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
  const std::optional<std::string> text = read_all(options.scenario);
  if (!text) {
    complain(options.scenario, "cannot be read, give a scenario or - for standard input");
    return 1;
  }
  const Result<Scenario> scenario = read_scenario(*text);
  if (!scenario) {
    const Error& error = scenario.error();
    const std::string place = error.place.empty() ? "" : ", " + error.place;
    complain(options.scenario, "byte " + std::to_string(error.byte) + ": line " +
                                   std::to_string(line_of(*text, error.byte)) + place + ": " + error.what);
    return 1;
  }
  if (options.summary) {
    print_summary(*scenario);
  } else {
    print_lines(*scenario);
  }
  return 0;
}

}  // namespace

void add_plan(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* plan = app.add_subcommand("plan", "Say what would be sent when: the scheduler on a virtual clock");
  plan->add_option("scenario", options->scenario, "The scenario: a JSON file, or - for standard input")->required();
  plan->add_flag("--summary", options->summary, "Print the fullest second, the rate reached and who waited how long");
  plan->footer("README.md says what a scenario may hold (Formats of `check` and `plan`).");
  plan->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace twinline
