#include "core/history/sync_state.h"

#include <algorithm>
#include <array>
#include <map>

namespace twinline {

std::vector<Hole> holes_of(const Sync& sync) {
  const auto& chunks = sync.chunks.sorted;
  std::vector<std::int64_t> numbers;
  for (const auto& [phase, chunk] : chunks) {
    if (chunk >= 0) numbers.push_back(chunk);
  }
  std::sort(numbers.begin(), numbers.end());
  const bool restarts = std::adjacent_find(numbers.begin(), numbers.end()) != numbers.end();

  std::map<std::int64_t, std::vector<std::int64_t>> series;
  if (restarts) {
    for (const auto& [phase, chunk] : chunks) series[phase].push_back(chunk);
  } else {
    series[-1] = numbers;
  }
  std::vector<Hole> holes;
  for (const auto& [phase, seen] : series) {
    for (std::size_t i = 1; i < seen.size(); ++i) {
      if (seen[i - 1] >= 0 && seen[i] - seen[i - 1] > 1) holes.push_back({phase, seen[i - 1] + 1, seen[i] - 1});
    }
  }
  return holes;
}

HistorySyncStage stage_of(const Sync& sync, const std::vector<Hole>& holes) {
  constexpr std::int64_t all = 100;
  if (sync.progress.value.value_or(0) >= all)
    return holes.empty() ? HistorySyncStage::complete : HistorySyncStage::complete_with_gaps;
  return sync.declined.value ? HistorySyncStage::declined : HistorySyncStage::running;
}

std::string_view to_string(HistorySyncStage stage) {
  constexpr std::array<std::string_view, 4> names = {"running", "complete", "complete_with_gaps", "declined"};
  return names[static_cast<std::size_t>(stage)];
}

}  // namespace twinline
