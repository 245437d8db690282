#include <algorithm>
#include <array>
#include <span>

#include "core/decode/media.h"
#include "core/decode/phone.h"
#include "core/history/join.h"
#include "core/json/writer.h"
#include "core/same_text.h"

namespace twinline {

namespace {

class Joiner {
 public:
  Joiner(const Batch& batch, const NumberOf& number_of) : batch_(batch), meaning_(batch), number_of_(number_of) {}

  std::uint32_t join() {
    for (std::uint32_t i = 0; i < batch_.scopes.size(); ++i) introduce(i);
    std::uint32_t understood = 0;
    for (std::size_t first = 0; first < batch_.facts.size(); first += at_once) {
      const auto facts = std::span(batch_.facts).subspan(first, std::min(at_once, batch_.facts.size() - first));
      look_ahead(facts);
      for (const Fact& each : facts) understood += fact(each) ? 1 : 0;
    }
    return understood;
  }

 private:
  std::string_view text(const Fact& fact, Slot slot) const { return batch_.text(fact, slot); }
  Number& number(const Fact& fact) {
    const std::uint32_t scope = fact.place == Place::sent ? Where::none : fact.where.parent;
    if (number_ != nullptr && scope != Where::none && scope == number_scope_) return *number_;
    number_scope_ = scope;
    const auto id = meaning_.number(fact);
    if (number_ == nullptr || !same_text(number_->id, id)) number_ = &number_of_(id);
    return *number_;
  }

  // What is rare is kept out of the loop over the facts: engines compile WebAssembly while it runs, and a small loop is
  // fast sooner.
  void look_ahead(std::span<const Fact> facts);
  std::uint64_t hash_of_id(const Fact& fact) const;
  bool fact(const Fact& fact);
  [[gnu::noinline]] void introduce(std::uint32_t scope);
  void introduce_contact(std::uint32_t thread);
  bool message(const Fact& fact);
  [[gnu::noinline]] bool edit(const Fact& fact, const Message& message, Messages& messages, RowId row);
  [[gnu::noinline]] bool status(const Fact& fact);
  [[gnu::noinline]] bool contact(const Fact& fact);
  [[gnu::noinline]] bool profile(const Fact& fact);
  [[gnu::noinline]] bool chunk(const Fact& fact);
  [[gnu::noinline]] bool declined(const Fact& fact);
  void person(Number& number, RowId row, const Person& person, std::int64_t at);
  void link(Number& number, const Person& person, std::int64_t at);

  const Batch& batch_;
  Meaning meaning_;
  const NumberOf& number_of_;
  Number* number_ = nullptr;  // of the last fact, which stood in number_scope_
  std::uint32_t number_scope_ = Where::none;
  std::string media_;

  // Facts whose messages are looked up together.
  static constexpr std::size_t at_once = 64;
  const Fact* ahead_ = nullptr;                  // the first of them
  std::array<std::uint64_t, at_once> hashes_{};  // of their ids
};

bool Joiner::fact(const Fact& each) {
  switch (each.place) {
    case Place::message:
    case Place::sent:
      return message(each);
    case Place::status:
      return status(each);
    case Place::contact:
      return contact(each);
    case Place::profile:
      return profile(each);
    case Place::chunk_data:
      return chunk(each);
    case Place::problem:
      return declined(each);
    default:
      return false;
  }
}

// A chunk has thousands of ids, each somewhere else in a large history. What will be looked at is asked for before it is
// needed: first the places in the index, then the rows found there, then the ids of these rows.
void Joiner::look_ahead(std::span<const Fact> facts) {
  ahead_ = facts.data();
  std::array<const Messages*, at_once> messages;
  std::array<RowId, at_once> rows;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Fact& fact = facts[i];
    messages[i] = nullptr;
    if (fact.place != Place::message) continue;
    hashes_[i] = hash_bytes(text(fact, Slot::id));
    if (meaning_.number(fact).empty()) continue;  // it may be about no message at all
    messages[i] = &number(fact).messages;
    messages[i]->prefetch_index(hashes_[i]);
  }
  for (std::size_t i = 0; i < facts.size(); ++i)
    rows[i] = messages[i] == nullptr ? Index::none : messages[i]->prefetch_row(hashes_[i]);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (rows[i] != Index::none) messages[i]->prefetch_id(rows[i]);
  }
}

std::uint64_t Joiner::hash_of_id(const Fact& fact) const {
  if (fact.place != Place::message) return hash_bytes(text(fact, Slot::id));
  return hashes_[static_cast<std::size_t>(&fact - ahead_)];
}

// The number that a value names, with its phone and WABA; and whom a thread names in two ways, whether it has messages or not.
void Joiner::introduce(std::uint32_t scope) {
  if (batch_.scopes[scope].place == Place::thread) return introduce_contact(scope);
  const auto id = batch_.text(batch_.scopes[scope], Slot::number);
  if (id.empty()) return;
  Number& number = number_of_(id);
  const auto phone = batch_.text(batch_.scopes[scope], Slot::phone);
  const auto waba = meaning_.waba({scope, {}, Where::none});
  bool changed = !phone.empty() && number.phone.join(std::string(phone));
  changed = (!waba.empty() && number.waba.join(std::string(waba))) || changed;
  if (changed) number.mark_changed(number_key);
}

void Joiner::introduce_contact(std::uint32_t thread) {
  const Person contact = meaning_.contact_of(batch_.scopes[thread]);
  if (contact.phone.empty() || contact.user_id.empty()) return;
  link(number_of_(batch_.nearest({thread, {}, Where::none}, Slot::number)), contact, 0);
}

void Joiner::link(Number& number, const Person& person, std::int64_t at) {
  if (person.user_id.empty() || person.phone.empty() || number.erased.covers(person, believed_s(at))) return;
  if (number.messages.link(person.user_id, person.phone, believed_s(at)))
    number.mark_changed(identity_key(person.user_id, person.phone));
}

void Joiner::person(Number& number, RowId row, const Person& person, std::int64_t at) {
  link(number, person, at);
  number.messages.add_name(row, person.phone);
  number.messages.add_name(row, person.user_id);
}

bool Joiner::message(const Fact& fact) {
  const Message said = meaning_.message(fact);
  if (said.said == Said::identity) return true;  // a changed number unites nothing
  Number& number = this->number(fact);
  Messages& messages = number.messages;
  const auto id = text(fact, said.said == Said::message ? Slot::id : Slot::target);
  if (id.empty()) return false;
  if (said.said != Said::message) {
    const RowId row = messages.row_for(id);
    person(number, row, said.peer, said.at);
    return edit(fact, said, messages, row);
  }
  media_.clear();
  append_media(batch_, fact, Slot::media_id, media_);
  auto type = text(fact, Slot::type);
  if (type.empty() && batch_.slot(fact, Slot::text)) type = "text";  // what Meta takes for granted in sends
  const auto history_status = text(fact, Slot::history_status);
  link(number, said.peer, said.at);
  const RowId row = messages.hear({id,
                                   said.origin,
                                   {type, batch_[shown_text(batch_, fact)], media_, batch_[own_object(batch_, fact)],
                                    text(fact, Slot::reply_to), text(fact, Slot::errors)},
                                   {said.origin, said.out, said.at, said.peer.name(), said.group},
                                   parse_status(history_status),
                                   said.peer.phone,
                                   said.peer.user_id},
                                  hash_of_id(fact));
  if (history_status == "error" || history_status == "failed")
    messages.touched(row, messages.extra(row).failed.join(Failure{}));
  if (fact.place == Place::sent) {
    messages.add_name(row, text(fact, Slot::new_phone));
    messages.add_name(row, text(fact, Slot::new_user));
    const auto opaque = text(fact, Slot::sent_opaque);
    if (!opaque.empty()) messages.touched(row, messages.extra(row).opaque.join(std::string(opaque)));
  }
  return true;
}

// Edits, revokes and reactions join the message they are about; where it has not come yet, they wait under its id.
bool Joiner::edit(const Fact& fact, const Message& said, Messages& messages, RowId row) {
  if (said.said == Said::revoke) {
    messages.revoke(row);
  } else if (said.said == Said::edit) {
    Edit edit{said.at, {}, {}};
    if (const Fact* const content = edited_content(batch_, fact)) {
      edit.text = batch_[shown_text(batch_, *content)];
      append_media(batch_, *content, Slot::media_id, edit.media);
    }
    messages.touched(row, messages.extra(row).edits[std::string(text(fact, Slot::id))].join(edit));
  } else {
    const Reactor reactor{said.out, said.group.empty() || said.out ? std::string() : std::string(said.peer.name())};
    messages.touched(row, messages.extra(row).reactions[reactor].join(Reacted{
                              said.at, std::string(text(fact, Slot::id)), std::string(text(fact, Slot::emoji))}));
  }
  return true;
}

bool Joiner::status(const Fact& fact) {
  const auto id = text(fact, Slot::status_id);
  const StatusReport report = meaning_.status(fact);
  // A participant's report says nothing about the message as a whole, that of a call nothing about any.
  if (id.empty() || report.of_participant || report.of_call) return false;
  const auto step = text(fact, Slot::status_status);
  const Status status = parse_status(step);
  if (status == Status::none && step != "failed") return false;
  Number& number = this->number(fact);
  Messages& messages = number.messages;
  const RowId row = messages.row_for(id);
  messages.raise(row, status, report.at);
  if (step == "failed")
    messages.touched(row,
                     messages.extra(row).failed.join(Failure{report.at, std::string(text(fact, Slot::status_errors))}));
  if (const auto pricing = text(fact, Slot::pricing); !pricing.empty())
    messages.touched(row, messages.extra(row).pricing.join(std::string(pricing)));
  if (const auto opaque = text(fact, Slot::opaque); !opaque.empty())
    messages.touched(row, messages.extra(row).opaque.join(std::string(opaque)));
  person(number, row, report.peer, report.at);
  return true;
}

bool Joiner::contact(const Fact& fact) {
  if (!is_contact(batch_, fact)) return false;
  const Person who = person_of(batch_, fact);
  if (who.name().empty()) return false;
  Number& number = this->number(fact);
  const std::int64_t sent_at = parse_time_s(text(fact, Slot::person_at));
  link(number, who, sent_at);
  // The only removal seen in traffic came with "0": then the time of receipt is the best there is.
  const std::int64_t at = sent_at != 0 ? sent_at : batch_.source.received_ms / 1000;
  const Contact contact{at,
                        text(fact, Slot::person_action) == "remove",
                        std::string(who.phone),
                        std::string(who.user_id),
                        std::string(who.username),
                        std::string(contact_name(batch_, fact))};
  if (number.erased.covers(who, at)) return true;
  const std::string key = canonical_name(who.name());
  if (number.contacts[key].join(contact)) {
    number.erased.note_contact(key, who.phone, who.user_id);
    number.mark_changed(contact_key(key));
  }
  return true;
}

bool Joiner::profile(const Fact& fact) {
  const Person who = person_of(batch_, fact);
  if (who.name().empty()) return false;
  Number& number = this->number(fact);
  const std::int64_t at = believed_s(meaning_.profile_at(fact));
  link(number, who, at);
  const auto name = text(fact, Slot::person_name);
  if (name.empty() || number.erased.covers(who, at)) return true;
  Names& names = number.profiles[std::string(who.name())];
  const auto [entry, added] = names.try_emplace(std::string(name), at);
  const bool later = entry->second < at;
  if (later) entry->second = at;
  if (added) number.erased.note_profile(who.name());
  if (added || later) number.mark_changed(profile_key(who.name()));
  return true;
}

bool Joiner::chunk(const Fact& fact) {
  Number& number = this->number(fact);
  std::int64_t phase = -1, order = -1, progress = 0;
  if (!parse_integer(text(fact, Slot::phase), phase)) phase = -1;
  if (!parse_integer(text(fact, Slot::chunk_order), order)) order = -1;
  const SyncKey key{batch_.source.onboarding, "history"};
  Sync& sync = number.syncs[key];
  bool changed = sync.chunks.join({phase, order});
  if (parse_integer(text(fact, Slot::progress), progress)) changed = sync.progress.join(progress) || changed;
  if (changed) number.mark_changed(sync_key(key));
  return true;
}

bool Joiner::declined(const Fact& fact) {
  Declined declined;
  if (!find_declined(text(fact, Slot::problem_errors), declined)) return false;
  Number& number = this->number(fact);
  std::string json;
  Writer(json).begin_object().member("code", declined.code).some("title", declined.title).end_object();
  const SyncKey key{batch_.source.onboarding, "history"};
  if (number.syncs[key].declined.join(json)) number.mark_changed(sync_key(key));
  return true;
}

}  // namespace

std::uint32_t join_body(const Batch& batch, const NumberOf& number_of) { return Joiner(batch, number_of).join(); }

}  // namespace twinline
