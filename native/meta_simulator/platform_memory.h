// The state of the simulated Meta as a file, replaced as a whole. It holds the tokens that it gave out: they open nothing
// but this simulation.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "native/meta_simulator/platform_state.h"

namespace twinline::simulator {

std::string to_text(const PlatformState& state);
Result<PlatformState> parse_platform_state(std::string_view text);

// Nothing if there is no such file; an error if it is not ours.
Result<std::optional<PlatformState>> read_platform_state(const std::filesystem::path& file);
bool write_platform_text(const std::filesystem::path& file, std::string_view text);

}  // namespace twinline::simulator
