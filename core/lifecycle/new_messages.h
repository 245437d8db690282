// When people see a number's new messages: at once, or after the sync has brought its history.
//
// Some providers show nothing new before the history is complete. Nothing is lost either way: what is held back is stored,
// merged and exported as always, and only views for people leave it out. Held back is what comes after the onboarding, and
// after the choice where that was made later, so that it is the end of each conversation; what is sent from here is shown
// at once. It ends with the sync, also with one that will not be completed: declined, refused, silent, stalled, or lasting
// longer than customers can wait (limit `new_messages_wait_s`). A sync that goes on afterwards would hide again what was
// shown: so the host notes, when it is over, that it is (`wait_is_over`), and for this onboarding nothing is held any more.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/lifecycle/number_state.h"
#include "core/policy/policy.h"

namespace twinline {

enum class NewMessages : std::uint8_t { at_once, after_sync };

// What people decided about it.
struct NewMessagesChoice {
  NewMessages shown = NewMessages::at_once;
  std::int64_t shown_now_s = 0;  // when somebody asked to see those that wait, or the wait was over; 0: never
  std::int64_t chosen_s = 0;     // when `shown` was chosen; what came before it stays as it was shown
};

struct HeldBack {
  std::int64_t since_s = 0;  // messages from here on are not shown yet
  std::int64_t until_s = 0;  // shown then, unless something arrives before
  bool operator==(const HeldBack&) const = default;
};

// Nothing where all messages are shown.
std::optional<HeldBack> held_back(const NumberState& state, const NewMessagesChoice& choice, const Policy& policy,
                                  std::int64_t now_s);

// Nothing is held back, and from now on nothing shall be, until there is another onboarding: to be noted as shown_now_s.
bool wait_is_over(const NumberState& state, const NewMessagesChoice& choice, const Policy& policy, std::int64_t now_s);

std::string_view to_string(NewMessages shown);
std::optional<NewMessages> parse_new_messages(std::string_view text);

}  // namespace twinline
