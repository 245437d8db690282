#include "core/history/number.h"

namespace twinline {

std::string sync_key(const SyncKey& sync) { return "y:" + std::to_string(sync.onboarding) + ":" + sync.type; }

std::string identity_key(std::string_view user_id, std::string_view phone) {
  return std::string("i:").append(user_id).append(":").append(phone);
}

}  // namespace twinline
