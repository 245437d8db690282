// What the scheduler is given, and what becomes of it.
//
// A Send is one message to one user. It names no number (a scheduler belongs to one) and carries no body (the host keeps
// it under `id`). Every Send ends exactly once: accepted by Meta, or with an Ending that says why not.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/schedule/time.h"

namespace twinline {

// In order of urgency.
enum class Lane : std::uint8_t { reply, utility, marketing };

inline constexpr std::size_t lane_count = 3;
inline constexpr std::array<std::string_view, lane_count> lane_names{"reply", "utility", "marketing"};

constexpr std::string_view to_string(Lane lane) { return lane_names[static_cast<std::size_t>(lane)]; }

constexpr std::optional<Lane> lane_of(std::string_view name) {
  for (std::size_t i = 0; i < lane_count; ++i) {
    if (lane_names[i] == name) return static_cast<Lane>(i);
  }
  return std::nullopt;
}

struct Send {
  std::string id;  // the host's own, unique for all time
  std::string to;  // the user: digits of the phone, or a user id
  Lane lane = Lane::utility;
  std::string campaign;                // what fairness is about; empty: the sends of no campaign
  bool free_form = false;              // not a template: allowed only while the user's service window is open
  TimeMs not_before_ms = long_ago_ms;  // the first ms it may start
  TimeMs expires_ms = never_ms;        // the first ms it may not start any more
};

// Names a Send that is in a scheduler. Never reused for another one.
struct Ticket {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;

  bool operator==(const Ticket&) const = default;
};

enum class EndKind : std::uint8_t {
  dropped,   // never sent: expired, cancelled, or not allowed any more
  failed,    // Meta refused it for good
  in_doubt,  // its bytes were written and no answer came; never sent again by itself
};

constexpr std::string_view to_string(EndKind kind) {
  constexpr std::array<std::string_view, 3> names{"dropped", "failed", "in_doubt"};
  return names[static_cast<std::size_t>(kind)];
}

// Why it ended. Numbers are stored: a new one goes to the end.
enum class EndReason : std::uint8_t {
  none,             // it has not ended, or was accepted
  expired,          // its time was over before its turn came
  cancelled,        // by a person, or because nobody wants it any more
  window_closed,    // a free-form message outside the user's service window
  opted_out,        // of marketing
  waited_too_long,  // for its turn
  refused,          // by Meta
  answer_lost,      // its bytes were written
};

struct Ending {
  Ticket ticket;  // gone
  Send send;
  EndKind kind = EndKind::dropped;
  EndReason why = EndReason::none;
  TimeMs at_ms = 0;
  unsigned attempts = 0;
  std::string reason;   // the same in words
  bool alerts = false;  // it concerns more than this send: a person must look
};

}  // namespace twinline
