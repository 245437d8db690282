// How far a history sync has come, read from its chunks.
//
// Chunks arrive in any order and `progress` 100 may come before the last of them, so only both together say "complete".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/history/number.h"

namespace twinline {

struct Hole {
  std::int64_t phase;        // -1: chunk numbers run through all phases
  std::int64_t first, last;  // chunk numbers that never came
};

// Holes between the smallest and the largest chunk seen. Inside each phase where a chunk number occurs in two phases, else
// over all: Meta does not say whether chunk_order restarts.
std::vector<Hole> holes_of(const Sync& sync);

enum class HistorySyncStage : std::uint8_t { running, complete, complete_with_gaps, declined };
HistorySyncStage stage_of(const Sync& sync, const std::vector<Hole>& holes);
std::string_view to_string(HistorySyncStage stage);

}  // namespace twinline
