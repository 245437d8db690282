// What the registers of a number mean now: its stage, what to advise, what to ask Meta for next, and until when that
// holds.
//
// next_step is a function of state, policy and time, with no memory of its own. Between `now_s` and `changes_at_s` it
// gives the same step for the same state and limits, so a host sleeps until then or until a fact arrives. A sync whose
// answer was lost is unknown and never wanted again; one that Meta refused for passing reasons is (sync_stage.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/lifecycle/number_state.h"
#include "core/policy/policy.h"

namespace twinline {

enum class NumberStage : std::uint8_t { draft, connecting, connected, syncing, live, offboarded, removed };

enum class SyncStage : std::uint8_t {
  not_asked,  // and there is still time
  missed,     // nobody asked while there was time
  asked,      // the answer is awaited
  unknown,    // the answer was lost
  accepted,   // nothing has arrived yet, which is usual
  silent,     // accepted long ago, nothing arrived
  arriving,
  stalled,  // something arrived, then nothing more
  complete,
  declined,  // the business does not share its chats
  too_late,  // refused: more than 24 hours
  used_up,   // refused: was asked for before
  refused,   // for another reason
};

// What to ask Meta for. Subscribing and reading the number come again at every step until an answer was joined: the host
// paces them. A sync that was asked for is not wanted while its answer is awaited.
enum class Want : std::uint8_t { subscribe_app, sync_contacts, sync_history, read_number };

enum class AdviceKind : std::uint8_t {
  start_signup,
  finish_signup,
  subscribe_app,
  ask_for_sync,
  keep_app_open,
  sync_unknown,
  sync_silent,
  sync_stalled,
  sync_declined,
  sync_too_late,
  sync_used_up,
  sync_refused,
  sync_missed,
  open_app_soon,
  open_app_now,
  app_overdue,
  wait_for_reconnect,
  reconnect_by_hand,
  check_connection,
  history_gap,
  onboard_again,
  restricted,
  register_number,
  quality,
  messaging_limit,
};

struct Advice {
  AdviceKind kind = AdviceKind::start_signup;
  Urgency urgency = Urgency::note;
  std::optional<SyncType> sync;       // which of the two, where it is about one
  std::optional<std::int64_t> until;  // when it becomes worse or impossible
  std::string text;                   // for people
  bool operator==(const Advice&) const = default;
};

struct NextStep {
  NumberStage stage = NumberStage::draft;
  bool may_send = false;  // by the API; the app on the phone is another matter
  SyncStage contacts = SyncStage::not_asked;
  SyncStage history = SyncStage::not_asked;
  std::vector<Advice> advice;                // the most urgent first
  std::optional<Want> wants;                 // at most one
  std::optional<std::int64_t> changes_at_s;  // when this step may be another, if no fact arrives before
  bool operator==(const NextStep&) const = default;
};

NextStep next_step(const NumberState& state, const Policy& policy, std::int64_t now_s);

std::string_view to_string(NumberStage stage);
std::string_view to_string(SyncStage stage);
std::string_view to_string(AdviceKind kind);
std::string_view to_string(Urgency urgency);

}  // namespace twinline
