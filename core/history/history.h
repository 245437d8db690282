// A working set of merged state: right for whatever part of the state it was given, because the state is a join.
//
// Facts are added and never taken back, except by an erasure (core/history/erasure.h). Any order, any repetition, any
// chunking, and any split over several histories whose records are merged later give the same records, byte for byte.
// Webhooks and records enter by the same door.
//
// Not thread-safe, and its const members are not either: two threads must not even read one history at the same time. A
// question fills what it works with: views sort what has changed since they were last asked, a search keeps folded copies of
// the texts.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/decode/batch.h"
#include "core/history/page.h"

namespace twinline {

// One record that a batch touched, as a store needs it.
struct Change {
  std::string number;
  std::string key;                   // unique in its number: "m:wamid…", "c:491711", "y:0:history", …
  std::vector<std::string> handles;  // under which needs() will ask for the record again; `key` is always one of them
  std::vector<std::string> gone;     // keys that this record has swallowed: delete them
  std::string line;                  // the record, without its LF; empty: it was erased, delete it and its handles
};

// Every record of the number: what an erasure takes out may be anywhere. They may be taken in parts, each part in a history
// of its own (load, settle, apply, save), because they are covered or not one by one.
inline constexpr std::string_view every_record = "*";

// A handle that must be loaded before a batch is applied.
struct Need {
  std::string number;
  std::string handle;
  bool operator==(const Need&) const = default;
};

struct Applied {
  std::uint32_t facts = 0;    // facts understood
  std::uint32_t changed = 0;  // records that are new or different now
};

// Which thread a message page is about, and which part of it. Pages run from old to new.
struct MessageQuery {
  std::string_view number;
  std::string_view thread;
  std::uint32_t end = 0;  // rows to leave out at the newest end
  std::uint32_t limit = 50;
  // 0: all; else as if there were none from this time on but what was sent from here: who wrote it has seen it.
  std::int64_t older_than_s = 0;
};

struct ThreadQuery {
  std::string_view number;
  std::uint32_t offset = 0;  // threads run from the latest message to the oldest
  std::uint32_t limit = 50;
  std::string_view named{};       // only those of people found by these words: names, phones, user names and ids
  std::int64_t older_than_s = 0;  // as of a MessageQuery; the page's `left_out` counts all threads that were asked for
};

// A message (by any of its ids) and what stands around it in its thread.
struct AroundQuery {
  std::string_view number;
  std::string_view id;
  std::uint32_t before = 25, after = 25;  // rows, fewer at the ends of the thread
  std::int64_t older_than_s = 0;          // as of a MessageQuery
};

struct Around {
  Page page;           // as of a message page; empty if the message is not known or has no place yet
  std::string thread;  // the page is that of MessageQuery{number, thread, end, page.rows}
  std::uint32_t end = 0;
  std::uint32_t row = 0;  // the message's own, in the page
};

// Where a search goes on: behind the last message of the page before, or with what is older than a time.
struct SearchPlace {
  std::int64_t at = 0;
  std::string_view id{};
  bool is_newest() const { return at == 0 && id.empty(); }
};

// Messages that have all words of a text ("several words" in quotes are one), whatever their case and accents.
struct SearchQuery {
  std::string_view number;
  std::string_view text;
  std::uint32_t limit = 50;
  SearchPlace before{};
};

// Media that can or could be fetched by an id, and placeholders whose medium has not come.
enum class MediaState : std::uint8_t {
  due,      // the id can be used, and that ends soon
  missing,  // a placeholder young enough that Meta sends the medium
  expired,  // the id can no longer be used
  too_old,  // a placeholder of which Meta never sends the medium
};
inline constexpr std::string_view media_state_names[] = {"due", "missing", "expired", "too_old"};
constexpr std::uint32_t bit_of(MediaState state) { return 1U << static_cast<unsigned>(state); }

struct MediaQuery {
  std::string_view number;
  std::int64_t now_s = 0;
  std::int64_t within_s = std::int64_t{7} * 24 * 3600;  // "soon"
  std::uint32_t states = 0xF;                           // bits: which rows the page has
  std::uint32_t offset = 0;
  std::uint32_t limit = 50;
};

struct MediaDue {
  Page page;  // by state; due from the first to expire, the others from the newest. Strings: media_strings
  std::array<std::uint32_t, std::size(media_state_names)> counts{};  // of all states
};

class History {
 public:
  History();
  ~History();
  History(History&&) noexcept;
  History& operator=(History&&) noexcept;

  // Joins the facts of one batch. Webhooks, records and own sends alike; there is no second way in.
  Applied apply(const Batch& batch);

  // What a store must load (as records, applied) before `apply(batch)` is complete. Ask again after each load: what was
  // loaded may name more. Done when nothing new is named.
  std::vector<Need> needs(const Batch& batch) const;

  // The records that differ from what they were at the last call (or from what was loaded, after `settle`).
  std::vector<Change> take_changes();
  // Forgets what has changed so far: what was loaded from a store is not a change.
  void settle();

  // All records in canonical order, first line included, each with its LF; pieces of any size go to `sink`.
  using Sink = std::function<void(std::string_view)>;
  void write_records(const Sink& sink) const;
  // The record of one message (by any of its ids) without LF; empty if there is none.
  std::string message_record(std::string_view number, std::string_view id) const;

  // Views for people.
  std::vector<std::string> numbers() const;
  Page threads(const ThreadQuery& query) const;    // strings: thread_strings
  Page messages(const MessageQuery& query) const;  // strings: message_strings
  Around around(const AroundQuery& query) const;
  // Newest first; `total` counts this page, and one more if there is an older hit. Strings: search_strings.
  Page search(const SearchQuery& query) const;
  // One JSON object about a number: {"number","phone","waba","threads","messages","waiting","contacts","sync":[{"onboarding",
  // "type","stage":"running|complete|complete_with_gaps|declined","progress","chunks","holes":[{"phase","first","last"}],
  // "declined"}]}
  std::string number_summary(std::string_view number) const;
  // When a medium was received is not in the state: it counts from the message's time, for what came with the history from
  // the onboarding (where that is not known, from the newest message of the history).
  MediaDue media_due(const MediaQuery& query) const;
  // What seems to be missing or could not be read, as a JSON array: [{"code","error","text","action","count","examples":
  // [{"thread","id","at"}]}], the newest examples first. `now_s` says which day's rules give the words.
  std::string issues(std::string_view number, std::int64_t now_s) const;
  // All ids of a message, the one shown first; empty if it is not known.
  std::vector<std::string> ids_of(std::string_view number, std::string_view id) const;
  // Grows with every change; equal values mean that nothing changed in between.
  std::uint64_t version() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace twinline
