// Everything merged for one business number.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/history/erasure.h"
#include "core/history/messages.h"

namespace twinline {

// The address book of the phone app: the last writer wins as a whole, a removal over an addition of the same time.
struct Contact {
  std::int64_t at = 0;
  bool removed = false;
  std::string phone, user_id, username, name;
  bool operator<(const Contact& other) const {
    if (at != other.at) return is_earlier(at, other.at);
    return std::tie(removed, phone, user_id, username, name) <
           std::tie(other.removed, other.phone, other.user_id, other.username, other.name);
  }
};

struct SyncKey {
  std::int64_t onboarding = 0;
  std::string type;  // "history" or "contacts"
  bool operator<(const SyncKey& other) const {
    return std::tie(onboarding, type) < std::tie(other.onboarding, other.type);
  }
};

struct Sync {
  Set<std::pair<std::int64_t, std::int64_t>> chunks;  // (phase, chunk_order), -1 where missing
  Max<std::int64_t> progress;
  Max<std::string> declined;  // canonical JSON
};

// The latest time at which a person used a name.
using Names = std::map<std::string, std::int64_t, std::less<>>;

class Number {
 public:
  Number(std::string phone_number_id, Arena& arena) : id(std::move(phone_number_id)), messages(arena), erased(id) {}

  const std::string id;  // empty where bodies did not say
  Max<std::string> waba, phone;
  Messages messages;
  std::map<std::string, Max<Contact>, std::less<>> contacts;  // by canonical phone, else user id
  std::map<std::string, Names, std::less<>> profiles;         // by name as sent
  std::map<SyncKey, Sync> syncs;
  Erasures erased;
  std::vector<RowId> touched;  // rows that have changed since the last look, watched where there are erasures

  std::uint64_t joined_in = 0;  // the last batch that named it, counted by the history

  // Keys of what has changed since the last look, messages aside; and how often anything has.
  Set<std::string> changed;
  std::uint64_t revisions = 0;
  void mark_changed(std::string_view key) {
    changed.join(std::string(key));
    ++revisions;
  }
};

// Keys under which a store finds records. Prefixes: n number, y sync, i identity, c contact, p profile, m message, e erased.
std::string sync_key(const SyncKey& sync);
std::string identity_key(std::string_view user_id, std::string_view phone);
inline std::string contact_key(std::string_view key) { return std::string("c:").append(key); }
inline std::string profile_key(std::string_view name) { return std::string("p:").append(name); }
inline std::string message_key(std::string_view id) { return std::string("m:").append(id); }
inline std::string erased_key(std::string_view hash) { return std::string("e:").append(hash); }
inline constexpr std::string_view number_key = "n:";
// Further handles: a stanza id, a name's links, a name's messages that carry a stanza id.
inline std::string stanza_handle(std::string_view stanza) { return std::string("s:").append(stanza); }
inline std::string link_handle(std::string_view name) { return std::string("l:").append(name); }
inline std::string sent_handle(std::string_view name) { return std::string("o:").append(name); }

}  // namespace twinline
