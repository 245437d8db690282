// What Meta posts after a number went live and its history was asked for: contacts, history chunks, media that follow
// them, and the messages that came in meanwhile.
//
// The steps stand in the order in which they arrive, which is not the order in which the chunks are numbered: chunks
// overtake each other, media come before their placeholders, and about every fifth body comes twice, byte for byte.
// Bodies are made when they are asked for. Everything follows from the world and the plan; nothing here does I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "native/meta_simulator/world.h"

namespace twinline::simulator {

struct OnboardingPlan {
  std::size_t chunk_messages = 0;  // 0: about a sixtieth of the history, 20 … 1,000
  unsigned repeat_percent = 20;
  std::int64_t duration_ms = 40'000;  // from the first body to the last
  // Whether chunk_order begins anew in each phase; Meta does not say.
  bool chunk_order_per_phase = true;
};

struct Chunk {
  int phase = 0;
  int order = 1;
  int progress = 0;
  std::vector<std::uint32_t> messages;  // indices into World::messages, by person, newest first
};

enum class StepKind : std::uint8_t { contacts, contact_removal, history, media, live };

struct Step {
  StepKind kind = StepKind::history;
  std::uint32_t begin = 0, end = 0;  // what it tells: a range of people, chunks, media or live messages
  std::int64_t due_ms = 0;           // since the first body
  bool repeated = false;
};

class Onboarding {
 public:
  // Requires: the world outlives this.
  Onboarding(const World& world, const OnboardingPlan& plan);

  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<Chunk>& chunks() const { return chunks_; }
  // Messages whose media follow: those of the last 14 days.
  const std::vector<std::uint32_t>& media() const { return media_; }

  std::string body(const Step& step) const;
  // One line for a log.
  std::string describe(const Step& step) const;

 private:
  void cut_chunks(Random random, const OnboardingPlan& plan);
  void number_chunks(Random random, const OnboardingPlan& plan);
  void order_steps(Random random, const OnboardingPlan& plan);

  const World& world_;
  std::vector<Chunk> chunks_;
  std::vector<std::uint32_t> media_;  // by the way they take, so that neighbours may share a body
  std::vector<std::uint32_t> live_;
  std::vector<Step> steps_;
};

// The person of the address book that is removed again while the contacts are synchronised, as an index into people.
std::size_t removed_person(const World& world);

}  // namespace twinline::simulator
