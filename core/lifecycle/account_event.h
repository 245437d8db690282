// What an account event of Meta says about a number's life, as registers to join.
//
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
// ACCOUNT_OFFBOARDED and ACCOUNT_RECONNECTED name only the WhatsApp Business Account: with several numbers under it,
// the host joins the same registers to each and asks Meta how each stands (Want::read_number).
#pragma once

#include <cstdint>
#include <string_view>

#include "core/lifecycle/number_state.h"

namespace twinline {

// Registers without a value for an event that is not about the connection.
NumberState state_of_account_event(std::string_view event, std::int64_t at_s, std::string_view reason,
                                   std::string_view initiated_by);

}  // namespace twinline
