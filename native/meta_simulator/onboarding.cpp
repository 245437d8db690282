#include "native/meta_simulator/onboarding.h"

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <utility>

#include "native/meta_simulator/onboarding_bodies.h"
#include "native/meta_simulator/random.h"

namespace twinline::simulator {
namespace {

enum Stream : std::uint64_t { cut_stream = 101, number_stream, order_stream };

constexpr std::int64_t media_kept_s = 14 * day_s;
constexpr std::int64_t contacts_take_ms = 2'500;

int phase_of(const World& world, const Message& message) {
  const std::int64_t age_s = world.plan.onboarded_at_s - message.at_s;
  return age_s < day_s ? 0 : age_s < 90 * day_s ? 1 : 2;
}

// A step and where it stands in the queue; ties are broken by the order of making, so sorting is the same everywhere.
struct Placed {
  std::size_t position = 0;
  Step step;
};

}  // namespace

Onboarding::Onboarding(const World& world, const OnboardingPlan& plan) : world_(world) {
  const std::uint64_t seed = mix(world.plan.seed, static_cast<std::uint64_t>(world.plan.onboarded_at_s));
  for (std::uint32_t i = 0; i < world.messages.size(); ++i) {
    const Message& message = world.messages[i];
    if (message.also_live) live_.push_back(i);
    if (is_media(message.kind) && message.at_s >= world.plan.onboarded_at_s - media_kept_s) media_.push_back(i);
  }
  std::stable_sort(media_.begin(), media_.end(), [&world](std::uint32_t a, std::uint32_t b) {
    return media_route(world, a) < media_route(world, b);
  });
  cut_chunks(Random(mix(seed, cut_stream)), plan);
  number_chunks(Random(mix(seed, number_stream)), plan);
  order_steps(Random(mix(seed, order_stream)), plan);
}

void Onboarding::cut_chunks(Random random, const OnboardingPlan& plan) {
  const auto& messages = world_.messages;
  const std::size_t limit =
      plan.chunk_messages > 0 ? plan.chunk_messages : std::clamp<std::size_t>(messages.size() / 60, 20, 1000);
  // A run is a piece of one conversation inside one phase, newest first.
  std::array<std::vector<std::vector<std::uint32_t>>, 3> runs;
  std::array<std::size_t, 3> room{};  // how much more fits into the run that is being written
  for (std::size_t left = messages.size(); left > 0; --left) {
    const std::size_t index = left - 1;
    const bool new_person = left == messages.size() || messages[left].person != messages[index].person;
    if (new_person) room = {};
    // Phases do not partition time in practice: any date is seen in any phase.
    const int phase = random.chance(3) ? static_cast<int>(random.below(3)) : phase_of(world_, messages[index]);
    const auto lane = static_cast<std::size_t>(phase);
    if (room.at(lane) == 0) {
      runs.at(lane).emplace_back();
      room.at(lane) = std::min<std::size_t>(limit, 4 + random.below(26));
    }
    runs.at(lane).back().push_back(static_cast<std::uint32_t>(index));
    --room.at(lane);
  }
  for (std::size_t phase = 0; phase < runs.size(); ++phase) {
    random.shuffle(runs.at(phase));
    std::size_t used = limit;
    for (const auto& run : runs.at(phase)) {
      if (used >= limit) {
        chunks_.push_back({static_cast<int>(phase), 0, 0, {}});
        used = 0;
      }
      chunks_.back().messages.insert(chunks_.back().messages.end(), run.begin(), run.end());
      used += run.size();
    }
  }
  // The same message is told in several chunks now and then.
  for (std::uint32_t i = 0; i < messages.size(); ++i) {
    if (random.chance(2)) chunks_[random.below(chunks_.size())].messages.push_back(i);
  }
  for (Chunk& chunk : chunks_) {
    std::sort(chunk.messages.begin(), chunk.messages.end(), std::greater<>());
    chunk.messages.erase(std::unique(chunk.messages.begin(), chunk.messages.end()), chunk.messages.end());
  }
}

void Onboarding::number_chunks(Random random, const OnboardingPlan& plan) {
  // Sometimes the end is told by a chunk without threads.
  if (chunks_.empty() || random.chance(50)) chunks_.push_back({chunks_.empty() ? 0 : chunks_.back().phase, 0, 0, {}});
  int order = 1;
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    if (i > 0 && plan.chunk_order_per_phase && chunks_[i].phase != chunks_[i - 1].phase) order = 1;
    chunks_[i].order = order++;
    chunks_[i].progress = static_cast<int>((i + 1) * 100 / chunks_.size());
  }
}

void Onboarding::order_steps(Random random, const OnboardingPlan& plan) {
  const auto people = static_cast<std::uint32_t>(world_.people.size());
  const std::uint32_t first_half = people > 25 ? people * 3 / 5 : people;
  steps_.push_back({StepKind::contacts, 0, first_half, 0, false});
  if (first_half < people) steps_.push_back({StepKind::contacts, first_half, people, 0, false});
  const auto removed = static_cast<std::uint32_t>(removed_person(world_));
  steps_.push_back({StepKind::contact_removal, removed, removed + 1, 0, false});
  const std::size_t before = steps_.size();

  constexpr std::size_t stride = 16;  // positions between two chunks, so that other steps find room
  std::vector<Placed> placed;
  const std::size_t span = chunks_.size() * stride;
  const auto place = [&](std::size_t position, Step step) {
    placed.push_back({position, step});
    if (!random.chance(plan.repeat_percent)) return;
    step.repeated = true;
    placed.push_back({position + 1 + random.below(span / 3 + stride), step});
  };
  for (std::uint32_t i = 0; i < chunks_.size();) {
    // Some bodies hold two chunks.
    const std::uint32_t end = i + (random.chance(8) && i + 1 < chunks_.size() ? 2 : 1);
    const bool last = end == chunks_.size();
    place(i * stride + random.below(stride * (last ? 2 : 9)), {StepKind::history, i, end, 0, false});
    i = end;
  }
  for (std::uint32_t i = 0; i < media_.size();) {
    std::uint32_t end = i + 1;
    const auto wanted = static_cast<std::uint32_t>(1 + random.below(4));
    while (end < media_.size() && end - i < wanted &&
           media_route(world_, media_[end]) == media_route(world_, media_[i])) {
      ++end;
    }
    place(random.below(span + stride), {StepKind::media, i, end, 0, false});
    i = end;
  }
  for (std::uint32_t i = 0; i < live_.size(); ++i) {
    place(random.below(span), {StepKind::live, i, i + 1, 0, false});
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const Placed& a, const Placed& b) { return a.position < b.position; });
  for (const Placed& each : placed) steps_.push_back(each.step);

  const std::int64_t head_ms = std::min(contacts_take_ms, plan.duration_ms);
  const auto count = static_cast<std::int64_t>(steps_.size() - before);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i);
    const auto first = static_cast<std::int64_t>(before);
    steps_[i].due_ms =
        i < before ? head_ms * at / first : head_ms + (plan.duration_ms - head_ms) * (at - first) / count;
  }
}

std::string Onboarding::body(const Step& step) const {
  switch (step.kind) {
    case StepKind::contacts:
      return contacts_body(world_, step.begin, step.end);
    case StepKind::contact_removal:
      return contact_removal_body(world_, step.begin);
    case StepKind::history:
      return history_body(world_, std::span(chunks_).subspan(step.begin, step.end - step.begin));
    case StepKind::media:
      return media_body(world_, std::span(media_).subspan(step.begin, step.end - step.begin));
    case StepKind::live:
      break;
  }
  return live_body(world_, live_[step.begin]);
}

std::string Onboarding::describe(const Step& step) const {
  const std::string again = step.repeated ? " (again)" : "";
  const std::string count = std::to_string(step.end - step.begin);
  switch (step.kind) {
    case StepKind::contacts:
      return "contacts" + again;
    case StepKind::contact_removal:
      return "a contact is removed" + again;
    case StepKind::media:
      return count + " media of the history" + again;
    case StepKind::live:
      return "a live message" + again;
    case StepKind::history:
      break;
  }
  std::string text = "history:";
  for (std::uint32_t i = step.begin; i < step.end; ++i) {
    const Chunk& chunk = chunks_[i];
    text += (i > step.begin ? " and phase " : " phase ") + std::to_string(chunk.phase) + " chunk " +
            std::to_string(chunk.order) + ", progress " + std::to_string(chunk.progress) + " %, " +
            std::to_string(chunk.messages.size()) + " messages";
  }
  return text + again;
}

std::size_t removed_person(const World& world) { return world.people.size() - 1; }

}  // namespace twinline::simulator
