// What a scenario does to a message before Meta looks at it: refused, answered late, not answered, not even taken.
//
// Follows from the seed and from how many messages came before.
#pragma once

#include <cstdint>
#include <optional>

#include "native/meta_simulator/graph_fault.h"
#include "native/meta_simulator/scenarios.h"

namespace twinline::simulator {

struct SendFate {
  std::optional<GraphFault> refusal{};
  std::int64_t after_ms = 0;  // at speed 1
  bool unanswered = false;    // the connection ends without an answer
  bool untaken = false;       // and the message is not sent
};

// `nth` counts from 1.
SendFate fate_of(Twist twist, std::uint64_t seed, std::uint64_t nth);

// Meta's answers to what is too fast, not possible now, or wrong with Meta.
GraphFault throughput_fault();
GraphFault pair_fault();
GraphFault maintenance_fault();

constexpr std::uint64_t sends_before_maintenance = 5;
constexpr std::int64_t maintenance_ms = 20'000;

}  // namespace twinline::simulator
