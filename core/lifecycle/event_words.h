// What an account event of Meta means, in a sentence for people.
#pragma once

#include <string>
#include <string_view>

#include "core/policy/policy.h"

namespace twinline {

// By the names of account_update (ACCOUNT_OFFBOARDED, PARTNER_REMOVED, …); a removal with its reason explained. An event
// nobody knows is its own name.
std::string account_event_text(std::string_view event, std::string_view reason, std::string_view initiated_by,
                               const Policy& policy, Date day);

}  // namespace twinline
