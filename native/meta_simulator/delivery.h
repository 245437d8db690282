// What becomes of a message that Meta has taken, as statuses: sent, delivered, perhaps read, or failed and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "native/meta_simulator/outgoing_message.h"
#include "native/meta_simulator/story.h"

namespace twinline::simulator {

// Why a message does not reach somebody. Meta tells most of these by a status; some were seen as answers too.
struct Undeliverable {
  std::int64_t code = 0;
  std::string title, details;

  GraphFault as_answer() const;
};

struct Delivery {
  const PhoneNumber& number;
  const Person& person;
  const OutgoingMessage& message;
  std::string id;
  bool in_window = false;  // the customer wrote within 24 hours
  std::uint64_t seed = 1;
};

// Webhooks at the story's pace. With a reason: one, which says failed.
void tell_statuses(Story& story, const Delivery& delivery, const std::optional<Undeliverable>& reason,
                   std::int64_t now_ms);

// Numbers that end in 0404 are not on WhatsApp.
Undeliverable not_on_whatsapp();
Undeliverable window_closed();
Undeliverable marketing_stopped();
Undeliverable restricted();

}  // namespace twinline::simulator
