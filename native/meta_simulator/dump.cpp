#include "native/meta_simulator/dump.h"

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "native/meta_simulator/truth.h"

namespace twinline::simulator {
namespace {

std::string unwritable(const std::filesystem::path& file) {
  return file.string() + ": cannot be written; name a folder that may be written to";
}

bool write_bodies(const Onboarding& onboarding, std::ostream& out) {
  for (const Step& step : onboarding.steps()) out << onboarding.body(step) << '\n';
  out.flush();
  return static_cast<bool>(out);
}

}  // namespace

std::string write_truth(const World& world, const Onboarding& onboarding, const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << truth_of(world, onboarding).dump(2) << '\n';
  out.flush();
  return out ? "" : unwritable(file);
}

std::string dump(const WorldPlan& plan, const Scenario& scenario, const std::string& folder,
                 const std::filesystem::path& expect) {
  const World world = make_world(plan);
  OnboardingPlan onboarding_plan;
  onboarding_plan.duration_ms = scenario.duration_ms;
  const Onboarding onboarding(world, onboarding_plan);
  if (folder == "-") {
    if (!write_bodies(onboarding, std::cout)) return unwritable("standard output");
  } else {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const std::filesystem::path file = std::filesystem::path(folder) / (std::string(scenario.name) + ".jsonl");
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!write_bodies(onboarding, out)) return unwritable(file);
  }
  return expect.empty() ? "" : write_truth(world, onboarding, expect);
}

}  // namespace twinline::simulator
