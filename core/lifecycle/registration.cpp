#include "core/lifecycle/registration.h"

#include <algorithm>
#include <string>

#include "core/graph/call.h"

namespace twinline {
namespace {

Error refused(const char* what) { return {ErrorCode::bad_value, 0, "registration", what}; }

}  // namespace

bool is_registration_pin(std::string_view pin) {
  constexpr std::size_t digits = 6;
  return pin.size() == digits && std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<Request> register_number(const GraphApi& api, const Onboarding& onboarding, std::string_view pin) {
  if (onboarding.way() != Way::cloud_api) return refused("a number of coexistence is registered already, by its app");
  const FoundNumber* found = onboarding.found_number();
  if (found == nullptr) return refused("the number is not found yet");
  if (found->on_app != false || found->coexists == true) {
    return refused("Meta did not say that the number is on no phone; registering would take it away from there");
  }
  if (!is_registration_pin(pin)) return refused("the PIN has six digits");
  Request request = graph_call(api, "POST", escaped_for_url(onboarding.number()) + "/register");
  put_json_body(request, R"({"messaging_product":"whatsapp","pin":")" + std::string(pin) + "\"}");
  return request;
}

}  // namespace twinline
