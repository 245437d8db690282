// Sends, their failures and their queue as /v1 shows them. Words about errors are the policy's, about waiting the core's.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "native/sending/sending.h"

namespace twinline {

// `queue` may be missing: then nothing is said of why it waits.
nlohmann::ordered_json send_json(const StoredSend& send, const NumberQueue* queue, const Policy& policy);
nlohmann::ordered_json failures_json(const std::vector<FailureCount>& failures, const Policy& policy);
nlohmann::ordered_json queue_json(const NumberQueue::View& view);

}  // namespace twinline
