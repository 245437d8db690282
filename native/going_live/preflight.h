// What is looked at before a request that can be made once: would its answer find us, and would we keep it?
//
// Each check is passed, failed, or unknown where there is nothing to ask or nobody answers. Only a failed one stands in the
// way. Blocking: it talks to Meta and, through its public address, to this very shim.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/lifecycle/onboarding.h"
#include "native/going_live/settings.h"
#include "native/http/client.h"
#include "native/store/journal.h"

namespace twinline {

enum class CheckOutcome : std::uint8_t { passed, failed, unknown };

struct PreflightCheck {
  std::string check;
  CheckOutcome outcome = CheckOutcome::unknown;
  std::string why;
  std::string fix{};
};

struct PreflightQuestion {
  std::string number;
  std::string token;
  std::int64_t now_s = 0;
};

std::vector<PreflightCheck> preflight(const PreflightQuestion& question, const GoingLiveSettings& settings,
                                      Journal& journal, HttpClient& client);

// The first check that failed; nothing where none did.
const PreflightCheck* failed_check(const std::vector<PreflightCheck>& checks);

std::string_view to_string(CheckOutcome outcome);

}  // namespace twinline
