#include "core/lifecycle/account_event.h"

namespace twinline {

NumberState state_of_account_event(std::string_view event, std::int64_t at_s, std::string_view reason,
                                   std::string_view initiated_by) {
  NumberState state;
  if (event == "ACCOUNT_OFFBOARDED") {
    state.offboarded_at = at_s;
    state.offboardings.insert(at_s);
  }
  if (event == "ACCOUNT_RECONNECTED") {
    state.reconnected_at = at_s;
    state.reconnects.insert(at_s);
  }
  // The account itself is gone: as an end of the connection it is one reason more.
  if (event == "ACCOUNT_DELETED") state.removed = Removal{at_s, std::string(event), ""};
  if (event == "PARTNER_REMOVED") state.removed = Removal{at_s, std::string(reason), std::string(initiated_by)};
  return state;
}

}  // namespace twinline
