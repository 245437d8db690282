// The bodies of an onboarding as a file, for tests and benches, and the truth beside it.
#pragma once

#include <filesystem>
#include <string>

#include "native/meta_simulator/onboarding.h"
#include "native/meta_simulator/scenarios.h"
#include "native/meta_simulator/world.h"

namespace twinline::simulator {

// Writes the bodies in the order in which they would be posted, repetitions included, one a line: into
// `folder`/SCENARIO.jsonl, or to standard output if `folder` is "-". Live traffic never ends and is left out. `expect`
// may be empty. Returns what went wrong, or nothing.
std::string dump(const WorldPlan& plan, const Scenario& scenario, const std::string& folder,
                 const std::filesystem::path& expect);

std::string write_truth(const World& world, const Onboarding& onboarding, const std::filesystem::path& file);

}  // namespace twinline::simulator
