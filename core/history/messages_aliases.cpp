// Which ids are one message: by stanza id and linked names, found whenever an id, a name or a link arrives.
//
// Uniting two rows may show that a third is the same. So what is found is put on a list, and the call that came from outside
// unites until the list is empty: no recursion, and no row changes while its names or ids are walked.
#include <algorithm>

#include "core/history/messages.h"
#include "core/same_text.h"

namespace twinline {

const Stanza& Messages::stanza_of(std::uint32_t id) const {
  if (stanza_id_ != id) {
    business_stanza(arena_[id], stanza_);
    stanza_id_ = id;
  }
  return stanza_;
}

// A row with several ids keeps their stanza ids, which mostly are one and the same.
void Messages::add_stanza(RowId at, std::uint32_t id) {
  Set<std::string>& stanzas = extra(at).stanzas;
  for (const std::uint32_t each : {rows_[at].id, id}) {
    if (const Stanza& stanza = stanza_of(each); !stanza.empty()) stanzas.join(std::string(stanza.text()));
  }
}

// A stanza id that is new to a row is registered under each group its names belong to.
void Messages::find_aliases(RowId at, std::string_view stanza) {
  Row& row = rows_[at];
  if (!row.is(Row::business_sent)) {
    row.set(Row::business_sent);
    each_name(row, [&](NameId name) { sent_by(name).push_back(at); });
  }
  each_name(row, [&](NameId name) { register_alias(at, stanza, people_.root(name)); });
}

// A name that is new to a row, or in another group now: each of its stanza ids is registered there.
void Messages::find_aliases(RowId at, NameId name) {
  const NameId root = people_.root(name);
  for_stanzas(now(at), [&](std::string_view stanza) { register_alias(now(at), stanza, root); });
}

std::vector<RowId>& Messages::sent_by(NameId name) {
  if (business_sent_.size() <= name) business_sent_.resize(people_.size());
  return business_sent_[name];
}

namespace {

// Small numbers and short texts would meet in the same low bits.
std::uint64_t alias_hash(std::string_view stanza, NameId root) {
  return hash_bytes(stanza, root * std::uint64_t{0xD6E8FEB86659FD93U});
}

}  // namespace

RowId Messages::alias_in_group(std::uint64_t hash, std::string_view stanza, NameId root) const {
  const auto matches = [&](RowId candidate) {
    const RowId at = now(candidate);
    return has_stanza(at, stanza) && is_known_in(rows_[at], root);
  };
  const RowId found = by_stanza_.find(hash, matches);
  return found == Index::none ? found : now(found);
}

bool Messages::has_name(const Row& row, NameId name) const {
  const Extra* const extra = extra_of(row);
  return row.name == name || (extra != nullptr && extra->names.sorted.contains(name));
}

// Whether a name of the row belongs to the group. Either may be very many: the fewer are looked through.
bool Messages::is_known_in(const Row& row, NameId root) const {
  const auto in_group = [&](NameId name) { return people_.root(name) == root; };
  if (row.name != 0 && in_group(row.name)) return true;
  const Extra* const extra = extra_of(row);
  if (extra == nullptr) return false;
  const std::set<NameId, std::less<>>& names = extra->names.sorted;
  if (names.size() <= people_.group_size(root)) return std::any_of(names.begin(), names.end(), in_group);
  bool known = false;
  people_.for_group(root, [&](NameId name) { known = known || names.contains(name); });
  return known;
}

bool Messages::has_stanza(RowId at, std::string_view stanza) const {
  const Extra* const extra = extra_of(rows_[at]);
  if (extra != nullptr && !extra->aliases.sorted.empty()) return extra->stanzas.sorted.contains(stanza);
  return same_text(stanza_of(rows_[at].id).text(), stanza);
}

void Messages::register_alias(RowId at, std::string_view stanza, NameId root) {
  const std::uint64_t hash = alias_hash(stanza, root);
  const RowId other = alias_in_group(hash, stanza, root);
  if (other == Index::none) {
    by_stanza_.insert(hash, at);
  } else if (other != at) {
    to_unite_.emplace_back(other, at);
  }
}

void Messages::unite_found() {
  while (!to_unite_.empty()) {
    const auto [a, b] = to_unite_.back();
    to_unite_.pop_back();
    unite(a, b);
  }
}

bool Messages::link(std::string_view user_id, std::string_view phone, std::int64_t at) {
  if (!is_person(user_id) || !is_person(phone)) return false;
  const NameId user = people_.intern(user_id), number = people_.intern(phone);
  std::vector<NameId> regrouped;
  const auto remember = [&](NameId, NameId root_b) {
    people_.for_group(root_b, [&](NameId name) { regrouped.push_back(name); });
  };
  if (!people_.link(user, number, at, remember)) return false;
  find_aliases_of(regrouped);  // messages of the smaller group are now known under the root of the larger one
  return true;
}

void Messages::find_aliases_of(const std::vector<NameId>& names) {
  for (const NameId name : names) {
    if (name >= business_sent_.size()) continue;
    for (const RowId each : business_sent_[name]) {
      // An erasure may have taken the name away.
      if (has_name(rows_[now(each)], name)) find_aliases(now(each), name);
    }
  }
  unite_found();
}

// Uniting two rows: every register joins, every id leads to the one that stays.
void Messages::unite(RowId a, RowId b) {
  a = now(a);
  b = now(b);
  if (a == b) return;
  // The row with fewer ids moves, so that uniting very many costs each id a few moves only.
  const auto ids = [this](RowId row) {
    const Extra* const extra = extra_of(rows_[row]);
    return extra == nullptr ? 0 : extra->aliases.sorted.size();
  };
  const bool a_stays = ids(a) != ids(b) ? ids(a) > ids(b) : a < b;
  const RowId into = a_stays ? a : b, from = a_stays ? b : a;
  Row& kept = rows_[into];
  const Row gone = rows_[from];
  const Placed placed = placed_of(gone);
  if (gone.home != 0) homes_[gone.home].sorted = false;

  Set<std::string> their_stanzas;
  for_stanzas(from, [&](std::string_view stanza) { their_stanzas.join(std::string(stanza)); });

  // Ids first: the index still finds the row that went, and now() leads from it to the one that stays.
  add_stanza(into, gone.id);
  Extra& extra = this->extra(into);
  const Extra* const theirs = extra_of(gone);
  if (theirs != nullptr) extra.stanzas.join(theirs->stanzas);
  rows_[from].set(Row::united);
  rows_[from].id = into;
  ++united_;
  const auto add_id = [&](std::string_view id) {
    if (!same_text(id, id_of(kept))) extra.aliases.join(std::string(id));
  };
  const auto gone_id = arena_[gone.id];
  const bool theirs_live = gone.is(Row::seen_live), ours_live = kept.is(Row::seen_live);
  if (theirs_live == ours_live ? gone_id < id_of(kept) : theirs_live) {
    extra.aliases.join(std::string(id_of(kept)));
    kept.id = gone.id;
  }
  add_id(gone_id);
  if (theirs != nullptr) {
    for (const std::string& id : theirs->aliases.sorted) add_id(id);
  }
  extra.aliases.sorted.erase(std::string(id_of(kept)));
  if (theirs_live) kept.set(Row::seen_live);

  kept.origins = static_cast<std::uint8_t>(kept.origins | gone.origins);
  kept.status = std::max(kept.status, gone.status);
  if (gone.is(Row::revoked)) kept.set(Row::revoked);
  if (gone.content != 0) say(into, Content::unpack(arena_[gone.content]));
  if (theirs != nullptr) unite_extras(extra, *theirs);
  if (gone.is(Row::placed)) place(into, placed);
  each_name(gone, [&](NameId name) { add_name_id(into, name); });
  for (const std::string& stanza : their_stanzas.sorted) find_aliases(into, stanza);
  if (kept.home != 0) homes_[kept.home].sorted = false;  // its id may be another one now
  mark_changed(into);
}

void Messages::unite_extras(Extra& kept, const Extra& gone) {
  for (std::size_t i = 0; i < std::size(kept.times); ++i) kept.times[i].join(gone.times[i]);
  kept.failed.join(gone.failed);
  kept.edits.join(gone.edits);
  kept.reactions.join(gone.reactions);
  kept.pricing.join(gone.pricing);
  kept.opaque.join(gone.opaque);
}

}  // namespace twinline
