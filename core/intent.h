// A thing that must happen once outside: a send, a sync request, a subscription.
//
// An intent is journalled before its first byte is written and settled after. One whose outcome is not known (a crash, a
// lost answer) is never repeated by itself: repeating is a decision of a person or of a later webhook.
#pragma once

#include <cstdint>
#include <string>

#include "core/http.h"

namespace twinline {

enum class Outcome : std::uint8_t { done, refused, unknown };

struct Intent {
  std::string id;      // made by the host, unique for all time
  std::string number;  // phone_number_id the intent belongs to
  Request request;
};

}  // namespace twinline
