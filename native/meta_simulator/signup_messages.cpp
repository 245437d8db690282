#include "native/meta_simulator/signup_messages.h"

#include <utility>

#include "native/meta_simulator/shapes.h"

namespace twinline::simulator {
namespace {

std::string message(Json data, std::string_view event) {
  const Json json = {{"data", std::move(data)}, {"type", "WA_EMBEDDED_SIGNUP"}, {"event", event}, {"version", 3}};
  return json.dump();
}

}  // namespace

std::string finish_message(Way way, std::string_view waba, std::string_view number, std::string_view business) {
  Json data = Json::object();
  if (!number.empty()) data["phone_number_id"] = number;
  data["waba_id"] = waba;
  if (!business.empty()) data["business_id"] = business;
  return message(std::move(data), way == Way::coexistence ? "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING" : "FINISH");
}

std::string cancel_message(std::string_view step) { return message({{"current_step", step}}, "CANCEL"); }

std::string error_message(std::string_view words, std::string_view error_id, std::string_view session_id,
                          std::int64_t at_s) {
  return message({{"error_message", words},
                  {"error_id", error_id},
                  {"session_id", session_id},
                  {"timestamp", std::to_string(at_s)}},
                 "CANCEL");
}

}  // namespace twinline::simulator
