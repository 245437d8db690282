// Records are read back into the registers they print. What a record only shows (thread, the text of an edited message,
// `edited`) is ignored: it follows from the rest.
#include <algorithm>

#include "core/decode/media.h"
#include "core/decode/phone.h"
#include "core/decode/time.h"
#include "core/history/join.h"
#include "core/json/scan.h"
#include "core/json/writer.h"

namespace twinline {

namespace {

class RecordJoiner {
 public:
  RecordJoiner(const Batch& batch, const NumberOf& number_of)
      : batch_(batch), fact_(batch.facts[0]), number_(number_of(text(Slot::r_number))) {}

  // Kinds of a later format say nothing here.
  static bool is_known(std::string_view kind) {
    static constexpr std::string_view kinds[] = {"number",  "sync",    "identity", "contact",
                                                 "profile", "message", "waiting",  "erased"};
    return std::find(std::begin(kinds), std::end(kinds), kind) != std::end(kinds);
  }

  bool join() {
    const auto kind = text(Slot::r_record);
    if (kind == "number") return number();
    if (kind == "sync") return sync();
    if (kind == "identity") return identity();
    if (kind == "contact") return contact();
    if (kind == "profile") return profile();
    if (kind == "message" || kind == "waiting") return message();
    if (kind == "erased") return erased();
    return false;
  }

 private:
  std::string_view text(Slot slot) const { return batch_.text(fact_, slot); }
  std::string_view text(const Fact& fact, Slot slot) const { return batch_.text(fact, slot); }
  std::int64_t integer(const Fact& fact, Slot slot) const {
    std::int64_t value = 0;
    return parse_integer(batch_.text(fact, slot), value) ? value : 0;
  }

  bool number();
  bool sync();
  bool identity();
  bool contact();
  bool profile();
  bool message();
  bool erased();
  void content(Messages& messages, RowId row);
  void parts(Messages& messages, RowId row);
  void extras(Messages& messages, RowId row);

  const Batch& batch_;
  const Fact& fact_;
  Number& number_;
};

bool RecordJoiner::number() {
  bool changed = !text(Slot::r_waba).empty() && number_.waba.join(std::string(text(Slot::r_waba)));
  changed = (!text(Slot::r_phone).empty() && number_.phone.join(std::string(text(Slot::r_phone)))) || changed;
  if (changed) number_.mark_changed(number_key);
  return true;
}

// [[0,1],[1,1]]; what is no pair of integers is left out.
std::vector<std::pair<std::int64_t, std::int64_t>> parse_chunks(std::string_view json) {
  std::vector<std::pair<std::int64_t, std::int64_t>> chunks;
  for_elements(json, [&chunks](std::string_view pair) {
    std::int64_t numbers[2] = {};
    std::size_t have = 0;
    bool integers = true;
    for_elements(pair, [&](std::string_view number) {
      std::int64_t value = 0;
      integers = integers && have < 2 && parse_integer(scalar_text(number), value);
      if (integers) numbers[have++] = value;
    });
    if (integers && have == 2) chunks.emplace_back(numbers[0], numbers[1]);
  });
  return chunks;
}

bool RecordJoiner::sync() {
  const auto chunks = parse_chunks(text(Slot::r_chunks));
  const auto declined = text(Slot::r_declined);
  std::int64_t progress = 0;
  const bool has_progress = parse_integer(text(Slot::r_progress), progress);
  if (chunks.empty() && !has_progress && declined.empty()) return false;
  const SyncKey key{integer(fact_, Slot::r_onboarding), std::string(text(Slot::r_type))};
  Sync& sync = number_.syncs[key];
  bool changed = false;
  for (const auto& chunk : chunks) changed = sync.chunks.join(chunk) || changed;
  if (has_progress) changed = sync.progress.join(progress) || changed;
  if (!declined.empty()) changed = sync.declined.join(std::string(declined)) || changed;
  if (changed) number_.mark_changed(sync_key(key));
  return true;
}

bool RecordJoiner::identity() {
  const auto user = text(Slot::r_user_id), phone = text(Slot::r_phone);
  if (user.empty() || phone.empty()) return false;
  const std::int64_t at = believed_s(integer(fact_, Slot::r_at));
  if (number_.erased.covers({phone, user, {}}, at)) return true;
  if (number_.messages.link(user, phone, at)) number_.mark_changed(identity_key(user, phone));
  return true;
}

bool RecordJoiner::contact() {
  const Contact contact{integer(fact_, Slot::r_at),          text(Slot::r_removed) == "true",
                        std::string(text(Slot::r_phone)),    std::string(text(Slot::r_user_id)),
                        std::string(text(Slot::r_username)), std::string(text(Slot::r_name))};
  const std::string key = canonical_name(contact.phone.empty() ? contact.user_id : contact.phone);
  if (key.empty()) return false;
  if (number_.erased.covers({contact.phone, contact.user_id, {}}, contact.at)) return true;
  if (number_.contacts[key].join(contact)) {
    number_.erased.note_contact(key, contact.phone, contact.user_id);
    number_.mark_changed(contact_key(key));
  }
  return true;
}

bool RecordJoiner::profile() {
  const auto peer = text(Slot::r_peer);
  const bool named = std::any_of(batch_.facts.begin(), batch_.facts.end(),
                                 [](const Fact& fact) { return fact.place == Place::record_name; });
  if (peer.empty() || !named) return false;
  bool changed = false;
  for (const Fact& fact : batch_.facts) {
    if (fact.place != Place::record_name) continue;
    const std::int64_t at = believed_s(integer(fact, Slot::r_at));
    if (number_.erased.covers(peer, at)) continue;
    Names& names = number_.profiles[std::string(peer)];
    const auto [entry, added] = names.try_emplace(std::string(text(fact, Slot::r_name)), at);
    const bool later = entry->second < at;
    if (later) entry->second = at;
    if (added) number_.erased.note_profile(peer);
    changed = changed || added || later;
  }
  if (changed) number_.mark_changed(profile_key(peer));
  return true;
}

bool RecordJoiner::erased() {
  const auto hash = text(Slot::r_peer_hash);
  if (hash.empty()) return false;
  if (!number_.erased.join(hash, integer(fact_, Slot::r_until))) return true;
  number_.mark_changed(erased_key(hash));
  number_.messages.watch(&number_.touched);
  erase(number_, hash);
  return true;
}

bool RecordJoiner::message() {
  const auto id = text(Slot::r_id);
  if (id.empty()) return false;
  Messages& messages = number_.messages;
  const RowId row = messages.row_for(id);
  parts(messages, row);
  content(messages, row);
  extras(messages, row);

  const auto thread = text(Slot::r_thread);
  const bool in_group = thread.starts_with(group_prefix);
  Placed placed{Origin::live, text(Slot::r_direction) == "out", integer(fact_, Slot::r_at), text(Slot::r_peer),
                in_group ? thread.substr(group_prefix.size()) : std::string_view{}};
  if (parse_origin(text(Slot::r_placed_by), placed.by)) messages.place(row, placed);
  return true;
}

// Ids, names, origins, status.
void RecordJoiner::parts(Messages& messages, RowId row) {
  bool live = false;
  for (const Item& item : batch_.items_of(fact_)) {
    const auto value = batch_[item.value];
    Origin origin{};
    if (item.slot == Slot::r_origins && parse_origin(value, origin)) {
      messages.add_origin(row, origin);
      live = live || is_live(origin);
    }
  }
  // `id` is the smallest id seen live, where any was.
  if (live) messages.seen_live(row, text(Slot::r_id));
  for (const Item& item : batch_.items_of(fact_)) {
    const auto value = batch_[item.value];
    if (item.slot == Slot::r_aliases) messages.add_alias(row, value);
    if (item.slot == Slot::r_peers) messages.add_name(row, value);
  }
  if (text(Slot::r_revoked) == "true") messages.revoke(row);
  static constexpr std::pair<Status, Slot> times[] = {{Status::pending, Slot::r_pending_at},
                                                      {Status::sent, Slot::r_sent_at},
                                                      {Status::delivered, Slot::r_delivered_at},
                                                      {Status::read, Slot::r_read_at},
                                                      {Status::played, Slot::r_played_at}};
  messages.raise(row, parse_status(text(Slot::r_status)), 0);
  for (const auto& [status, slot] : times) {
    if (const auto at = integer(fact_, slot); at != 0) messages.raise(row, status, at);
  }
}

void RecordJoiner::content(Messages& messages, RowId row) {
  const bool edited = text(Slot::r_edited) == "true";
  std::string media;
  append_media(batch_, fact_, edited ? Slot::r_original_media_id : Slot::r_media_id, media);
  messages.say(
      row, {text(edited ? Slot::r_original_type : Slot::r_type), text(edited ? Slot::r_original_text : Slot::r_text),
            media, text(Slot::r_content), text(Slot::r_reply_to), text(Slot::r_errors)});
}

// The registers that few messages have. Nothing is made where the record has none of them.
void RecordJoiner::extras(Messages& messages, RowId row) {
  const auto join = [&](auto part) { messages.touched(row, part(messages.extra(row))); };
  if (fact_.has(Mark::failed)) {
    join([&](Extra& extra) {
      return extra.failed.join(Failure{integer(fact_, Slot::r_failed_at), std::string(text(Slot::r_failed_errors))});
    });
  }
  if (const auto pricing = text(Slot::r_pricing); !pricing.empty()) {
    join([&](Extra& extra) { return extra.pricing.join(std::string(pricing)); });
  }
  if (const auto opaque = text(Slot::r_opaque); !opaque.empty()) {
    join([&](Extra& extra) { return extra.opaque.join(std::string(opaque)); });
  }
  for (const Fact& fact : batch_.facts) {
    if (fact.place == Place::record_edit) {
      Edit edit{integer(fact, Slot::r_at), std::string(text(fact, Slot::r_text)), {}};
      append_media(batch_, fact, Slot::r_media_id, edit.media);
      join([&](Extra& extra) { return extra.edits[std::string(text(fact, Slot::r_id))].join(edit); });
    } else if (fact.place == Place::record_reaction) {
      const Reactor reactor{text(fact, Slot::r_from) == "business", std::string(text(fact, Slot::r_peer))};
      const Reacted reacted{integer(fact, Slot::r_at), std::string(text(fact, Slot::r_id)),
                            std::string(text(fact, Slot::r_emoji))};
      join([&](Extra& extra) { return extra.reactions[reactor].join(reacted); });
    }
  }
}

}  // namespace

std::uint32_t join_record(const Batch& batch, const NumberOf& number_of) {
  if (batch.facts.empty() || !RecordJoiner::is_known(batch.text(batch.facts[0], Slot::r_record))) return 0;
  return RecordJoiner(batch, number_of).join() ? 1 : 0;
}

}  // namespace twinline
