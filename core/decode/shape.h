// What bodies look like, as one table: which member, in which place, opens a place or fills a slot.
//
// A place is an object (or an array of objects) with a meaning. Some open a *scope* (entry, change, value, thread …), some a
// *fact* (message, status, contact …), the others only lead deeper and fill the slots of the scope or fact around them.
// A record is a webhook in twinline's own dialect: more rows of the same table, read by the same decoder.
//
// A new webhook field touches one row here (and one slot, if it carries something new).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace twinline {

enum class Place : std::uint8_t {
  none,
  // scopes
  root,    // the body
  entry,   // entry[] element, or a provider's `data`
  change,  // changes[] element
  value,   // value
  chunk,   // value.history[] element
  thread,  // threads[] element
  // facts
  message,     // messages[], message_echoes[] and messages[] of a thread; what it is depends on its type
  status,      // statuses[]
  profile,     // value.contacts[]
  contact,     // state_sync[]
  chunk_data,  // history[].metadata
  problem,     // value.errors, history[].errors
  notice,      // calls[], user_preferences[]; and whatever else a value, change or entry says that has no row
  remainder,   // whatever else a chunk or thread says that has no row
  sent,        // an own send
  record,      // one record of twinline
  record_edit,
  record_reaction,
  record_name,
  // places that only lead deeper
  metadata,
  thread_context,
  message_text,
  message_media,
  message_context,
  history_context,
  reaction,
  edit,
  edited,
  edited_context,
  revoke,
  system,
  profile_profile,
  contact_contact,
  contact_metadata,
  sent_request,
  sent_context,
  sent_answer,
  sent_answer_message,
  sent_answer_contact,
  record_peer,
  record_media,
  record_original,
  record_original_media,
  record_statuses,
  record_failed,
  record_body,  // what makes it a webhook after all
  place_end,
};

// Slots are numbered from 0 within each group; a group belongs to the places named in its comment.
enum class Slot : std::uint8_t {
  // scopes
  field = 0,
  scope_id,
  number,
  phone,
  peer_phone,  // threads
  user_id,
  username,
  event,
  time,
  product,
  received,
  body_b64,
  onboarding,
  record_kind,
  scope_end,

  // message, sent, edited
  id = 0,
  from,
  from_user,
  to,
  to_user,
  to_kind,  // own sends: "group", "individual"
  group,
  at,
  type,
  text,
  caption,
  media_id,
  media_mime,
  media_sha256,
  media_url,
  media_filename,
  media_voice,
  reply_to,
  history_status,
  from_me,
  errors,
  target,
  emoji,
  kind,
  new_phone,
  new_user,
  previous_user,
  sent_number,
  sent_opaque,
  message_end,

  // status
  status_id = 0,
  status_status,
  status_at,
  recipient,
  recipient_user,
  recipient_type,
  participant,
  participant_user,
  opaque,
  pricing,
  status_errors,
  status_end,

  // profile, contact
  person_phone = 0,
  person_user,
  person_username,
  person_name,
  person_first_name,
  person_type,
  person_action,
  person_at,
  person_end,

  // chunk_data, problem
  phase = 0,
  chunk_order,
  progress,
  problem_errors,
  problem_end,

  // record and its parts
  r_record = 0,
  r_number,
  r_waba,
  r_phone,
  r_user_id,
  r_username,
  r_onboarding,
  r_type,
  r_progress,
  r_chunks,
  r_declined,
  r_name,
  r_at,
  r_removed,
  r_peer,
  r_thread,
  r_id,
  r_direction,
  r_placed_by,
  r_text,
  r_media_id,
  r_media_mime,
  r_media_sha256,
  r_media_url,
  r_media_filename,
  r_media_voice,
  r_content,
  r_reply_to,
  r_errors,
  r_original_type,
  r_original_text,
  r_original_media_id,
  r_original_media_mime,
  r_original_media_sha256,
  r_original_media_url,
  r_original_media_filename,
  r_original_media_voice,
  r_edited,
  r_revoked,
  r_status,
  r_pending_at,
  r_sent_at,
  r_delivered_at,
  r_read_at,
  r_played_at,
  r_failed_at,
  r_failed_errors,
  r_pricing,
  r_opaque,
  r_from,
  r_emoji,
  r_peer_hash,
  r_until,
  r_format,
  r_aliases,  // lists of texts: items
  r_peers,
  r_origins,
  record_end,

  inner = 252,    // a member without a row of an object inside, kept under that object's name and its own
  context = 253,  // a member of a message's context without a row, kept under its own name
  other = 254,    // a member without a row, kept under its own name
  none = 255,
};

inline constexpr std::size_t most_slots = static_cast<std::size_t>(Slot::record_end);
// Whether members without a row are kept as items of it.
constexpr bool is_item(Slot slot) { return slot == Slot::inner || slot == Slot::context || slot == Slot::other; }
constexpr std::size_t index_of(Slot slot) { return static_cast<std::size_t>(slot); }

// How a scalar is brought into one form before it is kept.
enum class Form : std::uint8_t {
  as_sent,
  phone,  // digits only, where the text is a phone number in any spelling
  lower,  // ASCII lower case
};

// Objects that were there, even if empty: a reaction without its own object is a plain message.
enum class Mark : std::uint16_t {
  none = 0,
  reaction = 1,
  edit = 2,
  revoke = 4,
  media = 8,
  failed = 16,
  original = 32,
  original_media = 64,
  body = 128,
  items = 256,  // lists or unknown members: the fact has items
};

// The order of the members is the order in which a row reads.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding)
struct MemberRule {
  Place in;
  std::string_view member;
  Place to = Place::none;  // what an object under this member opens
  Slot slot = Slot::none;  // what a scalar under this member fills
  enum class Take : std::uint8_t {
    place,  // objects open `to`, scalars fill `slot`
    json,   // whatever stands there is kept as canonical JSON in `slot`
    list,   // an array of scalars: one item each
  } take = Take::place;
  Form form = Form::as_sent;
};

// What opening a place does.
struct PlaceKind {
  enum class Opens : std::uint8_t { nothing, scope, fact } opens = Opens::nothing;
  std::uint8_t slots = 0;  // scopes and facts: how many slots
  // Members without a row are kept as items of this slot; those of a scope in a fact of their own.
  Slot others = Slot::none;
  Mark mark = Mark::none;
};

extern const std::span<const MemberRule> shape;
extern const std::span<const PlaceKind> place_kinds;
inline PlaceKind kind_of(Place place) { return place_kinds[static_cast<std::size_t>(place)]; }

// The rule for a member in a place, or nullptr. Constant time.
const MemberRule* find_rule(Place in, std::string_view member);

}  // namespace twinline
