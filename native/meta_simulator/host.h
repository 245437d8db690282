// Hosts the simulated Meta: its Graph API and pages behind a socket, its webhooks posted to the target at their times.
//
// Calls are answered from the start; webhooks wait until the target is healthy and has verified its address. With a state
// file the next run goes on where this one ended, with the same tokens and connections.
#pragma once

#include <spdlog/logger.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "native/http/server.h"
#include "native/meta_simulator/courier.h"
#include "native/meta_simulator/platform.h"
#include "native/meta_simulator/player.h"
#include "native/meta_simulator/stop.h"

namespace twinline::simulator {

struct HostOptions {
  ServerOptions listen;
  std::string target;
  std::string verify_token;
  PlatformPlan platform;             // callback_url is filled in from the target
  std::filesystem::path state_file;  // empty: nothing is kept
  std::int64_t first_retry_ms = 500;
};

// Until it is stopped. `listening` is told the port.
Played host(HostOptions options, const std::function<Send()>& make_send, Stop& stop,
            const std::shared_ptr<spdlog::logger>& log, const std::function<void(std::uint16_t)>& listening = {});

}  // namespace twinline::simulator
