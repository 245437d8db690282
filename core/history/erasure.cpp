#include "core/history/erasure.h"

#include <algorithm>
#include <utility>

#include "core/decode/phone.h"
#include "core/history/number.h"
#include "core/history/sha256.h"
#include "core/json/hex.h"

namespace twinline {

std::string peer_hash(std::string_view number, std::string_view name) {
  std::string text(number);
  text.append(":").append(canonical_name(name));
  std::string hex;
  for (const std::uint8_t byte : sha256(text)) append_hex(byte, hex);
  return hex;
}

bool Erasures::join(std::string_view hash, std::int64_t until) {
  const auto [entry, added] = until_.try_emplace(std::string(hash), until);
  if (added) return true;
  const bool later = entry->second < until;
  if (later) entry->second = until;
  return later;
}

const std::string& Erasures::hash_of(std::string_view name) const {
  const auto known = hashes_.find(name);
  if (known != hashes_.end()) return known->second;
  return hashes_.emplace(std::string(name), peer_hash(number_, name)).first->second;
}

bool Erasures::look_up(std::string_view name, std::int64_t at) const {
  const auto found = until_.find(hash_of(name));
  return found != until_.end() && (!is_believable(at) || at <= found->second);
}

void Erasures::note_contact(const std::string& key, std::string_view phone, std::string_view user_id) {
  if (!listed_) return;
  for (const auto name : {phone, user_id}) {
    if (!name.empty()) contacts_[hash_of(name)].insert(key);
  }
}

void Erasures::note_profile(std::string_view name) {
  if (listed_) profiles_[hash_of(name)].emplace(name);
}

namespace {

// Of a message that waits: the latest believable time among its parts.
std::int64_t time_of(const Row& row, const Extra* extra) {
  if (row.is(Row::placed)) return row.at;
  std::int64_t latest = 0;
  if (extra == nullptr) return latest;
  const auto consider = [&latest](std::int64_t at) {
    if (is_believable(at)) latest = std::max(latest, at);
  };
  for (const Earliest& time : extra->times) consider(time.at);
  if (extra->failed.value) consider(extra->failed.value->at);
  for (const auto& [id, edit] : extra->edits.sorted) consider(edit.value->at);
  for (const auto& [reactor, reacted] : extra->reactions.sorted) consider(reacted.value->at);
  return latest;
}

// Whether participants of a group have to do with it. Where nobody knows yet, their reactions tell.
bool is_of_group(const Row& row, const Extra* extra) {
  if (row.is(Row::placed)) return row.group != 0;
  if (extra == nullptr) return false;
  const auto& reactions = extra->reactions.sorted;
  return std::any_of(reactions.begin(), reactions.end(), [](const auto& entry) { return !entry.first.peer.empty(); });
}

void erase_message(Number& number, RowId row) {
  number.mark_changed(message_key(number.messages.id_of(number.messages.row(row))));
  number.messages.erase(row);
}

void erase_participants(Number& number, RowId id) {
  const Row& row = number.messages.row(id);
  const People& people = number.messages.people();
  std::vector<NameId> covered;
  number.messages.for_names(row, [&](NameId name) {
    const bool author = row.is(Row::placed) && (name == row.peer || people.linked(name, row.peer));
    if (!author && number.erased.covers(people.text(name), 0)) covered.push_back(name);
  });
  for (const NameId name : covered) {
    const auto is_over = [&](const Reacted& reacted) { return number.erased.covers(people.text(name), reacted.at); };
    number.messages.forget_name(id, name, is_over);
  }
}

void erase_row(Number& number, RowId id) {
  const Messages& messages = number.messages;
  const Row& row = messages.row(id);
  const Extra* const extra = messages.extra_of(row);
  const std::int64_t at = time_of(row, extra);
  bool any = false, all = true;
  messages.for_names(row, [&](NameId name) {
    const bool covered = number.erased.covers(messages.people().text(name), at);
    any = any || covered;
    all = all && covered;
  });
  if (!any) return;
  const bool author =
      row.is(Row::placed) && row.peer != 0 && number.erased.covers(messages.people().text(row.peer), at);
  if (all || author || !is_of_group(row, extra)) return erase_message(number, id);
  erase_participants(number, id);
}

void erase_contact(Number& number, const std::string& key) {
  const auto entry = number.contacts.find(key);
  if (entry == number.contacts.end()) return;
  const Contact& contact = *entry->second.value;
  if (!number.erased.covers({contact.phone, contact.user_id, {}}, contact.at)) return;
  number.mark_changed(contact_key(key));
  number.contacts.erase(entry);
}

void erase_profile(Number& number, const std::string& name) {
  const auto entry = number.profiles.find(name);
  if (entry == number.profiles.end()) return;
  const auto is_covered = [&](const auto& each) { return number.erased.covers(name, each.second); };
  if (std::erase_if(entry->second, is_covered) > 0) number.mark_changed(profile_key(name));
  if (entry->second.empty()) number.profiles.erase(entry);
}

void erase_links(Number& number, NameId name) {
  const People& people = number.messages.people();
  std::vector<People::UserAndPhone> links;
  people.for_group(name, [&](NameId user) {
    for (const People::Link& link : people.links_of(user)) {
      if (number.erased.covers({people.text(link.phone), people.text(user), {}}, link.at))
        links.emplace_back(user, link.phone);
    }
  });
  for (const auto& [user, phone] : links) number.mark_changed(identity_key(people.text(user), people.text(phone)));
  if (!links.empty()) number.messages.forget_links(links);
}

}  // namespace

void erase(Number& number, std::string_view hash) {
  const People& people = number.messages.people();
  Erasures& erased = number.erased;
  for (; erased.hashed_names_ < people.size(); ++erased.hashed_names_) {
    const auto id = static_cast<NameId>(erased.hashed_names_);
    if (people.canonical(id) == id) erased.names_.emplace(peer_hash(number.id, people.text(id)), id);
  }
  if (!std::exchange(erased.listed_, true)) {
    for (const auto& [key, contact] : number.contacts)
      erased.note_contact(key, contact.value->phone, contact.value->user_id);
    for (const auto& [name, names] : number.profiles) erased.note_profile(name);
  }
  const std::string wanted(hash);
  if (const auto keys = erased.contacts_.find(wanted); keys != erased.contacts_.end()) {
    for (const std::string& key : keys->second) erase_contact(number, key);
  }
  if (const auto names = erased.profiles_.find(wanted); names != erased.profiles_.end()) {
    for (const std::string& name : names->second) erase_profile(number, name);
  }
  const auto found = erased.names_.find(wanted);
  if (found == erased.names_.end()) return;
  const NameId name = found->second;
  std::vector<RowId> rows;
  number.messages.for_rows([&](RowId row) {
    bool named = false;
    number.messages.for_names(number.messages.row(row),
                              [&](NameId each) { named = named || people.canonical(each) == name; });
    if (named) rows.push_back(row);
  });
  erase_covered(number, rows);
  erase_links(number, name);
}

void erase_covered(Number& number, const std::vector<RowId>& rows) {
  for (const RowId row : rows) {
    const RowId now = number.messages.now(row);
    if (!number.messages.is_erased(number.messages.row(now))) erase_row(number, now);
  }
}

}  // namespace twinline
