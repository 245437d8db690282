// Plays a scenario against a target: waits until it is healthy, verifies the webhook address as Meta's App Dashboard does,
// posts the onboarding and then, if the scenario says so, live traffic until it is stopped.
#pragma once

#include <spdlog/logger.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "native/meta_simulator/courier.h"
#include "native/meta_simulator/scenarios.h"
#include "native/meta_simulator/stop.h"
#include "native/meta_simulator/target.h"
#include "native/meta_simulator/world.h"

namespace twinline::simulator {

struct PlayOptions {
  std::string target;  // an origin, whose /webhooks/meta is meant, or a full address
  std::string app_secret;
  std::string verify_token;
  Scenario scenario = scenarios.front();
  WorldPlan plan;
  double speed = 1;                   // 0: as fast as possible
  std::filesystem::path state_file;   // empty: nothing is kept
  std::filesystem::path expect_file;  // empty: the truth is not written
  std::int64_t first_retry_ms = 500;
};

struct Played {
  bool complete = false;  // everything that the scenario has was answered 200
  std::string problem;    // why it could not be played, in words; empty if it could
};

// `make_send` gives each thread its own way of sending.
Played play(const PlayOptions& options, const std::function<Send()>& make_send, Stop& stop,
            const std::shared_ptr<spdlog::logger>& log);

}  // namespace twinline::simulator
