#include "core/decode/events.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/decode/beside.h"
#include "core/decode/left_over.h"
#include "core/decode/meaning.h"
#include "core/decode/media.h"
#include "core/decode/notice.h"
#include "core/decode/time.h"
#include "core/json/writer.h"

namespace twinline {

namespace {

class EventWriter {
 public:
  EventWriter(const Batch& batch, const EventSource& source, std::string& out)
      : batch_(batch), source_(source), meaning_(batch), out_(out), left_(batch) {}

  void write();
  void write_about(std::string_view number, const std::vector<std::string>& ids);

 private:
  void prepare();
  void fact(const Fact& fact);
  void message(const Fact& fact);
  void identity(const Fact& fact);
  void status(const Fact& fact);
  void contact(const Fact& fact);
  void profile(const Fact& fact);
  void chunk(const Fact& fact);
  void problem(const Fact& fact);
  void notice(const Fact& fact);
  void notice(const Notice& notice, const Fact& fact);
  bool waits(const Fact& fact) const;
  void silent_notices();
  void beside(const Fact& fact, std::optional<std::string_view> own = std::nullopt);
  void left_over();
  void silent_scopes(Place place);
  void unknown(std::uint32_t scope, const Where& inside, const std::string& other);

  // `inside`: from where number, WABA and field are looked up; `path`: what the event points at.
  void begin(std::string_view event, const Where& inside, const Where& path, std::string_view number);
  void begin(std::string_view event, const Fact& fact) { begin(event, fact.where, fact.where, meaning_.number(fact)); }
  void end();
  void person(std::string_view name, const Person& person);
  void time(std::int64_t at_s) { writer_.some("at", at_s); }
  // Present and empty is printed, absent is not.
  void given(std::string_view name, Text text) {
    if (text) writer_.member(name, batch_[text]);
  }
  void given_json(std::string_view name, Text json) {
    if (json) writer_.member_json(name, batch_[json]);
  }
  void integer(std::string_view name, std::string_view text) {
    std::int64_t value = 0;
    if (parse_integer(text, value)) writer_.member(name, value);
  }

  const Batch& batch_;
  const EventSource& source_;
  Meaning meaning_;
  std::string& out_;
  Writer writer_{out_};
  std::vector<bool> spoke_;                              // scopes that gave an event, or contain one that did
  std::vector<std::uint32_t> threads_, chunk_messages_;  // per chunk scope
  LeftOver left_;
};

void EventWriter::begin(std::string_view event, const Where& inside, const Where& path, std::string_view number) {
  for (std::uint32_t at = inside.parent; at != Where::none && !spoke_[at]; at = batch_.scopes[at].where.parent)
    spoke_[at] = true;
  writer_.begin_object()
      .member("event", event)
      .some("file", source_.file)
      .some("line", static_cast<std::int64_t>(source_.line));
  writer_.member("path", batch_.pointer(path)).some("number", number).some("waba", meaning_.waba(inside));
  if (meaning_.partner_waba(inside).empty()) return;
  const std::uint32_t entry = batch_.enclosing(inside, Place::entry);
  if (entry != Where::none) writer_.some("business", batch_.text(batch_.scopes[entry], Slot::scope_id));
}

void EventWriter::end() {
  writer_.end_object();
  out_ += '\n';
}

void EventWriter::person(std::string_view name, const Person& person) {
  if (person.phone.empty() && person.user_id.empty() && person.username.empty()) return;
  writer_.begin_object(name)
      .some("phone", person.phone)
      .some("user_id", person.user_id)
      .some("username", person.username)
      .end_object();
}

void EventWriter::message(const Fact& fact) {
  const Message message = meaning_.message(fact);
  if (message.said == Said::identity) return identity(fact);
  static constexpr std::string_view names[] = {"message", "edit", "revoke", "reaction"};
  begin(names[static_cast<std::size_t>(message.said)], fact);
  given("id", batch_.slot(fact, Slot::id));
  if (message.said != Said::message) given("target", batch_.slot(fact, Slot::target));
  writer_.member("direction", message.out ? "out" : "in").member("origin", to_string(message.origin));
  person("peer", message.peer);
  writer_.some("group", message.group);
  time(message.at);

  const bool plain = message.said == Said::message;
  const Fact* const content = plain ? &fact : message.said == Said::edit ? edited_content(batch_, fact) : nullptr;
  if (content != nullptr) {
    given("type", batch_.slot(*content, Slot::type));
    given("text", shown_text(batch_, *content));
    std::string media;
    append_media(batch_, *content, Slot::media_id, media);
    writer_.some_json("media", media);
  }
  if (message.said == Said::reaction) given("emoji", batch_.slot(fact, Slot::emoji));
  if (content != nullptr) given_json("content", own_object(batch_, *content));
  given("reply_to", batch_.slot(fact, Slot::reply_to));
  beside(fact, plain ? std::optional(batch_.text(fact, Slot::type)) : std::nullopt);
  if (plain) given("status", batch_.slot(fact, Slot::history_status));
  given_json("errors", batch_.slot(fact, Slot::errors));
  end();
}

// Where a message came from, what it answers, and members that nobody knew.
void EventWriter::beside(const Fact& fact, std::optional<std::string_view> own) {
  const Beside beside = beside_of(batch_, fact, own);
  given_json("referral", member_without_row(batch_, fact, "referral"));
  writer_.some_json("context", beside.context);
  writer_.some_json("other", beside.other);
}

void EventWriter::identity(const Fact& fact) {
  const Identity identity = meaning_.identity(fact);
  begin("identity", fact);
  given("kind", batch_.slot(fact, Slot::kind));
  person("peer", identity.peer);
  person("previous", identity.previous);
  time(identity.at);
  given("reply_to", batch_.slot(fact, Slot::reply_to));
  beside(fact);
  given_json("errors", batch_.slot(fact, Slot::errors));
  end();
}

void EventWriter::status(const Fact& fact) {
  const StatusReport status = meaning_.status(fact);
  if (status.of_call) return notice(notice_of_call_status(batch_, meaning_, fact), fact);
  begin("status", fact);
  given("id", batch_.slot(fact, Slot::status_id));
  given("status", batch_.slot(fact, Slot::status_status));
  time(status.at);
  person("peer", meaning_.with_username(status.peer, fact.where.parent));
  writer_.some("group", status.group);
  given("opaque", batch_.slot(fact, Slot::opaque));
  given_json("pricing", batch_.slot(fact, Slot::pricing));
  given_json("errors", batch_.slot(fact, Slot::status_errors));
  beside(fact);
  end();
}

void EventWriter::contact(const Fact& fact) {
  if (!is_contact(batch_, fact)) {
    begin("unknown", fact);
    writer_.some("field", meaning_.field(fact.where));
    return end();
  }
  begin("contact", fact);
  given("action", batch_.slot(fact, Slot::person_action));
  person("peer", person_of(batch_, fact));
  writer_.some("name", contact_name(batch_, fact));
  time(parse_time_s(batch_.text(fact, Slot::person_at)));
  beside(fact);
  end();
}

void EventWriter::profile(const Fact& fact) {
  const Person person = person_of(batch_, fact);
  const Text name = batch_.slot(fact, Slot::person_name);
  // One name alone is only the address of what stands beside it.
  const bool links = !person.phone.empty() && !person.user_id.empty();
  if (!name && !links && person.username.empty() && !fact.has(Mark::items)) return;
  begin("profile", fact);
  this->person("peer", person);
  given("name", name);
  time(meaning_.profile_at(fact));
  beside(fact);
  end();
}

void EventWriter::chunk(const Fact& fact) {
  begin("history_chunk", fact.where, batch_.scopes[fact.where.parent].where, meaning_.number(fact));
  integer("phase", batch_.text(fact, Slot::phase));
  integer("chunk", batch_.text(fact, Slot::chunk_order));
  integer("progress", batch_.text(fact, Slot::progress));
  writer_.member("threads", static_cast<std::int64_t>(threads_[fact.where.parent]));
  writer_.member("messages", static_cast<std::int64_t>(chunk_messages_[fact.where.parent]));
  beside(fact);
  end();
}

void EventWriter::problem(const Fact& fact) {
  const auto errors = batch_.text(fact, Slot::problem_errors);
  Declined declined;
  if (find_declined(errors, declined)) {
    begin("history_declined", fact);
    writer_.member("code", declined.code).some("title", declined.title);
    end();
    const std::string others = errors_but_declined(errors);
    if (others.empty()) return;
    begin("error", fact);
    writer_.member_json("errors", others);
    end();
  } else if (errors != "[]") {
    begin("error", fact);
    writer_.member_json("errors", errors);
    end();
  }
}

void EventWriter::notice(const Notice& notice, const Fact& fact) {
  const std::uint32_t scope = fact.where.parent;
  begin(notice.event, fact.where, is_element(fact) ? fact.where : batch_.scopes[scope].where, meaning_.number(fact));
  writer_.some("id", notice.id)
      .some("name", notice.name)
      .some("reason", notice.reason)
      .some("initiated_by", notice.initiated_by)
      .some("value", notice.value);
  if (notice.out) writer_.member("direction", *notice.out ? "out" : "in");
  person("peer", meaning_.with_username({notice.peer_phone, notice.peer_user_id, {}}, scope));
  writer_.some("phone", notice.phone);
  time(notice.at);
  writer_.member_json("content", notice.content);
  end();
}

void EventWriter::notice(const Fact& fact) {
  if (const auto said = notice_of(batch_, meaning_, fact)) {
    notice(*said, fact);
  } else {
    left_.add(fact);
  }
}

// In `calls` and `user_preferences` the elements are the events; a value that has none may still say something.
bool EventWriter::waits(const Fact& fact) const {
  if (is_element(fact)) return false;
  const auto field = meaning_.field(fact.where);
  return field == "calls" || field == "user_preferences";
}

void EventWriter::silent_notices() {
  for (const Fact& fact : batch_.facts) {
    if (fact.place != Place::notice || !waits(fact)) continue;
    if (spoke_[fact.where.parent]) {
      left_.add(fact);
    } else {
      notice(fact);
    }
  }
}

void EventWriter::unknown(std::uint32_t scope, const Where& inside, const std::string& other) {
  begin("unknown", inside, batch_.scopes[scope].where, batch_.nearest(inside, Slot::number));
  writer_.some("field", meaning_.field(inside));
  writer_.some_json("other", other);
  end();
}

// Members that nobody knew, beside others of their scope that gave events. What stands inside a scope follows it.
void EventWriter::left_over() {
  if (left_.empty()) return;
  for (auto i = static_cast<std::uint32_t>(batch_.scopes.size()); i-- > 0;) {
    const Fact* const left = left_.in(i);
    // Values of a change that is silent so far are told with it.
    const bool is_part = batch_.scopes[i].place == Place::value || batch_.scopes[i].where.member == "data";
    const std::uint32_t speaker = is_part ? batch_.scopes[i].where.parent : i;
    if (left == nullptr || (left->place == Place::notice && !spoke_[speaker])) continue;
    unknown(i, {i, {}, Where::none}, left_.take(i));
  }
}

// An entry, a change or a whole body that gave nothing else gives one `unknown`.
void EventWriter::silent_scopes(Place place) {
  const auto count = static_cast<std::uint32_t>(batch_.scopes.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    if (batch_.scopes[i].place != place || spoke_[i] || batch_.scopes[i].where.member == "data")
      continue;  // `data` is no entry: the body speaks
    Where inside{i, {}, Where::none};
    // `field` and `metadata` may stand in the value.
    const bool has_value =
        i + 1 < count && batch_.scopes[i + 1].where.parent == i && batch_.scopes[i + 1].place == Place::value;
    if (has_value) inside.parent = i + 1;
    unknown(i, inside, left_.take_all(i));
  }
}

void EventWriter::fact(const Fact& fact) {
  switch (fact.place) {
    case Place::message:
    case Place::sent:
      return message(fact);
    case Place::status:
      return status(fact);
    case Place::contact:
      return contact(fact);
    case Place::profile:
      return profile(fact);
    case Place::chunk_data:
      return chunk(fact);
    case Place::problem:
      return problem(fact);
    case Place::notice:
      if (!waits(fact)) notice(fact);
      return;
    case Place::remainder:
      return left_.add(fact);
    default:
      return;
  }
}

void EventWriter::prepare() {
  spoke_.assign(batch_.scopes.size(), false);
  threads_.assign(batch_.scopes.size(), 0);
  chunk_messages_.assign(batch_.scopes.size(), 0);
  for (const Scope& scope : batch_.scopes) {
    if (scope.place == Place::thread) ++threads_[scope.where.parent];
  }
  for (const Fact& fact : batch_.facts) {
    const Scope& around = batch_.scopes[fact.where.parent];
    if (fact.place == Place::message && around.place == Place::thread) ++chunk_messages_[around.where.parent];
  }
}

void EventWriter::write() {
  prepare();
  for (const Fact& each : batch_.facts) fact(each);
  silent_notices();
  left_over();
  for (const Place place : {Place::change, Place::entry, Place::root}) {
    silent_scopes(place);
    left_over();
  }
  if (batch_.scopes.empty()) {
    begin("unknown", {}, {}, {});  // a bare number, text or array
    end();
  }
}

void EventWriter::write_about(std::string_view number, const std::vector<std::string>& ids) {
  prepare();
  const auto known = [&ids](std::string_view id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
  for (const Fact& each : batch_.facts) {
    const auto text = [&](Slot slot) { return batch_.text(each, slot); };
    if (each.place == Place::record) {
      const auto kind = text(Slot::r_record);
      const bool is_message = kind == "message" || kind == "waiting";
      if (!is_message || text(Slot::r_number) != number || !known(text(Slot::r_id))) continue;
      writer_.begin_object().member("event", "record").member("path", "").member("number", number);
      writer_.member("kind", kind).member("id", text(Slot::r_id));
      end();
      continue;
    }
    const bool is_message = each.place == Place::message || each.place == Place::sent;
    const bool about = is_message                    ? known(text(Slot::id)) || known(text(Slot::target))
                       : each.place == Place::status ? known(text(Slot::status_id))
                                                     : false;
    if (about && meaning_.number(each) == number) fact(each);
  }
}

}  // namespace

void write_events(const Batch& batch, const EventSource& source, std::string& ndjson) {
  EventWriter(batch, source, ndjson).write();
}

void write_events_about(const Batch& batch, std::string_view number, const std::vector<std::string>& ids,
                        std::string& ndjson) {
  EventWriter(batch, {}, ndjson).write_about(number, ids);
}

}  // namespace twinline
