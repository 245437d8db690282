#include "core/lifecycle/registration.h"

#include <algorithm>
#include <string>

#include "core/graph/call.h"

namespace twinline {
namespace {

Error refused(std::string what) { return {ErrorCode::bad_value, 0, "registration", std::move(what)}; }

}  // namespace

bool is_registration_pin(std::string_view pin) {
  constexpr std::size_t digits = 6;
  return pin.size() == digits && std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string why_not_register(const Onboarding& onboarding, std::int64_t now_s) {
  if (onboarding.way() != Way::cloud_api) return "A number of coexistence is registered already, by its app.";
  const FoundNumber* found = onboarding.found_number();
  if (found == nullptr) return "The number is not found yet.";
  if (found->on_app == true || found->coexists == true) {
    return "The number is on a phone; registering would take it away from there.";
  }
  if (!found->on_app) return "Meta is asked whether the number is on a phone: such a one is not registered.";
  if (now_s >= found->at + found_holds_s) return "Meta is asked whether the number is still on no phone.";
  return {};
}

Result<Request> register_number(const GraphApi& api, const Onboarding& onboarding, std::string_view pin,
                                std::int64_t now_s) {
  if (std::string why = why_not_register(onboarding, now_s); !why.empty()) return refused(std::move(why));
  if (!is_registration_pin(pin)) return refused("the PIN has six digits");
  Request request = graph_call(api, "POST", escaped_for_url(onboarding.number()) + "/register");
  put_json_body(request, R"({"messaging_product":"whatsapp","pin":")" + std::string(pin) + "\"}");
  return request;
}

}  // namespace twinline
