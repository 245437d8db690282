// When people see a number's new messages: at once, or after the sync has brought its history.
//
// Some providers show nothing new before the history is complete. Nothing is lost either way: what is held back is stored,
// merged and exported as always, and only views for people leave it out. Held back is whatever is not older than the
// onboarding, so that it is the end of each conversation. It ends with the sync, also with one that will not be completed:
// declined, refused, silent, stalled, or lasting longer than customers can wait (limit `new_messages_wait_s`). What has been
// shown is not hidden again, except by another onboarding or by a person who asks for a sync that was refused.
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
  std::int64_t shown_now_s = 0;  // when somebody asked to see those that wait; 0: never
};

struct HeldBack {
  std::int64_t since_s = 0;  // messages from here on are not shown yet
  std::int64_t until_s = 0;  // shown then, unless something arrives before
  bool operator==(const HeldBack&) const = default;
};

// Nothing where all messages are shown.
std::optional<HeldBack> held_back(const NumberState& state, const NewMessagesChoice& choice, const Policy& policy,
                                  std::int64_t now_s);

std::string_view to_string(NewMessages shown);
std::optional<NewMessages> parse_new_messages(std::string_view text);

}  // namespace twinline
