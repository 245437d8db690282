#include "core/history/messages.h"

#include <algorithm>

#include "core/decode/wamid.h"

namespace twinline {

RowId Messages::now(RowId row) const {
  while (rows_[row].is(Row::united)) row = rows_[row].id;
  return row;
}

RowId Messages::find(std::string_view id) const {
  const auto has_id = [&](RowId candidate) {
    const Row& row = rows_[now(candidate)];
    if (id_of(row) == id) return true;
    const Extra* const extra = extra_of(row);
    return extra != nullptr && extra->aliases.sorted.contains(id);
  };
  const RowId found = by_id_.find(hash_bytes(id), has_id);
  return found == Index::none ? found : now(found);
}

RowId Messages::row_for(std::string_view id) {
  if (const RowId found = find(id); found != Index::none) return found;
  const auto made = static_cast<RowId>(rows_.size());
  rows_.emplace_back();
  rows_.back().id = arena_.add(id);
  by_id_.insert(hash_bytes(id), made);
  if (!business_stanza(id).empty()) rows_.back().set(Row::business_sent);
  mark_changed(made);
  return made;
}

void Messages::mark_changed(RowId row) {
  ++revisions_;
  if (watching_ != nullptr) watching_->push_back(row);
  if (rows_[row].is(Row::changed)) return;
  rows_[row].set(Row::changed);
  changed_.push_back(row);
}

void Messages::touched(RowId row, bool changed) {
  if (changed) mark_changed(now(row));
}

Extra& Messages::extra(RowId id) {
  Row& row = rows_[now(id)];
  if (row.extra == 0) {
    extras_.push_back(std::make_unique<Extra>());
    row.extra = static_cast<std::uint32_t>(extras_.size());
  }
  return *extras_[row.extra - 1];
}

// Ids.

void Messages::seen_live(RowId at, std::string_view id) {
  at = now(at);
  Row& row = rows_[at];
  const auto shown = id_of(row);
  const bool first = !row.is(Row::seen_live);
  if (!first && shown <= id) return;
  row.set(Row::seen_live);
  if (shown != id) {
    Set<std::string>& aliases = extra(at).aliases;
    aliases.join(std::string(shown));
    aliases.sorted.erase(std::string(id));
    rows_[at].id = arena_.add(id);
    if (rows_[at].home != 0) homes_[rows_[at].home].sorted = false;
    mark_changed(at);
  }
}

void Messages::add_alias(RowId at, std::string_view id) {
  if (id.empty()) return;
  at = now(at);
  if (const RowId other = find(id); other != Index::none) {
    unite(at, other);
    return;
  }
  by_id_.insert(hash_bytes(id), at);
  if (!rows_[at].is(Row::seen_live) && id < id_of(rows_[at])) {
    extra(at).aliases.join(std::string(id_of(rows_[at])));
    rows_[at].id = arena_.add(id);
    if (rows_[at].home != 0) homes_[rows_[at].home].sorted = false;
  } else {
    extra(at).aliases.join(std::string(id));
  }
  mark_changed(at);
  find_aliases(at, id);
}

std::vector<std::string> Messages::ids_of(const Row& row) const {
  std::vector<std::string> ids{std::string(id_of(row))};
  if (const Extra* const extra = extra_of(row))
    ids.insert(ids.end(), extra->aliases.sorted.begin(), extra->aliases.sorted.end());
  return ids;
}

// Names and aliases.

std::vector<NameId> Messages::name_ids(const Row& row) const {
  std::vector<NameId> names;
  if (row.name != 0) names.push_back(row.name);
  if (const Extra* const extra = extra_of(row))
    names.insert(names.end(), extra->names.sorted.begin(), extra->names.sorted.end());
  return names;
}

std::vector<std::string_view> Messages::names_of(const Row& row) const {
  std::vector<std::string_view> names;
  for (const NameId name : name_ids(row)) names.push_back(people_.text(name));
  std::sort(names.begin(), names.end());
  return names;
}

namespace {

// Groups share the space of names; nobody may be called like one.
bool is_person(std::string_view name) { return !name.empty() && !name.starts_with(group_prefix); }

}  // namespace

void Messages::add_name(RowId row, std::string_view name) {
  if (is_person(name)) add_name_id(now(row), people_.intern(name));
}

void Messages::add_name_id(RowId at, NameId name) {
  if (rows_[at].name == name) return;
  if (rows_[at].name == 0) {
    rows_[at].name = name;
  } else if (!extra(at).names.join(name)) {
    return;
  }
  mark_changed(at);
  settle_home(at);
  if (!rows_[at].is(Row::business_sent)) return;
  if (business_sent_.size() <= name) business_sent_.resize(people_.size());
  business_sent_[name].push_back(at);
  for (const std::string& id : ids_of(rows_[at])) {
    if (const std::string stanza = business_stanza(id); !stanza.empty())
      register_alias(now(at), stanza, people_.root(name));
  }
}

// Registers the stanza id of one of the row's ids under each group its names belong to, uniting what is found there.
void Messages::find_aliases(RowId at, std::string_view id) {
  const std::string stanza = business_stanza(id);
  if (stanza.empty()) return;
  if (!rows_[at].is(Row::business_sent)) {
    rows_[at].set(Row::business_sent);
    for (const NameId name : name_ids(rows_[at])) {
      if (business_sent_.size() <= name) business_sent_.resize(people_.size());
      business_sent_[name].push_back(at);
    }
  }
  for (const NameId name : name_ids(rows_[at])) register_alias(now(at), stanza, people_.root(name));
}

namespace {

std::uint64_t alias_hash(std::string_view stanza, NameId root) { return hash_bytes(stanza, root); }

}  // namespace

RowId Messages::alias_in_group(std::uint64_t hash, std::string_view stanza, NameId root) const {
  const auto matches = [&](RowId candidate) {
    const Row& row = rows_[now(candidate)];
    const auto in_group = [&](NameId name) { return people_.root(name) == root; };
    const Extra* const extra = extra_of(row);
    const bool named =
        (row.name != 0 && in_group(row.name)) ||
        (extra != nullptr && std::any_of(extra->names.sorted.begin(), extra->names.sorted.end(), in_group));
    if (!named) return false;
    const auto ids = ids_of(row);
    return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return business_stanza(id) == stanza; });
  };
  const RowId found = by_stanza_.find(hash, matches);
  return found == Index::none ? found : now(found);
}

void Messages::register_alias(RowId at, std::string_view stanza, NameId root) {
  const std::uint64_t hash = alias_hash(stanza, root);
  const RowId other = alias_in_group(hash, stanza, root);
  if (other == Index::none) {
    by_stanza_.insert(hash, at);
  } else if (other != at) {
    unite(other, at);
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
    for (const RowId sent : std::vector<RowId>(business_sent_[name])) {
      for (const std::string& id : ids_of(rows_[now(sent)])) find_aliases(now(sent), id);
    }
  }
}

// Uniting two rows: every register joins, every id leads to the one that stays.

void Messages::unite(RowId a, RowId b) {
  a = now(a);
  b = now(b);
  if (a == b) return;
  const RowId into = std::min(a, b), from = std::max(a, b);
  const Row gone = rows_[from];
  const auto ids = ids_of(gone);
  const auto names = name_ids(gone);
  const Placed placed = placed_of(gone);
  const bool was_placed = gone.is(Row::placed);
  if (gone.home != 0) homes_[gone.home].sorted = false;
  rows_[from].set(Row::united);
  const std::uint32_t shown = gone.id;
  rows_[from].id = into;
  ++united_;

  // Ids first: the index still finds the row that went, and now() leads from it to the one that stays.
  if (gone.is(Row::seen_live)) {
    extra(into).aliases.join(std::string(arena_[shown]));
    const Row& row = rows_[into];
    if (!row.is(Row::seen_live) || arena_[shown] < id_of(row)) {
      seen_live(into, arena_[shown]);
    }
  }
  for (const std::string& id : ids) {
    if (id == id_of(rows_[into])) continue;
    extra(into).aliases.join(id);
    if (!rows_[into].is(Row::seen_live) && id < id_of(rows_[into])) {
      extra(into).aliases.join(std::string(id_of(rows_[into])));
      extra(into).aliases.sorted.erase(id);
      rows_[into].id = arena_.add(id);
    }
  }
  extra(into).aliases.sorted.erase(std::string(id_of(rows_[into])));

  Row& row = rows_[into];
  row.origins = static_cast<std::uint8_t>(row.origins | gone.origins);
  row.status = std::max(row.status, gone.status);
  if (gone.is(Row::revoked)) row.set(Row::revoked);
  if (gone.content != 0) say(into, Content::unpack(arena_[gone.content]));
  unite_extras(into, from);
  if (was_placed) place(into, placed);
  for (const NameId name : names) add_name_id(now(into), name);
  const RowId stays = now(into);
  if (gone.is(Row::business_sent)) {
    for (const std::string& id : ids) find_aliases(now(stays), id);
  }
  if (rows_[now(stays)].home != 0) homes_[rows_[now(stays)].home].sorted = false;  // its id may be another one now
  mark_changed(now(stays));
}

void Messages::unite_extras(RowId into, RowId from) {
  if (rows_[from].extra == 0) return;
  const Extra& gone = *extras_[rows_[from].extra - 1];
  Extra& kept = extra(into);
  for (std::size_t i = 0; i < std::size(kept.times); ++i) kept.times[i].join(gone.times[i]);
  kept.failed.join(gone.failed);
  kept.edits.join(gone.edits);
  kept.reactions.join(gone.reactions);
  kept.pricing.join(gone.pricing);
  kept.opaque.join(gone.opaque);
}

// The other registers.

void Messages::add_origin(RowId at, Origin origin) {
  at = now(at);
  const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(origin));
  if ((rows_[at].origins & bit) != 0) return;
  rows_[at].origins = static_cast<std::uint8_t>(rows_[at].origins | bit);
  mark_changed(at);
}

Placed Messages::placed_of(const Row& row) const {
  const auto group = row.group == 0 ? std::string_view{} : people_.text(row.group).substr(group_prefix.size());
  return {static_cast<Origin>(row.by), row.is(Row::out), row.at, people_.text(row.peer), group};
}

void Messages::place(RowId at, const Placed& placed) {
  const bool named = placed.peer.empty() ? !placed.group.empty() : is_person(placed.peer);
  if (!named) return;  // nobody knows where; it waits
  at = now(at);
  if (rows_[at].is(Row::placed) && !placed.better_than(placed_of(rows_[at]))) return;
  const NameId peer = people_.intern(placed.peer);
  const NameId group = placed.group.empty() ? 0 : people_.intern(std::string(group_prefix).append(placed.group));
  Row& row = rows_[at];
  if (row.home != 0) homes_[row.home].sorted = false;
  row.set(Row::placed);
  row.by = static_cast<std::uint8_t>(placed.by);
  row.at = placed.at;
  row.peer = peer;
  placed.out ? row.set(Row::out) : row.clear(Row::out);
  row.group = group;
  mark_changed(at);
  settle_home(at);
}

void Messages::say(RowId at, const Content& content) {
  if (content.empty()) return;
  at = now(at);
  const std::string packed = content.pack();
  if (rows_[at].content != 0) {
    if (arena_[rows_[at].content] == packed || !content.better_than(content_of(rows_[at]))) return;
  }
  rows_[at].content = arena_.add(packed);
  mark_changed(at);
}

void Messages::raise(RowId at, Status status, std::int64_t time) {
  if (status == Status::none) return;
  at = now(at);
  bool changed = status > rows_[at].status;
  if (changed) rows_[at].status = status;
  if (time != 0) changed = extra(at).times[static_cast<std::size_t>(status)].join(time) || changed;
  touched(at, changed);
}

void Messages::revoke(RowId at) {
  at = now(at);
  if (rows_[at].is(Row::revoked)) return;
  rows_[at].set(Row::revoked);
  mark_changed(at);
}

std::vector<RowId> Messages::take_changed() {
  std::vector<RowId> rows;
  for (const RowId row : changed_) {
    rows_[row].clear(Row::changed);
    const RowId current = now(row);
    if (!is_erased(rows_[current])) rows.push_back(current);
  }
  changed_.clear();
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

}  // namespace twinline
