#include "core/decode/shape.h"

#include <array>

#include "core/same_text.h"

namespace twinline {

namespace {

using enum Place;
constexpr auto json = MemberRule::Take::json;
constexpr auto list = MemberRule::Take::list;

constexpr MemberRule rules[] = {
    // Envelope (Meta, "Webhooks overview"). `field` stands misplaced in some published PARTNER_* examples.
    {root, "entry", entry},
    {root, "field", none, Slot::field},
    {root, "event", none, Slot::event},
    {root, "data", entry},  // 360dialog: {id, event, data}
    {root, "received", none, Slot::received},
    {root, "body_b64", none, Slot::body_b64},
    {root, "onboarding", none, Slot::onboarding},
    {root, "sent", sent},
    {root, "record", none, Slot::record_kind},
    {entry, "id", none, Slot::scope_id},
    {entry, "time", none, Slot::time},
    {entry, "object"},
    {entry, "field", none, Slot::field},
    {entry, "changes", change},
    {entry, "entry", entry},
    {entry, "messaging_product", none, Slot::product},
    {entry, "metadata", metadata},  // a provider's `data` may be the value itself
    {entry, "messages", message},
    {entry, "message_echoes", message},
    {entry, "statuses", status},
    {entry, "contacts", profile},
    {entry, "state_sync", contact},
    {entry, "history", chunk},
    {entry, "errors", problem, Slot::problem_errors, json},
    {entry, "calls", notice},
    {entry, "user_preferences", notice},
    {change, "object"},
    {change, "field", none, Slot::field},
    {change, "value", value},
    {value, "field", none, Slot::field},
    {value, "messaging_product", none, Slot::product},
    {value, "metadata", metadata},
    {value, "messages", message},
    {value, "message_echoes", message},
    {value, "statuses", status},
    {value, "contacts", profile},
    {value, "state_sync", contact},
    {value, "history", chunk},
    {value, "errors", problem, Slot::problem_errors, json},
    {value, "calls", notice},
    {value, "user_preferences", notice},
    {metadata, "phone_number_id", none, Slot::number},
    {metadata, "display_phone_number", none, Slot::phone, MemberRule::Take::place, Form::phone},

    // history (Meta, "Onboard WhatsApp Business app users")
    {chunk, "metadata", chunk_data},
    {chunk, "threads", thread},
    {chunk, "errors", problem, Slot::problem_errors, json},
    {chunk_data, "phase", none, Slot::phase},
    {chunk_data, "chunk_order", none, Slot::chunk_order},
    {chunk_data, "progress", none, Slot::progress},
    {thread, "id", none, Slot::scope_id, MemberRule::Take::place, Form::phone},
    {thread, "context", thread_context},
    {thread, "messages", message},
    {thread_context, "wa_id", none, Slot::peer_phone, MemberRule::Take::place, Form::phone},
    {thread_context, "user_id", none, Slot::user_id},
    {thread_context, "username", none, Slot::username},

    // messages, echoes, history messages
    {message, "id", none, Slot::id},
    {message, "from", none, Slot::from, MemberRule::Take::place, Form::phone},
    {message, "from_user_id", none, Slot::from_user},
    {message, "to", none, Slot::to, MemberRule::Take::place, Form::phone},
    {message, "to_user_id", none, Slot::to_user},
    {message, "group_id", none, Slot::group},
    {message, "timestamp", none, Slot::at},
    {message, "type", none, Slot::type},
    {message, "text", message_text, Slot::text},
    {message, "image", message_media},
    {message, "video", message_media},
    {message, "audio", message_media},
    {message, "document", message_media},
    {message, "sticker", message_media},
    {message, "context", message_context},
    {message, "history_context", history_context},
    {message, "reaction", reaction},
    {message, "edit", edit},
    {message, "revoke", revoke},
    {message, "system", system},
    {message, "errors", none, Slot::errors, json},
    {message_text, "body", none, Slot::text},
    {message_media, "id", none, Slot::media_id},
    {message_media, "mime_type", none, Slot::media_mime},
    {message_media, "sha256", none, Slot::media_sha256},
    {message_media, "url", none, Slot::media_url},
    {message_media, "filename", none, Slot::media_filename},
    {message_media, "voice", none, Slot::media_voice},
    {message_media, "caption", none, Slot::caption},
    {message_context, "id", none, Slot::reply_to},
    {history_context, "status", none, Slot::history_status, MemberRule::Take::place, Form::lower},
    {history_context, "from_me", none, Slot::from_me},
    {reaction, "message_id", none, Slot::target},
    {reaction, "emoji", none, Slot::emoji},
    {revoke, "original_message_id", none, Slot::target},
    {edit, "original_message_id", none, Slot::target},
    {edit, "message", edited},
    {edited, "type", none, Slot::type},
    {edited, "text", message_text, Slot::text},
    {edited, "context", edited_context},
    {edited_context, "id"},  // in all of Meta's documents "M0", which is nobody's id
    {edited, "image", message_media},
    {edited, "video", message_media},
    {edited, "audio", message_media},
    {edited, "document", message_media},
    {edited, "sticker", message_media},
    {system, "type", none, Slot::kind},
    {system, "wa_id", none, Slot::new_phone, MemberRule::Take::place, Form::phone},
    {system, "user_id", none, Slot::new_user},
    {system, "previous_user_id", none, Slot::previous_user},

    // statuses
    {status, "id", none, Slot::status_id},
    {status, "status", none, Slot::status_status, MemberRule::Take::place, Form::lower},
    {status, "timestamp", none, Slot::status_at},
    {status, "recipient_id", none, Slot::recipient, MemberRule::Take::place, Form::phone},
    {status, "recipient_user_id", none, Slot::recipient_user},
    {status, "recipient_type", none, Slot::recipient_type, MemberRule::Take::place, Form::lower},
    {status, "recipient_participant_id", none, Slot::participant, MemberRule::Take::place, Form::phone},
    {status, "recipient_participant_user_id", none, Slot::participant_user},
    {status, "biz_opaque_callback_data", none, Slot::opaque},
    {status, "pricing", none, Slot::pricing, json},
    {status, "errors", none, Slot::status_errors, json},

    // contacts[] beside messages, and the address book (smb_app_state_sync)
    {profile, "wa_id", none, Slot::person_phone, MemberRule::Take::place, Form::phone},
    {profile, "user_id", none, Slot::person_user},
    {profile, "profile", profile_profile},
    {profile_profile, "name", none, Slot::person_name},
    {profile_profile, "username", none, Slot::person_username},
    {contact, "type", none, Slot::person_type, MemberRule::Take::place, Form::lower},
    {contact, "action", none, Slot::person_action, MemberRule::Take::place, Form::lower},
    {contact, "contact", contact_contact},
    {contact, "metadata", contact_metadata},
    {contact_contact, "phone_number", none, Slot::person_phone, MemberRule::Take::place, Form::phone},
    {contact_contact, "user_id", none, Slot::person_user},
    {contact_contact, "username", none, Slot::person_username},
    {contact_contact, "full_name", none, Slot::person_name},
    {contact_contact, "first_name", none, Slot::person_first_name},
    {contact_metadata, "timestamp", none, Slot::person_at},

    // An own send: {"sent":{number, at, request, answer}}. Messages sent by API are in no webhook.
    {sent, "number", none, Slot::sent_number},
    {sent, "at", none, Slot::at},
    {sent, "request", sent_request},
    {sent, "answer", sent_answer},
    {sent_request, "to", none, Slot::to, MemberRule::Take::place, Form::phone},
    {sent_request, "recipient", none, Slot::to_user},
    {sent_request, "recipient_type", none, Slot::to_kind, MemberRule::Take::place, Form::lower},
    {sent_request, "type", none, Slot::type},
    {sent_request, "text", message_text},
    {sent_request, "image", message_media},
    {sent_request, "video", message_media},
    {sent_request, "audio", message_media},
    {sent_request, "document", message_media},
    {sent_request, "sticker", message_media},
    {sent_request, "context", sent_context},
    {sent_request, "reaction", reaction},
    {sent_request, "biz_opaque_callback_data", none, Slot::sent_opaque},
    {message_media, "link", none, Slot::media_url},
    {sent_context, "message_id", none, Slot::reply_to},
    {sent_answer, "messages", sent_answer_message},
    {sent_answer, "contacts", sent_answer_contact},
    {sent_answer_message, "id", none, Slot::id},
    {sent_answer_contact, "wa_id", none, Slot::new_phone, MemberRule::Take::place, Form::phone},
    {sent_answer_contact, "user_id", none, Slot::new_user},

    // Records.
    {record, "record", none, Slot::r_record},
    {record, "format", none, Slot::r_format},
    {record, "entry", record_body},
    {record, "data", record_body},
    {record, "number", none, Slot::r_number},
    {record, "waba", none, Slot::r_waba},
    {record, "phone", none, Slot::r_phone},
    {record, "user_id", none, Slot::r_user_id},
    {record, "onboarding", none, Slot::r_onboarding},
    {record, "type", none, Slot::r_type},
    {record, "chunks", none, Slot::r_chunks, json},
    {record, "progress", none, Slot::r_progress},
    {record, "declined", none, Slot::r_declined, json},
    {record, "name", none, Slot::r_name},
    {record, "names", record_name},
    {record, "at", none, Slot::r_at},
    {record, "removed", none, Slot::r_removed},
    {record, "peer", record_peer, Slot::r_peer},
    {record, "peers", none, Slot::r_peers, list},
    {record, "thread", none, Slot::r_thread},
    {record, "id", none, Slot::r_id},
    {record, "aliases", none, Slot::r_aliases, list},
    {record, "direction", none, Slot::r_direction},
    {record, "placed_by", none, Slot::r_placed_by},
    {record, "origins", none, Slot::r_origins, list},
    {record, "text", none, Slot::r_text},
    {record, "media", record_media},
    {record, "content", none, Slot::r_content, json},
    {record, "reply_to", none, Slot::r_reply_to},
    {record, "errors", none, Slot::r_errors, json},
    {record, "original", record_original},
    {record, "edited", none, Slot::r_edited},
    {record, "edits", record_edit},
    {record, "revoked", none, Slot::r_revoked},
    {record, "reactions", record_reaction},
    {record, "status", none, Slot::r_status},
    {record, "statuses", record_statuses},
    {record, "failed", record_failed},
    {record, "pricing", none, Slot::r_pricing, json},
    {record, "opaque", none, Slot::r_opaque},
    {record, "peer_hash", none, Slot::r_peer_hash, MemberRule::Take::place, Form::lower},
    {record, "until", none, Slot::r_until},
    {record_peer, "phone", none, Slot::r_phone},
    {record_peer, "user_id", none, Slot::r_user_id},
    {record_peer, "username", none, Slot::r_username},
    {record_media, "id", none, Slot::r_media_id},
    {record_media, "mime", none, Slot::r_media_mime},
    {record_media, "sha256", none, Slot::r_media_sha256},
    {record_media, "url", none, Slot::r_media_url},
    {record_media, "filename", none, Slot::r_media_filename},
    {record_media, "voice", none, Slot::r_media_voice},
    {record_original, "type", none, Slot::r_original_type},
    {record_original, "text", none, Slot::r_original_text},
    {record_original, "media", record_original_media},
    {record_original_media, "id", none, Slot::r_original_media_id},
    {record_original_media, "mime", none, Slot::r_original_media_mime},
    {record_original_media, "sha256", none, Slot::r_original_media_sha256},
    {record_original_media, "url", none, Slot::r_original_media_url},
    {record_original_media, "filename", none, Slot::r_original_media_filename},
    {record_original_media, "voice", none, Slot::r_original_media_voice},
    {record_statuses, "pending", none, Slot::r_pending_at},
    {record_statuses, "sent", none, Slot::r_sent_at},
    {record_statuses, "delivered", none, Slot::r_delivered_at},
    {record_statuses, "read", none, Slot::r_read_at},
    {record_statuses, "played", none, Slot::r_played_at},
    {record_failed, "at", none, Slot::r_failed_at},
    {record_failed, "errors", none, Slot::r_failed_errors, json},
    {record_edit, "id", none, Slot::r_id},
    {record_edit, "at", none, Slot::r_at},
    {record_edit, "text", none, Slot::r_text},
    {record_edit, "media", record_media},
    {record_reaction, "from", none, Slot::r_from},
    {record_reaction, "peer", none, Slot::r_peer},
    {record_reaction, "id", none, Slot::r_id},
    {record_reaction, "at", none, Slot::r_at},
    {record_reaction, "emoji", none, Slot::r_emoji},
    {record_name, "name", none, Slot::r_name},
    {record_name, "at", none, Slot::r_at},
};

// Open addressing over (place, length, first, middle and last character): one probe for nearly every member.
constexpr std::size_t index_size = 1024;

constexpr std::size_t hash_of(Place in, std::string_view member) {
  if (member.empty()) return 0;
  const auto byte = [&member](std::size_t at) -> std::size_t { return static_cast<unsigned char>(member[at]); };
  const std::size_t first = byte(0), middle = byte(member.size() / 2), last = byte(member.size() - 1);
  return (static_cast<std::size_t>(in) * 37 + member.size() * 131 + first * 7 + last * 29 + middle * 53) % index_size;
}

constexpr std::array<std::uint8_t, index_size> make_index() {
  std::array<std::uint8_t, index_size> index{};
  static_assert(std::size(rules) < 255);
  for (std::size_t i = 0; i < std::size(rules); ++i) {
    std::size_t at = hash_of(rules[i].in, rules[i].member);
    while (index[at] != 0) at = (at + 1) % index_size;
    index[at] = static_cast<std::uint8_t>(i + 1);
  }
  return index;
}

constexpr auto rule_index = make_index();

constexpr auto slots(Slot end) { return static_cast<std::uint8_t>(end); }

}  // namespace

const std::span<const MemberRule> shape{rules};

const MemberRule* find_rule(Place in, std::string_view member) {
  for (std::size_t at = hash_of(in, member); rule_index[at] != 0; at = (at + 1) % index_size) {
    const MemberRule& rule = rules[rule_index[at] - 1U];
    if (rule.in == in && same_text(rule.member, member)) return &rule;
  }
  return nullptr;
}

namespace {

constexpr PlaceKind make_kind(Place place) {
  using Opens = PlaceKind::Opens;
  switch (place) {
    case root:
      return {Opens::scope, slots(Slot::scope_end)};
    case entry:
    case change:
    case value:
    case chunk:
    case thread:
      return {Opens::scope, slots(Slot::scope_end), Slot::other};
    case message:
      return {Opens::fact, slots(Slot::message_end), Slot::other};
    case message_context:
      return {Opens::nothing, 0, Slot::context};
    case notice:
    case remainder:
      return {Opens::fact, 0, Slot::other};
    case edited:
      return {Opens::fact, slots(Slot::message_end), Slot::other};
    case sent:
      return {Opens::fact, slots(Slot::message_end)};
    case sent_request:
      return {Opens::nothing, 0, Slot::other};
    case status:
      return {Opens::fact, slots(Slot::status_end), Slot::other};
    case profile:
    case contact:
      return {Opens::fact, slots(Slot::person_end), Slot::other};
    case chunk_data:
      return {Opens::fact, slots(Slot::problem_end), Slot::other};
    case problem:
      return {Opens::fact, slots(Slot::problem_end)};
    case record:
    case record_edit:
    case record_reaction:
    case record_name:
      return {Opens::fact, slots(Slot::record_end)};
    case reaction:
      return {Opens::nothing, 0, Slot::inner, Mark::reaction};
    case edit:
      return {Opens::nothing, 0, Slot::inner, Mark::edit};
    case revoke:
      return {Opens::nothing, 0, Slot::inner, Mark::revoke};
    case metadata:
    case thread_context:
    case message_text:
    case edited_context:
    case history_context:
    case system:
    case profile_profile:
    case contact_contact:
    case contact_metadata:
      return {Opens::nothing, 0, Slot::inner};
    case message_media:
      return {Opens::nothing, 0, Slot::inner, Mark::media};
    case record_media:
      return {Opens::nothing, 0, Slot::none, Mark::media};
    case record_failed:
      return {Opens::nothing, 0, Slot::none, Mark::failed};
    case record_original:
      return {Opens::nothing, 0, Slot::none, Mark::original};
    case record_original_media:
      return {Opens::nothing, 0, Slot::none, Mark::original_media};
    case record_body:
      return {Opens::nothing, 0, Slot::none, Mark::body};
    default:
      return {};
  }
}

constexpr auto all_kinds = [] {
  std::array<PlaceKind, static_cast<std::size_t>(Place::place_end)> kinds{};
  for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] = make_kind(static_cast<Place>(i));
  return kinds;
}();

}  // namespace

const std::span<const PlaceKind> place_kinds{all_kinds};

}  // namespace twinline
