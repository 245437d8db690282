// What a fact of a message means: the rules about direction, origin, peer and time, in one place.
//
// Events and history both ask here, so that what is printed and what is merged can never differ.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/decode/batch.h"

namespace twinline {

enum class Origin : std::uint8_t { api, echo, history, history_media, live };
std::string_view to_string(Origin origin);
// By whichever way a message comes that is no history.
constexpr bool is_live(Origin origin) {
  return origin == Origin::live || origin == Origin::echo || origin == Origin::api;
}
bool parse_origin(std::string_view text, Origin& origin);

// What one entry of messages[], message_echoes[] or an own send is.
enum class Said : std::uint8_t { message, edit, revoke, reaction, identity };

// A person as a body names them; any part may be empty.
struct Person {
  std::string_view phone, user_id, username;
  // The name that facts hang on: the phone, else the user id.
  std::string_view name() const { return phone.empty() ? user_id : phone; }
};

struct Message {
  Said said = Said::message;
  Origin origin = Origin::live;
  bool out = false;
  Person peer;
  std::string_view group;
  std::int64_t at = 0;  // seconds; 0 unknown
};

// A system message: somebody changed their number or user id.
struct Identity {
  Person peer, previous;
  std::int64_t at = 0;
};

struct StatusReport {
  Person peer;  // in groups the participant, where one is named
  std::string_view group;
  bool of_participant = false;  // one member of a group, not the message as a whole
  bool of_call = false;         // field `calls`: about a call, not a message
  std::int64_t at = 0;
};

// The object a message of a rarer type carries under the name of its type (location, contacts, interactive …); absent for
// texts and media, whose parts are slots.
Text own_object(const Batch& batch, const Fact& fact);
// What an edit puts in the place of the old: a fact of its own, so that it is never taken for what the message that carries
// it says itself. Of several the last; nullptr where there is none. `edit` stands in `batch.facts`.
const Fact* edited_content(const Batch& batch, const Fact& edit);
// Text body, else caption.
Text shown_text(const Batch& batch, const Fact& fact);

// Place::contact and Place::profile.
bool is_contact(const Batch& batch, const Fact& fact);  // a state_sync element may be something else one day
Person person_of(const Batch& batch, const Fact& fact);
std::string_view contact_name(const Batch& batch, const Fact& fact);  // full name, else first name

// The facts of one batch, understood. Keeps only lookups; the batch must outlive it.
class Meaning {
 public:
  explicit Meaning(const Batch& batch);

  // For Place::message and Place::sent.
  Message message(const Fact& fact) const;
  Identity identity(const Fact& fact) const;    // a message that said Said::identity
  StatusReport status(const Fact& fact) const;  // Place::status
  // The phone_number_id a fact belongs to; empty if the body does not say.
  std::string_view number(const Fact& fact) const;
  // The WABA: the entry's id, or waba_info's where a PARTNER_* event has one.
  std::string_view waba(const Where& where) const;
  // The WABA of waba_info, if the body has one: then the entry's id is a business portfolio.
  std::string_view partner_waba(const Where& where) const;
  // The webhook field, wherever it was put.
  std::string_view field(const Where& where) const;
  // Place::thread: whose conversation it is.
  Person contact_of(const Scope& thread) const;
  // Place::profile: the time of that sender's latest message in the same value; 0 where there is none.
  std::int64_t profile_at(const Fact& fact) const;
  // With the username that contacts[] beside them give.
  Person with_username(Person person, std::uint32_t scope) const;

 private:
  struct Key {
    std::uint32_t scope;
    std::string_view name;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const { return std::hash<std::string_view>{}(key.name) * 31 + key.scope; }
  };

  void find_partner_waba(const Fact& notice);
  bool out_in_thread(const Fact& fact, std::string_view contact, std::string_view business) const;
  Person peer_in_thread(const Fact& fact, const Scope& thread, std::string_view business, bool out) const;
  // What the scopes around a fact say. Neighbours share it.
  struct Around {
    std::uint32_t scope = Where::none;
    std::string_view number, business;
    bool in_history = false;
  };
  const Around& around(const Where& where) const;

  const Batch& batch_;
  mutable Around around_;
  std::unordered_map<Key, std::string_view, KeyHash> usernames_;  // of contacts[], by phone and by user id
  std::unordered_map<Key, std::int64_t, KeyHash> latest_;         // message time by sender, where contacts[] exist
  std::unordered_map<std::uint32_t, std::string> partner_wabas_;  // by scope
};

// Errors of a body, read leniently: is 2593109 (history sharing declined) among them?
struct Declined {
  std::int64_t code = 0;
  std::string title;
};
inline constexpr std::int64_t history_declined_code = 2593109;  // Meta, error codes: history sync turned off in the app
bool find_declined(std::string_view errors_json, Declined& declined);
// The others, as a canonical array; empty if there are none.
std::string errors_but_declined(std::string_view errors_json);

}  // namespace twinline
