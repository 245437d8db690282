// What the simulator can play, by name.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace twinline::simulator {

struct Scenario {
  std::string_view name;
  std::string_view sentence;  // for --help
  std::int64_t duration_ms;   // how long the onboarding takes at speed 1
  bool live_afterwards;       // whether traffic goes on for ever, or the scenario ends
};

inline constexpr std::array<Scenario, 2> scenarios = {{
    {"golive", "A business goes live: contacts, six months of history within 40 s, then live traffic for ever.", 40'000,
     true},
    {"burst", "The same contacts and history as fast as they are taken, then the end.", 0, false},
}};

constexpr const Scenario* find_scenario(std::string_view name) {
  for (const Scenario& scenario : scenarios) {
    if (scenario.name == name) return &scenario;
  }
  return nullptr;
}

}  // namespace twinline::simulator
