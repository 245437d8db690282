#include "native/meta_simulator/graph_register.h"

#include <string>

namespace twinline::simulator {

JsonOrFault register_number(PhoneNumber& number, const ReadCall& call) {
  if (number.on_app) {
    return GraphFault{.code = 133016,
                      .message = "(#133016) Account register/deregister rate limit exceeded",
                      .details = "The number is registered already; too many attempts were made"};
  }
  constexpr std::size_t digits = 6;
  const std::string pin = call.text("pin");
  if (call.text("messaging_product") != "whatsapp") return bad_parameter("Param messaging_product must be whatsapp");
  if (pin.size() != digits || pin.find_first_not_of("0123456789") != std::string::npos) {
    return bad_parameter("Param pin must be 6 characters long.");
  }
  if (!number.pin.empty() && number.pin != pin) {
    return GraphFault{.code = 133005,
                      .message = "(#133005) Two-step verification PIN mismatch",
                      .details = "The PIN that was entered is not the number's"};
  }
  number.pin = pin;
  number.registered = true;
  return Json{{"success", true}};
}

}  // namespace twinline::simulator
