// What is known about the life of one number, as registers that only ever join.
//
// A fact is a NumberState with few registers set; `join` is commutative, associative and idempotent, so any order and
// any repetition of facts gives the same state, also when two stores are merged. Meta's own example reports a reconnect
// one second before the offboarding it ends: nothing here depends on arrival. What the registers mean at a given time
// is asked of next_step (next_step.h). Times are Unix seconds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace twinline {

enum class SyncType : std::uint8_t { contacts, history };

struct Removal {
  std::int64_t at = 0;
  std::string reason;        // as Meta names it: PRIMARY_INACTIVITY, …; may be empty
  std::string initiated_by;  // USER or SYSTEM; may be empty
  bool operator==(const Removal&) const = default;
};

// Something stated with its time; the latest counts.
struct Stated {
  std::int64_t at = 0;
  std::string value;
  bool operator==(const Stated&) const = default;
};

// A type of our own: the account is switched off (DISABLED_UPDATE), so nothing can be sent.
inline constexpr const char* restriction_disabled = "WABA_DISABLED";

struct Restriction {
  std::int64_t at = 0;
  std::int64_t expires_at = 0;  // 0: no end is known
  bool operator==(const Restriction&) const = default;
};

inline constexpr std::int64_t code_not_sent = -1;  // ours: Meta was not reached, so nothing was asked

// Meta's answer to the request for a sync. One that was accepted counts before any refusal: a second request is refused
// because the first was taken.
struct SyncAnswer {
  bool accepted = false;
  std::int64_t at = 0;
  std::int64_t code = 0;   // of the error; 0 when accepted
  std::string request_id;  // to quote to Meta's support
  bool operator==(const SyncAnswer&) const = default;
};

struct SyncState {
  std::optional<std::int64_t> asked_at;       // earliest
  std::optional<std::int64_t> last_asked_at;  // latest: one that was refused may be asked again
  std::optional<SyncAnswer> answer;
  std::optional<std::int64_t> declined_at;    // earliest
  std::optional<std::int64_t> first_data_at;  // earliest
  std::optional<std::int64_t> last_data_at;   // latest
  std::int64_t progress = 0;                  // greatest, 0 to 100
  bool operator==(const SyncState&) const = default;
};

struct NumberState {
  using SyncKey = std::pair<std::int64_t, SyncType>;  // the onboarding it belongs to, and what is synced

  std::optional<std::int64_t> signup_at;          // a signup began
  std::optional<std::int64_t> onboarded_at;       // latest, as all that follow
  std::optional<std::int64_t> cloud_api_at;       // that onboarding's time, where it was to the Cloud API alone
  std::optional<std::int64_t> registered_at;      // on the Cloud API; of a number on the app nobody asks for it
  std::optional<std::int64_t> subscribed_at;      // our app was subscribed to the account's webhooks
  std::optional<std::int64_t> offboarded_at;      // ACCOUNT_OFFBOARDED
  std::optional<std::int64_t> reconnected_at;     // ACCOUNT_RECONNECTED
  std::optional<std::int64_t> seen_connected_at;  // Meta said so when asked
  std::optional<std::int64_t> seen_disconnected_at;
  std::set<std::int64_t> offboardings;  // all there were, also those found by asking, for the gaps they left
  std::set<std::int64_t> reconnects;
  std::optional<std::int64_t> alive_at;  // sign of life of the phone: echo, contact change, history
  std::optional<Removal> removed;        // PARTNER_REMOVED
  std::optional<Stated> messaging_limit;
  std::optional<Stated> limit_change;               // UPGRADE or DOWNGRADE
  std::optional<Stated> quality;                    // a rating, or FLAGGED and UNFLAGGED
  std::map<std::string, Restriction> restrictions;  // by Meta's type
  std::map<SyncKey, SyncState> syncs;

  bool operator==(const NumberState&) const = default;
};

// Its latest onboarding was to the Cloud API alone, not beside the app.
bool is_cloud_api_only(const NumberState& state);

// Adds what `fact` knows to `state`; true when that changed something.
bool join(NumberState& state, const NumberState& fact);

// Facts: a sync is about to be asked for (before the first byte is written).
NumberState asked_sync_fact(std::int64_t onboarded_at, SyncType type, std::int64_t at_s);

// From when on data may be of this onboarding: from its own time, or from when a sync was first asked for in it. An
// onboarding is known by the time of its code, and the second code of one second is dated ahead of the clock.
std::int64_t data_from(const NumberState& state, std::int64_t onboarded_at);

// A time without a connection: what was written in the app meanwhile never comes by a webhook. Without an end it lasts.
struct Gap {
  std::int64_t from = 0;
  std::optional<std::int64_t> until;
  bool operator==(const Gap&) const = default;
};

// In order of time. A reconnect ends the offboardings before it, and one reported up to `skew_s` after it, as Meta's own
// example does. A later onboarding ends a gap too.
std::vector<Gap> gaps_of(const NumberState& state, std::int64_t skew_s);

}  // namespace twinline
