// What the shim has done since it started, and how far it is: read by /v1/status and /metrics, written by many threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "native/sending/figures.h"

namespace twinline {

struct Counters {
  // Of the store's whole life.
  std::atomic<std::int64_t> deliveries = 0;  // in the journal
  std::atomic<std::int64_t> projected = 0;   // of them, in the records
  std::atomic<std::int64_t> issues = 0;      // found on the way
  // Since the start.
  std::atomic<std::int64_t> received_bytes = 0;
  std::atomic<std::int64_t> refused_signatures = 0;
  std::atomic<std::int64_t> store_failures = 0;
  std::atomic<std::int64_t> records_saved = 0;
  std::atomic<bool> storing = true;  // false: the last commit failed
};

// Prometheus text.
std::string metrics_text(const Counters& counters, std::size_t followers, const SendingFigures& sending);

}  // namespace twinline
