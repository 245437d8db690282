#include "core/lifecycle/passed_on.h"

namespace twinline {

std::string why_not_passed_on(std::string_view path, const NumberState& number) {
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string_view last = path.substr(path.rfind('/') + 1);
  if (last == "smb_app_data") {
    return "A sync is asked for once, by what checks beforehand and remembers the answer.";
  }
  const bool on_app = number.alive_at || (number.onboarded_at && !is_cloud_api_only(number));
  if (!on_app) return {};
  if (last == "register")
    return "A number that stays on the WhatsApp Business app is registered already, never by a call.";
  if (last == "deregister") {
    return "Meta does not deregister a number that is on the WhatsApp Business app. It is disconnected on the phone: "
           "Settings, Account, Business Platform, Disconnect Account.";
  }
  return {};
}

}  // namespace twinline
