// What an event of Meta about an account, a number or a template means, in a sentence for people.
#pragma once

#include <string>
#include <string_view>

#include "core/policy/policy.h"

namespace twinline {

// By the names of account_update (ACCOUNT_OFFBOARDED, PARTNER_REMOVED, …); a removal with its reason explained. An event
// nobody knows is its own name.
std::string account_event_text(std::string_view event, std::string_view reason, std::string_view initiated_by,
                               const Policy& policy, Date day);

// Of a whole event as core/decode/events.h writes it: account, quality, capability, template, …; what the policy knows of
// ratings, limits and restrictions is added.
std::string event_text(std::string_view event_json, const Policy& policy, Date day);

}  // namespace twinline
