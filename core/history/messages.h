// All messages of one number: found by id, united by alias, ordered by thread.
//
// A message is found by any of its ids. Two ids that decode as sent by the business with the same stanza id are one message
// if a name seen with the one is, or is linked to, a name seen with the other; that is checked whenever an id, a name or a
// link arrives, so the outcome never depends on the order. Rows lie in lists by home (the name that decides the thread); a
// list is sorted when somebody looks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/decode/wamid.h"
#include "core/history/arena.h"
#include "core/history/blocks.h"
#include "core/history/index.h"
#include "core/history/message.h"
#include "core/prefetch.h"

namespace twinline {

using RowId = std::uint32_t;

class Messages {
 public:
  explicit Messages(Arena& arena) : arena_(arena) {}
  Messages(const Messages&) = delete;
  Messages& operator=(const Messages&) = delete;

  // The row of an id, made at first sight. Any later call may unite it with another row; now() follows.
  RowId row_for(std::string_view id) { return row_for(id, hash_bytes(id)); }
  RowId row_for(std::string_view id, std::uint64_t hash);  // where hash_bytes(id) is known already
  RowId find(std::string_view id) const;                   // Index::none if never seen
  RowId now(RowId row) const;

  // Hints that find() will be asked for an id with this hash; of no effect but on speed.
  void prefetch_index(std::uint64_t hash) const { by_id_.prefetch(hash); }
  RowId prefetch_row(std::uint64_t hash) const {
    const RowId row = by_id_.find(hash, [](RowId) { return true; });
    if (row != Index::none) prefetch(&rows_[row]);
    return row;
  }
  void prefetch_id(RowId row) const {
    if (row != Index::none && !rows_[row].is(Row::united) && !is_erased(rows_[row])) prefetch(id_of(rows_[row]).data());
  }

  // A message as one fact tells it: all its registers at once. Returns its row.
  struct Heard {
    std::string_view id;
    Origin origin;
    Content content;
    Placed placed;
    Status status;
    std::string_view phone, user_id;  // whom the fact names
  };
  RowId hear(const Heard& heard, std::uint64_t hash);  // that of hash_bytes(heard.id)

  // Facts. Each joins one register of the row.
  void seen_live(RowId row, std::string_view id);  // ids seen live, in an echo or by API are shown before others
  void add_alias(RowId row, std::string_view id);
  void add_name(RowId row, std::string_view name);
  void add_origin(RowId row, Origin origin);
  void place(RowId row, const Placed& placed);
  void say(RowId row, const Content& content);
  void raise(RowId row, Status status, std::int64_t at);
  void revoke(RowId row);
  // For the registers that few messages have: join there, then say whether something changed.
  Extra& extra(RowId row);
  void touched(RowId row, bool changed);
  // User id and phone were named together. True if that is news.
  bool link(std::string_view user_id, std::string_view phone, std::int64_t at);

  // Erasure. A row that is erased is as if it had never been: its ids are free for a new one.
  void erase(RowId row);
  bool is_erased(const Row& row) const { return row.id == 0 && !row.is(Row::united); }
  // A participant of a group is no longer one of the row's names, and a reaction of theirs that `is_over` is taken out.
  void forget_name(RowId row, NameId name, const std::function<bool(const Reacted&)>& is_over);
  void forget_links(const std::vector<People::UserAndPhone>& links);
  // Every name seen with the row, and whom it is placed with.
  void for_names(const Row& row, const std::function<void(NameId)>& call) const;
  // From now on rows that change are told to `rows` (by ids that may have been united since).
  void watch(std::vector<RowId>* rows) { watching_ = rows; }

  const Row& row(RowId id) const { return rows_[id]; }
  const Extra* extra_of(const Row& row) const { return row.extra == 0 ? nullptr : extras_[row.extra - 1].get(); }
  std::string_view id_of(const Row& row) const { return arena_[row.id]; }
  Content content_of(const Row& row) const { return Content::unpack(arena_[row.content]); }
  std::string_view text_of(const Row& row) const { return Content::unpack_text(arena_[row.content]); }
  Placed placed_of(const Row& row) const;
  std::vector<std::string_view> names_of(const Row& row) const;  // sorted
  std::string_view thread_of(const Row& row) const;              // canonical; empty while it waits
  const People& people() const { return people_; }
  std::size_t count() const { return rows_.size() - united_ - erased_; }

  // Rows of a thread from the newest backwards: skips `end`, then at most `limit`. Order is (time, id bytes); unknown and
  // unbelievable times are the oldest.
  std::vector<RowId> newest(std::string_view thread, std::size_t end, std::size_t limit) const;
  std::size_t size_of(std::string_view thread) const;
  // How many are not older than that, at the newest end.
  std::size_t count_since(std::string_view thread, std::int64_t since_s) const;
  // How many messages of its thread are newer. Requires: placed.
  std::size_t newer_than(RowId row) const;
  std::vector<std::string_view> threads() const;  // in no order
  // All rows, united and erased ones left out, in no order.
  void for_rows(const std::function<void(RowId)>& call) const;
  // For loops of one's own over all rows, from 0 on. Rows marked united are no messages.
  RowId end_of_rows() const { return static_cast<RowId>(rows_.size()); }
  bool before(RowId a, RowId b) const;

  std::size_t changes() const { return changed_.size(); }
  std::uint64_t revisions() const { return revisions_; }  // grows with every change
  // Rows that have changed since the last call, each once.
  std::vector<RowId> take_changed();
  void forget_changed();  // the same, where nobody wants to know them

 private:
  // The rows of one home. The list may hold rows that have moved on, and is in order up to `sorted`.
  struct Home {
    std::vector<RowId> rows;
    bool sorted = true;
  };

  void mark_changed(RowId row);
  RowId hear_first(const Heard& heard, std::uint64_t hash);
  RowId make_row(std::string_view id, std::uint64_t hash);
  std::uint32_t keep(const Content& content);
  void set_place(Row& row, const Placed& placed, NameId peer);
  RowId find(std::string_view id, std::uint64_t hash) const;
  void become(RowId row, std::string_view id);
  void unite(RowId a, RowId b);
  static void unite_extras(Extra& kept, const Extra& gone);
  void add_name_id(RowId row, NameId name);
  const Stanza& stanza_of(std::uint32_t id) const;
  void add_stanza(RowId row, std::uint32_t id);
  std::vector<RowId>& sent_by(NameId name);
  void find_aliases(RowId row, std::string_view stanza);
  bool has_stanza(RowId row, std::string_view stanza) const;
  bool has_name(const Row& row, NameId name) const;
  bool is_known_in(const Row& row, NameId root) const;
  void find_aliases(RowId row, NameId name);
  void find_aliases_of(const std::vector<NameId>& names);
  RowId alias_in_group(std::uint64_t hash, std::string_view stanza, NameId root) const;
  void register_alias(RowId row, std::string_view stanza, NameId root);
  void unite_found();
  template <class Call>
  void each_name(const Row& row, const Call& call) const;
  template <class Call>
  void for_stanzas(RowId row, const Call& call) const;
  void settle_home(RowId row);
  // The smaller of a canonical phone and the canonical form of a name that is a phone; 0: none.
  NameId smaller_phone(NameId phone, NameId name) const;
  void find_phone(RowId row);
  NameId home_of(const Row& row) const;
  const std::vector<RowId>& in_order(NameId home) const;
  std::vector<NameId> homes_of(std::string_view thread) const;

  Arena& arena_;
  People people_;
  Blocks<Row> rows_;
  std::vector<std::unique_ptr<Extra>> extras_;
  Index by_id_, by_stanza_;
  std::vector<std::vector<RowId>> business_sent_;  // by name: rows that carry a stanza id
  mutable Stanza stanza_;                          // of the id that was looked at last,
  mutable std::uint32_t stanza_id_ = 0;            // and its place in the arena
  std::vector<std::pair<RowId, RowId>> to_unite_;  // found to be one message
  mutable std::vector<Home> homes_;                // by name
  std::vector<RowId> changed_;
  std::vector<RowId>* watching_ = nullptr;
  std::size_t united_ = 0, erased_ = 0;
  std::uint64_t revisions_ = 0;
};

template <class Call>
void Messages::each_name(const Row& row, const Call& call) const {
  if (row.name != 0) call(row.name);
  if (const Extra* const extra = extra_of(row)) {
    for (const NameId name : extra->names.sorted) call(name);
  }
}

// Of a row with one id, which is nearly every row, the stanza id is not kept but read out of the id again.
template <class Call>
void Messages::for_stanzas(RowId row, const Call& call) const {
  const Extra* const extra = extra_of(rows_[row]);
  if (extra == nullptr || extra->aliases.sorted.empty()) {
    const Stanza stanza = stanza_of(rows_[row].id);
    if (!stanza.empty()) call(stanza.text());
    return;
  }
  for (const std::string& stanza : extra->stanzas.sorted) call(std::string_view(stanza));
}

}  // namespace twinline
