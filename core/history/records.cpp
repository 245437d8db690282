#include "core/history/records.h"

#include <algorithm>

#include "core/json/writer.h"

namespace twinline {

namespace {

Writer begin(std::string_view kind, const Number& number, std::string& line) {
  Writer writer(line);
  writer.begin_object().member("record", kind).some("number", number.id);
  return writer;
}

void write_person(Writer& writer, const Contact& contact) {
  writer.begin_object("peer")
      .some("phone", contact.phone)
      .some("user_id", contact.user_id)
      .some("username", contact.username)
      .end_object();
}

void write_strings(Writer& writer, std::string_view name, const std::vector<std::string_view>& strings) {
  if (strings.empty()) return;
  writer.begin_array(name);
  for (const auto string : strings) writer.element(string);
  writer.end_array();
}

std::vector<std::string_view> origins_of(const Row& row) {
  std::vector<std::string_view> origins;
  for (const Origin origin : {Origin::api, Origin::echo, Origin::history, Origin::history_media, Origin::live}) {
    if (row.has(origin)) origins.push_back(to_string(origin));
  }
  return origins;
}

// Edits by (time, id); the last one counts.
struct OrderedEdit {
  std::string_view id;
  const Edit* edit;
  bool operator<(const OrderedEdit& other) const {
    return edit->at != other.edit->at ? is_earlier(edit->at, other.edit->at) : id < other.id;
  }
};

std::vector<OrderedEdit> edits_of(const Extra* extra) {
  std::vector<OrderedEdit> edits;
  if (extra == nullptr) return edits;
  for (const auto& [id, edit] : extra->edits.sorted) edits.push_back({id, &*edit.value});
  std::sort(edits.begin(), edits.end());
  return edits;
}

void write_edits(Writer& writer, const std::vector<OrderedEdit>& edits) {
  writer.begin_array("edits");
  for (const auto& [id, edit] : edits) {
    writer.begin_object().some("id", id).some("at", edit->at).some("text", edit->text);
    writer.some_json("media", edit->media).end_object();
  }
  writer.end_array();
}

void write_reactions(Writer& writer, const Extra& extra) {
  if (extra.reactions.sorted.empty()) return;
  writer.begin_array("reactions");
  for (const auto& [reactor, reacted] : extra.reactions.sorted) {
    writer.begin_object().member("from", reactor.business ? "business" : "customer").some("peer", reactor.peer);
    writer.some("id", reacted.value->id)
        .some("at", reacted.value->at)
        .member("emoji", reacted.value->emoji)
        .end_object();
  }
  writer.end_array();
}

void write_content(Writer& writer, const Messages& messages, const Row& row) {
  const Content content = messages.content_of(row);
  const Extra* const extra = messages.extra_of(row);
  const auto edits = edits_of(extra);
  writer.some("type", content.type);
  if (row.is(Row::revoked)) {
    writer.member_true("revoked");
    return;
  }
  const Shown show = shown(messages, row);
  writer.some("text", show.text)
      .some_json("media", show.media)
      .some_json("content", content.content)
      .some("reply_to", content.reply_to);
  if (!edits.empty()) {
    if (!content.type.empty() || !content.text.empty() || !content.media.empty()) {
      writer.begin_object("original")
          .some("type", content.type)
          .some("text", content.text)
          .some_json("media", content.media)
          .end_object();
    }
    writer.member_true("edited");
    write_edits(writer, edits);
  }
  if (extra != nullptr) write_reactions(writer, *extra);
}

void write_statuses(Writer& writer, const Row& row, const Extra* extra) {
  writer.some("status", to_string(row.status));
  if (extra == nullptr) return;
  const bool any =
      std::any_of(std::begin(extra->times), std::end(extra->times), [](const Earliest& time) { return time.at != 0; });
  if (any) {
    writer.begin_object("statuses");
    for (std::size_t i = 1; i < std::size(extra->times); ++i)
      writer.some(to_string(static_cast<Status>(i)), extra->times[i].at);
    writer.end_object();
  }
  if (extra->failed.value) {
    writer.begin_object("failed")
        .some("at", extra->failed.value->at)
        .some_json("errors", extra->failed.value->errors)
        .end_object();
  }
  if (extra->pricing.value) writer.member_json("pricing", *extra->pricing.value);
  if (extra->opaque.value) writer.member("opaque", *extra->opaque.value);
}

}  // namespace

Shown shown(const Messages& messages, const Row& row) {
  const Content content = messages.content_of(row);
  Shown show{content.text, content.media};
  show.undecodable = content.rank() == 0;
  show.media_missing = content.type == "media_placeholder";
  if (const auto edits = edits_of(messages.extra_of(row)); !edits.empty()) {
    const Edit& last = *edits.back().edit;
    show.text = last.text;
    show.undecodable = show.undecodable && last.text.empty() && last.media.empty();
    if (!last.media.empty()) {
      show.media = last.media;
      show.media_at = last.at;
      show.media_missing = false;
    }
  }
  return show;
}

void write_number(const Number& number, std::string& line) {
  begin("number", number, line)
      .some("waba", number.waba.value.value_or(""))
      .some("phone", number.phone.value.value_or(""))
      .end_object();
}

void write_sync(const Number& number, const SyncKey& key, const Sync& sync, std::string& line) {
  Writer writer = begin("sync", number, line);
  writer.member("onboarding", key.onboarding).some("type", key.type);
  if (!sync.chunks.sorted.empty()) {
    writer.begin_array("chunks");
    for (const auto& [phase, chunk] : sync.chunks.sorted)
      writer.begin_array().element(phase).element(chunk).end_array();
    writer.end_array();
  }
  if (sync.progress.value) writer.member("progress", *sync.progress.value);
  if (sync.declined.value) writer.member_json("declined", *sync.declined.value);
  writer.end_object();
}

void write_identity(const Number& number, std::string_view user_id, std::string_view phone, std::int64_t at,
                    std::string& line) {
  begin("identity", number, line).member("user_id", user_id).member("phone", phone).some("at", at).end_object();
}

void write_contact(const Number& number, const Contact& contact, std::string& line) {
  Writer writer = begin("contact", number, line);
  write_person(writer, contact);
  writer.some("name", contact.name).some("at", contact.at);
  if (contact.removed) writer.member_true("removed");
  writer.end_object();
}

void write_profile(const Number& number, std::string_view name, const Names& names, std::string& line) {
  Writer writer = begin("profile", number, line);
  writer.member("peer", name).begin_array("names");
  for (const auto& [each, at] : names) writer.begin_object().member("name", each).some("at", at).end_object();
  writer.end_array().end_object();
}

void write_erased(const Number& number, std::string_view hash, std::int64_t until, std::string& line) {
  begin("erased", number, line).member("peer_hash", hash).some("until", until).end_object();
}

void write_message(const Number& number, RowId id, std::string& line) {
  const Messages& messages = number.messages;
  const Row& row = messages.row(id);
  const Extra* const extra = messages.extra_of(row);
  Writer writer = begin(row.is(Row::placed) ? "message" : "waiting", number, line);
  writer.some("thread", messages.thread_of(row)).member("id", messages.id_of(row));
  if (extra != nullptr) write_strings(writer, "aliases", {extra->aliases.sorted.begin(), extra->aliases.sorted.end()});
  write_strings(writer, "peers", messages.names_of(row));
  if (row.is(Row::placed)) {
    const Placed placed = messages.placed_of(row);
    writer.member("direction", placed.out ? "out" : "in")
        .some("peer", placed.peer)
        .some("at", placed.at)
        .member("placed_by", to_string(placed.by));
  }
  write_strings(writer, "origins", origins_of(row));
  write_content(writer, messages, row);
  write_statuses(writer, row, extra);
  if (!row.is(Row::revoked)) writer.some_json("errors", messages.content_of(row).errors);
  writer.end_object();
}

}  // namespace twinline
