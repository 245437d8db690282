// Webhook bodies for tests, as Meta would post them.
#pragma once

#include <string>

namespace twinline {

// One inbound text message to number `number`.
inline std::string text_body(const std::string& number, const std::string& id, const std::string& text) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"900","changes":[{"field":"messages","value":{)"
         R"("messaging_product":"whatsapp","metadata":{"display_phone_number":"4930123","phone_number_id":")" +
         number + R"("},"messages":[{"from":"491711234567","id":")" + id +
         R"(","timestamp":"1760000000","type":"text",)" + R"("text":{"body":")" + text + R"("}}]}}]}]})";
}

// Its status, which may come before it.
inline std::string status_body(const std::string& number, const std::string& id, const std::string& status) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"900","changes":[{"field":"messages","value":{)"
         R"("messaging_product":"whatsapp","metadata":{"display_phone_number":"4930123","phone_number_id":")" +
         number + R"("},"statuses":[{"id":")" + id + R"(","status":")" + status +
         R"(","timestamp":"1760000010","recipient_id":"491711234567"}]}}]}]})";
}

}  // namespace twinline
