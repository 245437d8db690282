// What a run leaves behind for the next one: Meta sends a history once, so a second start continues where the first ended.
//
// The world follows from its plan, so the file holds the plan and which steps of the onboarding were answered 200. It is
// replaced as a whole; a crash leaves the old file or the new one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "core/result.h"
#include "native/meta_simulator/world.h"

namespace twinline::simulator {

struct RunState {
  std::string scenario;
  WorldPlan plan;
  std::uint64_t runs = 0;         // starts so far
  std::set<std::uint32_t> taken;  // steps answered 200
};

// Nothing if there is no such file; an error if it is not ours.
Result<std::optional<RunState>> read_run_state(const std::filesystem::path& file);
// False if it could not be written.
bool write_run_state(const std::filesystem::path& file, const RunState& state);

}  // namespace twinline::simulator
