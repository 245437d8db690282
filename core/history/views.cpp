#include "core/history/views.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/decode/phone.h"
#include "core/history/records.h"
#include "core/history/search.h"
#include "core/history/sync_state.h"
#include "core/json/writer.h"

namespace twinline {

namespace {

std::uint8_t flags_of(const Messages& messages, const Row& row) {
  const Extra* const extra = messages.extra_of(row);
  unsigned flags = 0;
  if (row.is(Row::revoked)) {
    flags |= page_revoked;
  } else {
    const bool edited = extra != nullptr && !extra->edits.sorted.empty();
    const Shown show = shown(messages, row);
    if (edited) flags |= page_edited;
    if (show.media_missing) flags |= page_media_missing;
    if (show.undecodable) flags |= page_undecodable;
  }
  if (extra != nullptr && extra->failed.value) flags |= page_failed;
  if (row.group != 0) flags |= page_group;
  return static_cast<std::uint8_t>(flags);
}

// For inbound messages only what people read is of interest; Meta reports them as pending for ever.
Status shown_status(const Row& row) {
  return row.is(Row::out) || row.status >= Status::read ? row.status : Status::none;
}

// Of somebody who reacted under several names the latest reaction counts.
std::map<NameId, const Reacted*> latest_reactions(const People& people, const Extra& extra) {
  std::map<NameId, const Reacted*> latest;
  for (const auto& [reactor, reacted] : extra.reactions.sorted) {
    const NameId name = reactor.peer.empty() ? 0 : people.find(reactor.peer);
    if (name == 0) continue;
    const Reacted*& best = latest[people.root(name)];
    if (best == nullptr || *best < *reacted.value) best = &*reacted.value;
  }
  return latest;
}

std::string reactions_json(const People& people, const Extra* extra) {
  std::string json;
  if (extra == nullptr) return json;
  Writer writer(json);
  const auto latest = latest_reactions(people, *extra);
  for (const auto& [reactor, reacted] : extra->reactions.sorted) {
    const NameId name = reactor.peer.empty() ? 0 : people.find(reactor.peer);
    if (reacted.value->emoji.empty() || (name != 0 && latest.at(people.root(name)) != &*reacted.value)) continue;
    if (json.empty()) writer.begin_array();
    writer.begin_object().member("from", reactor.business ? "business" : "customer").some("peer", reactor.peer);
    writer.member("emoji", reacted.value->emoji).end_object();
  }
  if (!json.empty()) writer.end_array();
  return json;
}

std::string errors_of(const Content& content, const Extra* extra) {
  if (!content.errors.empty() || extra == nullptr || !extra->failed.value) return std::string(content.errors);
  return extra->failed.value->errors;
}

std::size_t count_waiting(const Messages& messages) {
  std::size_t waiting = 0;
  messages.for_rows([&](RowId row) { waiting += messages.row(row).is(Row::placed) ? 0 : 1; });
  return waiting;
}

// As Messages::newest, of what is shown.
std::vector<RowId> newest_shown(const Messages& messages, std::string_view thread, const NewEnd& end, std::size_t skip,
                                std::size_t limit) {
  const std::size_t from = std::min(skip, end.shown.size());
  const std::size_t to = std::min(end.shown.size(), from + limit);
  std::vector<RowId> rows(end.shown.begin() + static_cast<std::ptrdiff_t>(from),
                          end.shown.begin() + static_cast<std::ptrdiff_t>(to));
  const auto older = messages.newest(thread, end.rows + skip - from, limit - rows.size());
  rows.insert(rows.end(), older.begin(), older.end());
  return rows;
}

void write_sync_view(Writer& writer, const SyncKey& key, const Sync& sync) {
  const auto holes = holes_of(sync);
  writer.begin_object()
      .member("onboarding", key.onboarding)
      .some("type", key.type)
      .member("stage", to_string(stage_of(sync, holes)));
  writer.member("progress", sync.progress.value.value_or(0))
      .member("chunks", static_cast<std::int64_t>(sync.chunks.sorted.size()));
  writer.begin_array("holes");
  for (const Hole& hole : holes) {
    writer.begin_object()
        .member("phase", hole.phase)
        .member("first", hole.first)
        .member("last", hole.last)
        .end_object();
  }
  writer.end_array();
  if (sync.declined.value) writer.member_json("declined", *sync.declined.value);
  writer.end_object();
}

}  // namespace

NewEnd new_end_of(const Messages& messages, std::string_view thread, std::int64_t older_than_s) {
  NewEnd end;
  if (older_than_s == 0) return end;
  end.rows = messages.count_since(thread, older_than_s);
  for (const RowId row : messages.newest(thread, 0, end.rows)) {
    if (messages.row(row).has(Origin::api)) end.shown.push_back(row);
  }
  return end;
}

void add_columns(Page& page, const Messages& messages, const Row& row, std::uint32_t count) {
  page.at.push_back(static_cast<double>(row.at));
  page.count.push_back(count);
  page.direction.push_back(static_cast<std::uint8_t>(row.is(Row::out) ? Direction::out : Direction::in));
  page.status.push_back(static_cast<std::uint8_t>(shown_status(row)));
  page.flags.push_back(flags_of(messages, row));
  ++page.rows;
}

std::string display_name(const Number& number, std::string_view name) {
  // Contacts and profiles hang on names as sent; all names of the same thread are the same person. Contacts come first, of
  // several that of this very name, else the latest.
  const std::string own = canonical_name(name);
  std::tuple<bool, std::int64_t, std::string> contact;
  std::pair<std::int64_t, std::string> profile{-1, {}};
  const auto consider = [&](std::string_view each) {
    const std::string key = canonical_name(each);
    const auto card = number.contacts.find(key);
    if (card != number.contacts.end() && !card->second.value->removed && !card->second.value->name.empty())
      contact = std::max(contact, {key == own, card->second.value->at, card->second.value->name});
    const auto used = number.profiles.find(each);
    if (used == number.profiles.end()) return;
    for (const auto& [text, at] : used->second) profile = std::max(profile, {at, text});
  };
  consider(name);
  const People& people = number.messages.people();
  if (const NameId id = people.find(name); id != 0) {
    people.for_thread(people.thread_of(id), [&](NameId each) { consider(people.text(each)); });
  }
  return std::get<std::string>(contact).empty() ? profile.second : std::get<std::string>(contact);
}

Page thread_page(const Number& number, const ThreadQuery& query) {
  const Messages& messages = number.messages;
  struct Head {
    std::string_view thread;
    RowId newest;
    std::size_t left_out;
  };
  Page page;
  std::vector<Head> heads;
  for (const auto thread : query.named.empty() ? messages.threads() : threads_named(number, query.named)) {
    const NewEnd end = new_end_of(messages, thread, query.older_than_s);
    page.left_out += static_cast<std::uint32_t>(end.left_out());
    const auto newest = newest_shown(messages, thread, end, 0, 1);
    if (!newest.empty()) heads.push_back({thread, newest[0], end.left_out()});
  }
  const auto later = [&](const Head& a, const Head& b) { return messages.before(b.newest, a.newest); };
  const std::size_t first = std::min<std::size_t>(query.offset, heads.size());
  const std::size_t last = std::min(heads.size(), first + query.limit);
  std::partial_sort(heads.begin(), heads.begin() + static_cast<std::ptrdiff_t>(last), heads.end(), later);

  page.total = static_cast<std::uint32_t>(heads.size());
  page.offset = static_cast<std::uint32_t>(first);
  page.strings = static_cast<std::uint32_t>(std::size(thread_strings));
  for (std::size_t i = first; i < last; ++i) {
    const Row& row = messages.row(heads[i].newest);
    add_columns(page, messages, row, static_cast<std::uint32_t>(messages.size_of(heads[i].thread) - heads[i].left_out));
    page.add(heads[i].thread);
    page.add(display_name(number, heads[i].thread));
    page.add(messages.content_of(row).type);
    page.add(row.is(Row::revoked) ? std::string_view{} : shown(messages, row).text);
    page.add(messages.people().text(row.peer));
  }
  return page;
}

Page message_page(const Number& number, const MessageQuery& query) {
  const Messages& messages = number.messages;
  const NewEnd end = new_end_of(messages, query.thread, query.older_than_s);
  const auto newest = newest_shown(messages, query.thread, end, query.end, query.limit);
  const std::string thread_name = display_name(number, query.thread);
  Page page;
  page.total = static_cast<std::uint32_t>(messages.size_of(query.thread) - end.left_out());
  page.left_out = static_cast<std::uint32_t>(end.left_out());
  page.offset = page.total - static_cast<std::uint32_t>(
                                 std::min<std::uint64_t>(page.total, std::uint64_t{query.end} + newest.size()));
  page.strings = static_cast<std::uint32_t>(std::size(message_strings));
  for (auto id = newest.rbegin(); id != newest.rend(); ++id) {
    const Row& row = messages.row(*id);
    const Content content = messages.content_of(row);
    const Extra* const extra = messages.extra_of(row);
    const bool revoked = row.is(Row::revoked);
    const Shown show = revoked ? Shown{} : shown(messages, row);
    const auto peer = messages.people().text(row.peer);
    add_columns(page, messages, row, 0);
    page.add(messages.id_of(row));
    page.add(content.type);
    page.add(show.text);
    page.add(peer);
    page.add(row.group != 0 ? display_name(number, peer) : thread_name);
    page.add(revoked ? std::string_view{} : content.reply_to);
    page.add(show.media);
    page.add(revoked ? std::string_view{} : content.content);
    page.add(revoked ? std::string() : reactions_json(messages.people(), extra));
    page.add(revoked ? std::string() : errors_of(content, extra));
    page.add(to_string(static_cast<Origin>(row.by)));
  }
  return page;
}

std::string summary_of(const Number& number) {
  const Messages& messages = number.messages;
  const auto waiting = count_waiting(messages);
  std::string json;
  Writer writer(json);
  writer.begin_object()
      .some("number", number.id)
      .some("phone", number.phone.value.value_or(""))
      .some("waba", number.waba.value.value_or(""));
  writer.member("threads", static_cast<std::int64_t>(messages.threads().size()));
  writer.member("messages", static_cast<std::int64_t>(messages.count() - waiting));
  writer.member("waiting", static_cast<std::int64_t>(waiting));
  const auto contacts = std::count_if(number.contacts.begin(), number.contacts.end(),
                                      [](const auto& entry) { return !entry.second.value->removed; });
  writer.member("contacts", static_cast<std::int64_t>(contacts));
  writer.begin_array("sync");
  for (const auto& [key, sync] : number.syncs) write_sync_view(writer, key, sync);
  writer.end_array().end_object();
  return json;
}

}  // namespace twinline
