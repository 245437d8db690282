#include <algorithm>

#include "native/meta_simulator/story.h"

namespace twinline::simulator {
namespace {

bool holds_chunk(const Step& step, std::size_t chunk) {
  return step.kind == StepKind::history && step.begin <= chunk && chunk < step.end;
}

using Indices = std::vector<std::uint32_t>;

void drop_chunks(Indices& list, const Onboarding& onboarding, std::initializer_list<std::size_t> chunks) {
  std::erase_if(list, [&](std::uint32_t index) {
    return std::any_of(chunks.begin(), chunks.end(),
                       [&](std::size_t chunk) { return holds_chunk(onboarding.steps()[index], chunk); });
  });
}

bool reaches_beyond(const Onboarding& onboarding, const Step& step, int progress) {
  if (step.kind != StepKind::history) return false;
  const auto& chunks = onboarding.chunks();
  return std::any_of(chunks.begin() + step.begin, chunks.begin() + step.end,
                     [progress](const Chunk& chunk) { return chunk.progress > progress; });
}

// The last chunk takes the first one's place and time, and so on; what stands between them stays.
void turn_chunks(ToldSteps& told, const Onboarding& onboarding) {
  const auto& steps = onboarding.steps();
  Indices places, chunks;
  for (std::uint32_t place = 0; place < told.history.size(); ++place) {
    if (steps[told.history[place]].kind != StepKind::history) continue;
    places.push_back(place);
    chunks.push_back(told.history[place]);
  }
  std::vector<std::int64_t> due;
  for (const std::uint32_t index : chunks) due.push_back(told.due_ms.at(index));
  std::stable_sort(chunks.begin(), chunks.end(),
                   [&steps](std::uint32_t a, std::uint32_t b) { return steps[a].begin > steps[b].begin; });
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    told.history[places[i]] = chunks[i];
    told.due_ms[chunks[i]] = due[i];
  }
}

// Every third of those that are no chunks, first and repeated sendings alike.
void drop_some(Indices& list, const Onboarding& onboarding) {
  std::erase_if(list, [&](std::uint32_t index) {
    const Step& step = onboarding.steps()[index];
    return step.kind != StepKind::history && step.begin % 3 == 1;
  });
}

}  // namespace

ToldSteps told_steps(const Onboarding& onboarding, Twist twist) {
  ToldSteps told;
  const auto& steps = onboarding.steps();
  for (std::uint32_t i = 0; i < steps.size(); ++i) {
    const bool contact = steps[i].kind == StepKind::contacts || steps[i].kind == StepKind::contact_removal;
    (contact ? told.contacts : told.history).push_back(i);
    told.due_ms[i] = steps[i].due_ms;
  }
  const std::size_t chunks = onboarding.chunks().size();
  switch (twist) {
    case Twist::nothing_arrives:
      told.contacts.clear();
      told.history.clear();
      break;
    case Twist::gap:
      if (chunks > 3) drop_chunks(told.history, onboarding, {chunks / 3, chunks / 2});
      break;
    case Twist::stalled:
      std::erase_if(told.history, [&](std::uint32_t index) { return reaches_beyond(onboarding, steps[index], 60); });
      break;
    case Twist::reordered:
      turn_chunks(told, onboarding);
      break;
    case Twist::inconsistent_events:
      if (told.contacts.size() > 1) told.contacts.resize(1);
      drop_some(told.history, onboarding);
      break;
    default:
      break;
  }
  return told;
}

}  // namespace twinline::simulator
