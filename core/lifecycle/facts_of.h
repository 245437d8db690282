// What a delivery tells about the life of numbers, as registers to join (number_state.h).
//
// Signs of life of the phone: a message of the app, a change of a contact, a part of the history. The sync: what has
// arrived, how far it is, whether the business declined. Account events: offboarded, reconnected, removed (in both of
// Meta's shapes), restricted, tiers and quality. A sign of life is no later than the event says it is, so that one that
// comes days late does not make a phone look alive; a part of the history says no time, and counts when it comes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decode/batch.h"
#include "core/lifecycle/number_state.h"

namespace twinline {

// About whom: `number` where the body names it; else the number of that display `phone` (digits); else, where both are
// empty, every number under the account `waba`. Any of them may be missing.
struct NumberFacts {
  std::string number;  // phone_number_id
  std::string waba;
  std::string phone;
  NumberState state;  // syncs stand under the onboarding of Batch::source, 0 where the host did not say
};

// `received_s`: when the host got the delivery; Batch::source.received_ms where that is set and this is 0.
std::vector<NumberFacts> facts_of(const Batch& batch, std::int64_t received_s = 0);

// Whether the facts are about this number. `phone` is the number's display phone in any spelling.
bool concerns(const NumberFacts& facts, std::string_view number, std::string_view waba, std::string_view phone);

// The same facts with the syncs of onboarding 0 put under `onboarded_at`; without one they are left out, since data
// comes only to a number that was onboarded.
NumberState of_onboarding(NumberState facts, std::optional<std::int64_t> onboarded_at);

}  // namespace twinline
