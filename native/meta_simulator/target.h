// The target that bodies are posted to: its addresses, whether it is there, and whether it is ours.
#pragma once

#include <spdlog/logger.h>

#include <cstdint>
#include <string>

#include "native/meta_simulator/courier.h"
#include "native/meta_simulator/stop.h"

namespace twinline::simulator {

// The address that bodies are posted to, and the one whose 200 says that the target is healthy.
std::string webhook_url(const std::string& target);
std::string health_url(const std::string& target);

// False if it was stopped before.
bool wait_until_healthy(const std::string& url, const Send& send, Stop& stop, spdlog::logger& log);

// Verifies the webhook address as Meta's App Dashboard does; `number` makes the challenge. Returns what is wrong, or
// nothing.
std::string verify(const std::string& url, const std::string& token, const Send& send, std::int64_t number);

}  // namespace twinline::simulator
