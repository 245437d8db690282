#include "native/meta_simulator/delivery.h"

#include <utility>

#include "native/meta_simulator/random.h"

namespace twinline::simulator {
namespace {

constexpr std::uint64_t delivery_stream = 0xde11;
constexpr unsigned read_percent = 60;
constexpr std::string_view errors_page = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

Json pricing_of(const Delivery& delivery) {
  const bool free = delivery.in_window && delivery.message.category != "marketing";
  return {{"billable", !free},
          {"pricing_model", "PMP"},
          {"type", free ? "free_customer_service" : "regular"},
          {"category", delivery.message.category}};
}

void tell(Story& story, const Delivery& delivery, std::string_view status, const Json& more, std::int64_t due_ms) {
  Json told = make_status(delivery.person, delivery.id, status, due_ms / 1000);
  if (!delivery.message.opaque.empty()) told["biz_opaque_callback_data"] = delivery.message.opaque;
  told.update(more);
  Json value = make_value(delivery.number.business);
  // Who it was is told beside every status but a failure.
  if (status != "failed") value["contacts"] = Json::array({make_profile(delivery.person)});
  value["statuses"] = Json::array({std::move(told)});
  story.tell(delivery.number, "messages", "status " + std::string(status),
             make_body(delivery.number.business, "messages", value), due_ms);
}

}  // namespace

GraphFault Undeliverable::as_answer() const {
  return {.status = code == 368 ? 403 : 400,
          .code = code,
          .message = "(#" + std::to_string(code) + ") " + title,
          .details = details};
}

void tell_statuses(Story& story, const Delivery& delivery, const std::optional<Undeliverable>& reason,
                   std::int64_t now_ms) {
  Random random(mix(mix(delivery.seed, delivery_stream), std::hash<std::string>()(delivery.id)));
  std::int64_t due_ms = now_ms + story.paced(random.between(150, 500));
  if (reason) {
    const Json error = {{"code", reason->code},
                        {"title", reason->title},
                        {"message", reason->title},
                        {"error_data", {{"details", reason->details}}},
                        {"href", errors_page}};
    return tell(story, delivery, "failed", {{"errors", Json::array({error})}}, due_ms);
  }
  const Json pricing = {{"pricing", pricing_of(delivery)}};
  tell(story, delivery, "sent", pricing, due_ms);
  due_ms += story.paced(random.between(200, 2'500));
  tell(story, delivery, "delivered", pricing, due_ms);
  if (!random.chance(read_percent)) return;
  due_ms += story.paced(random.between(1'000, 20'000));
  tell(story, delivery, "read", Json::object(), due_ms);
}

Undeliverable not_on_whatsapp() { return {131026, "Message undeliverable", "Message Undeliverable."}; }

Undeliverable window_closed() {
  return {131047, "Re-engagement message",
          "Message failed to send because more than 24 hours have passed since the customer last replied to this "
          "number."};
}

Undeliverable marketing_stopped() {
  return {131050,
          "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp "
          "from your business",
          "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp "
          "from your business"};
}

Undeliverable restricted() {
  return {368, "Temporarily blocked for policies violations",
          "The WhatsApp Business Account associated with the app has been restricted from messaging"};
}

}  // namespace twinline::simulator
