#include "core/history/messages.h"

#include <algorithm>

#include "core/same_text.h"

namespace twinline {

RowId Messages::now(RowId row) const {
  while (rows_[row].is(Row::united)) row = rows_[row].id;
  return row;
}

RowId Messages::find(std::string_view id) const { return find(id, hash_bytes(id)); }

RowId Messages::find(std::string_view id, std::uint64_t hash) const {
  const auto has_id = [&](RowId candidate) {
    const Row& row = rows_[now(candidate)];
    if (same_text(id_of(row), id)) return true;
    const Extra* const extra = extra_of(row);
    return extra != nullptr && extra->aliases.sorted.contains(id);
  };
  const RowId found = by_id_.find(hash, has_id);
  return found == Index::none ? found : now(found);
}

RowId Messages::row_for(std::string_view id, std::uint64_t hash) {
  if (const RowId found = find(id, hash); found != Index::none) return found;
  return make_row(id, hash);
}

RowId Messages::make_row(std::string_view id, std::uint64_t hash) {
  const auto made = static_cast<RowId>(rows_.size());
  Row& row = rows_.emplace_back();
  row.id = arena_.add(id);
  by_id_.insert(hash, made);
  if (!stanza_of(row.id).empty()) row.set(Row::business_sent);
  mark_changed(made);
  return made;
}

RowId Messages::hear(const Heard& heard, std::uint64_t hash) {
  const RowId row = find(heard.id, hash);
  if (row == Index::none) return hear_first(heard, hash);
  if (is_live(heard.origin)) seen_live(row, heard.id);
  add_origin(row, heard.origin);
  say(row, heard.content);
  place(row, heard.placed);
  raise(row, heard.status, 0);
  add_name(row, heard.phone);
  add_name(row, heard.user_id);
  return row;
}

// Most facts are about a message that nothing is known of: it is written down at once, not register by register.
RowId Messages::hear_first(const Heard& heard, std::uint64_t hash) {
  const RowId at = make_row(heard.id, hash);
  Row& row = rows_[at];
  row.origins = origin_bit(heard.origin);
  if (is_live(heard.origin)) row.set(Row::seen_live);
  if (!heard.content.empty()) row.content = keep(heard.content);
  row.status = heard.status;
  const NameId phone = is_person(heard.phone) ? people_.intern(heard.phone) : 0;
  const NameId user = is_person(heard.user_id) ? people_.intern(heard.user_id) : 0;
  row.name = phone != 0 ? phone : user;
  if (heard.placed.is_known()) set_place(row, heard.placed, people_.intern(heard.placed.peer));
  settle_home(at);
  if (row.is(Row::business_sent) && row.name != 0) {
    sent_by(row.name).push_back(at);
    find_aliases(at, row.name);
  }
  if (phone != 0 && user != 0) add_name_id(at, user);
  unite_found();
  return at;
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

// The id that is shown from now on; the one before stays known.
void Messages::become(RowId at, std::string_view id) {
  Row& row = rows_[at];
  const std::uint32_t shown = arena_.add(id);
  add_stanza(at, shown);
  Set<std::string>& aliases = extra(at).aliases;
  aliases.join(std::string(id_of(row)));
  row.id = shown;
  aliases.sorted.erase(std::string(id_of(row)));
  if (row.home != 0) homes_[row.home].sorted = false;
  mark_changed(at);
}

void Messages::seen_live(RowId at, std::string_view id) {
  at = now(at);
  Row& row = rows_[at];
  const bool first = !row.is(Row::seen_live);
  if (!first && id_of(row) <= id) return;
  row.set(Row::seen_live);
  if (!same_text(id_of(row), id)) become(at, id);
}

void Messages::add_alias(RowId at, std::string_view id) {
  if (id.empty()) return;
  at = now(at);
  const std::uint64_t hash = hash_bytes(id);
  if (const RowId other = find(id, hash); other != Index::none) {
    unite(at, other);
    return unite_found();
  }
  by_id_.insert(hash, at);
  if (!rows_[at].is(Row::seen_live) && id < id_of(rows_[at])) {
    become(at, id);
  } else {
    add_stanza(at, arena_.add(id));
    extra(at).aliases.join(std::string(id));
    mark_changed(at);
  }
  if (const Stanza stanza = business_stanza(id); !stanza.empty()) find_aliases(at, stanza.text());
  unite_found();
}

// Names.

std::vector<std::string_view> Messages::names_of(const Row& row) const {
  std::vector<std::string_view> names;
  each_name(row, [&](NameId name) { names.push_back(people_.text(name)); });
  std::sort(names.begin(), names.end());
  return names;
}

void Messages::add_name(RowId row, std::string_view name) {
  if (!is_person(name)) return;
  add_name_id(now(row), people_.intern(name));
  unite_found();
}

void Messages::add_name_id(RowId at, NameId name) {
  Row& row = rows_[at];
  if (row.name == name) return;
  if (row.name == 0) {
    row.name = name;
  } else {
    Extra& more = extra(at);
    if (!more.names.join(name)) return;
    more.phone = smaller_phone(more.phone, name);
  }
  mark_changed(at);
  settle_home(at);
  if (!row.is(Row::business_sent)) return;
  sent_by(name).push_back(at);
  find_aliases(at, name);
}

// The other registers.

void Messages::add_origin(RowId at, Origin origin) {
  at = now(at);
  if (rows_[at].has(origin)) return;
  rows_[at].origins = static_cast<std::uint8_t>(rows_[at].origins | origin_bit(origin));
  mark_changed(at);
}

Placed Messages::placed_of(const Row& row) const {
  const auto group = row.group == 0 ? std::string_view{} : people_.text(row.group).substr(group_prefix.size());
  return {static_cast<Origin>(row.by), row.is(Row::out), row.at, people_.text(row.peer), group};
}

void Messages::place(RowId at, const Placed& placed) {
  if (!placed.is_known()) return;  // it waits
  at = now(at);
  if (rows_[at].is(Row::placed) && !placed.better_than(placed_of(rows_[at]))) return;
  if (rows_[at].home != 0) homes_[rows_[at].home].sorted = false;
  set_place(rows_[at], placed, people_.intern(placed.peer));
  mark_changed(at);
  settle_home(at);
}

void Messages::set_place(Row& row, const Placed& placed, NameId peer) {
  row.set(Row::placed);
  row.by = static_cast<std::uint8_t>(placed.by);
  row.at = placed.at;
  row.peer = peer;
  placed.out ? row.set(Row::out) : row.clear(Row::out);
  row.group = placed.group.empty() ? 0 : people_.intern(std::string(group_prefix).append(placed.group));
}

void Messages::say(RowId at, const Content& content) {
  if (content.empty()) return;
  Row& row = rows_[now(at)];
  if (row.content != 0) {
    const Content known = content_of(row);
    if (content == known || !content.better_than(known)) return;
  }
  row.content = keep(content);
  mark_changed(now(at));
}

std::uint32_t Messages::keep(const Content& content) {
  char* to = nullptr;
  const std::size_t size = content.packed_size();
  const std::uint32_t kept = arena_.reserve(size, to);
  content.pack(to, size);
  return kept;
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

void Messages::forget_changed() {
  for (const RowId row : changed_) rows_[row].clear(Row::changed);
  changed_.clear();
}

}  // namespace twinline
