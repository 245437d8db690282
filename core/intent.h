// A thing that must happen once outside: a send, a sync request, a subscription.
//
// An intent is journalled before its first byte is written and settled after. One whose outcome is not known (a crash, a
// lost answer) is never repeated by itself: repeating is a decision of a person or of a later webhook.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/http.h"

namespace twinline {

enum class Outcome : std::uint8_t {
  done,
  refused,
  unknown,   // the answer was lost
  not_sent,  // the connection failed before the first byte: nothing was asked
};
inline constexpr std::string_view outcome_names[] = {"done", "refused", "unknown", "not_sent"};
constexpr std::string_view to_string(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

struct Intent {
  std::string id;      // made by the host, unique for all time
  std::string number;  // phone_number_id the intent belongs to
  Request request;
};

}  // namespace twinline
