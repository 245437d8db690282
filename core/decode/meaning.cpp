#include "core/decode/meaning.h"

#include <algorithm>
#include <array>

#include "core/decode/beside.h"
#include "core/decode/phone.h"
#include "core/decode/time.h"
#include "core/json/scan.h"

namespace twinline {

namespace {

constexpr std::array<std::string_view, 5> origin_names = {"api", "echo", "history", "history_media", "live"};

}  // namespace

std::string_view to_string(Origin origin) { return origin_names[static_cast<std::size_t>(origin)]; }

bool parse_origin(std::string_view text, Origin& origin) {
  const auto found = std::find(origin_names.begin(), origin_names.end(), text);
  if (found == origin_names.end()) return false;
  origin = static_cast<Origin>(found - origin_names.begin());
  return true;
}

Meaning::Meaning(const Batch& batch) : batch_(batch) {
  for (const Fact& fact : batch.facts) {
    if (fact.place == Place::notice) find_partner_waba(fact);
    if (fact.place != Place::profile) continue;
    const std::uint32_t scope = fact.where.parent;
    for (const Slot name : {Slot::person_phone, Slot::person_user}) {
      const auto text = batch.text(fact, name);
      if (text.empty()) continue;
      latest_.try_emplace({scope, text}, 0);
      if (const auto username = batch.text(fact, Slot::person_username); !username.empty())
        usernames_.try_emplace({scope, text}, username);
    }
  }
  if (latest_.empty()) return;
  for (const Fact& fact : batch.facts) {
    if (fact.place != Place::message) continue;
    const std::int64_t at = parse_time_s(batch.text(fact, Slot::at));
    for (const Slot name : {Slot::from, Slot::from_user}) {
      const auto found = latest_.find({fact.where.parent, batch.text(fact, name)});
      if (found != latest_.end()) found->second = std::max(found->second, at);
    }
  }
}

std::string_view Meaning::number(const Fact& fact) const {
  return fact.place == Place::sent ? batch_.text(fact, Slot::sent_number) : around(fact.where).number;
}

const Meaning::Around& Meaning::around(const Where& where) const {
  if (around_.scope != where.parent) {
    around_ = {where.parent, batch_.nearest(where, Slot::number), batch_.nearest(where, Slot::phone),
               field(where) == "history"};
  }
  return around_;
}

std::string_view Meaning::field(const Where& where) const {
  const auto field = batch_.nearest(where, Slot::field);
  if (!field.empty() || batch_.scopes.empty()) return field;
  return batch_.text(batch_.scopes[0], Slot::event);  // a provider's {event, data}
}

void Meaning::find_partner_waba(const Fact& notice) {
  for (const Item& item : batch_.items_of(notice)) {
    if (item.slot != Slot::other || batch_[item.name] != "waba_info") continue;
    auto waba = scalar_text(find_member(batch_[item.value], "waba_id"));
    if (!waba.empty()) partner_wabas_[notice.where.parent] = std::move(waba);
  }
}

std::string_view Meaning::partner_waba(const Where& where) const {
  if (partner_wabas_.empty()) return {};
  for (std::uint32_t at = where.parent; at != Where::none; at = batch_.scopes[at].where.parent) {
    if (const auto found = partner_wabas_.find(at); found != partner_wabas_.end()) return found->second;
  }
  return {};
}

std::string_view Meaning::waba(const Where& where) const {
  const auto partner = partner_waba(where);
  if (!partner.empty()) return partner;
  const std::uint32_t entry = batch_.enclosing(where, Place::entry);
  return entry == Where::none ? std::string_view{} : batch_.text(batch_.scopes[entry], Slot::scope_id);
}

Person Meaning::with_username(Person person, std::uint32_t scope) const {
  if (usernames_.empty() || !person.username.empty()) return person;
  for (const auto name : {person.user_id, person.phone}) {
    const auto found = name.empty() ? usernames_.end() : usernames_.find({scope, name});
    if (found != usernames_.end()) {
      person.username = found->second;
      break;
    }
  }
  return person;
}

std::int64_t Meaning::profile_at(const Fact& fact) const {
  std::int64_t at = 0;
  for (const Slot name : {Slot::person_phone, Slot::person_user}) {
    const auto found = latest_.find({fact.where.parent, batch_.text(fact, name)});
    if (found != latest_.end()) at = std::max(at, found->second);
  }
  return at;
}

Person Meaning::contact_of(const Scope& thread) const {
  const auto id = batch_.text(thread, Slot::scope_id);
  return {id.empty() ? batch_.text(thread, Slot::peer_phone) : id, batch_.text(thread, Slot::user_id),
          batch_.text(thread, Slot::username)};
}

// Meta gives `to` to what the business wrote, and may leave out its number (domain.md §2.1).
bool Meaning::out_in_thread(const Fact& fact, std::string_view contact, std::string_view business) const {
  const auto text = [&](Slot slot) { return batch_.text(fact, slot); };
  const auto from_me = text(Slot::from_me), from = text(Slot::from);
  if (from_me == "true" || same_phone(from, business)) return true;
  if (from_me == "false") return false;
  const bool to_somebody = !text(Slot::to).empty() && !same_phone(text(Slot::to), business);
  if (from.empty()) return text(Slot::from_user).empty() && to_somebody;
  if (!business.empty()) return false;
  return is_phone(contact) ? !same_phone(from, contact) : to_somebody;
}

// What the thread does not say of its contact, the message may: a thread can lack its id and its context.
Person Meaning::peer_in_thread(const Fact& fact, const Scope& thread, std::string_view business, bool out) const {
  Person peer = contact_of(thread);
  if (!peer.phone.empty() && !peer.user_id.empty()) return peer;
  const Person said{
      batch_.text(fact, out ? Slot::to : Slot::from), batch_.text(fact, out ? Slot::to_user : Slot::from_user), {}};
  // Links are for ever: whoever may be the business itself is not the contact.
  const bool is_named = !said.user_id.empty() && said.user_id == peer.user_id;
  const bool known = !business.empty() || !batch_.text(fact, Slot::from_me).empty() || is_named;
  if (!known && peer.phone.empty() && !peer.user_id.empty()) return peer;
  // Somebody else, where both name the contact in one way and differ.
  const bool other_phone = !said.phone.empty() && !peer.phone.empty() && !same_phone(said.phone, peer.phone);
  const bool other_user = !said.user_id.empty() && !peer.user_id.empty() && said.user_id != peer.user_id;
  if (other_phone || other_user) return peer;
  if (peer.phone.empty()) peer.phone = said.phone;
  if (peer.user_id.empty()) peer.user_id = said.user_id;
  return peer;
}

Message Meaning::message(const Fact& fact) const {
  const auto text = [&](Slot slot) { return batch_.text(fact, slot); };
  Message message;
  message.at = parse_time_s(text(Slot::at));
  message.group = text(Slot::group);

  const auto type = text(Slot::type);
  // Without a type the object says it.
  const auto is = [&fact, type](std::string_view wanted, Mark mark) {
    return fact.has(mark) && (type == wanted || type.empty());
  };
  if (is("revoke", Mark::revoke)) {
    message.said = Said::revoke;
  } else if (is("edit", Mark::edit)) {
    message.said = Said::edit;
  } else if (is("reaction", Mark::reaction)) {
    message.said = Said::reaction;
  }
  if (type == "system") message.said = Said::identity;

  if (fact.place == Place::sent) {
    message.origin = Origin::api;
    message.out = true;
    if (text(Slot::to_kind) == "group") {
      message.group = text(Slot::to);
    } else {
      message.peer = {text(Slot::to), text(Slot::to_user), {}};
    }
    return message;
  }

  const auto from = text(Slot::from);
  const auto business = around(fact.where).business;
  const Scope& scope = batch_.scopes[fact.where.parent];
  if (scope.place == Place::thread) {
    message.origin = Origin::history;
    message.out = out_in_thread(fact, contact_of(scope).phone, business);
    message.peer = peer_in_thread(fact, scope, business, message.out);
    return message;
  }

  const bool from_business = same_phone(from, business);
  const bool in_history = around(fact.where).in_history;
  message.out = fact.where.member == "message_echoes" || from_business;
  message.origin = in_history ? Origin::history_media : message.out ? Origin::echo : Origin::live;
  const Person other =
      message.out ? Person{text(Slot::to), text(Slot::to_user), {}} : Person{from, text(Slot::from_user), {}};
  message.peer = with_username(other, fact.where.parent);
  return message;
}

Identity Meaning::identity(const Fact& fact) const {
  const auto text = [&](Slot slot) { return batch_.text(fact, slot); };
  Person sender{text(Slot::from), text(Slot::from_user), {}};
  const Scope& scope = batch_.scopes[fact.where.parent];
  if (sender.name().empty() && scope.place == Place::thread)
    sender = {contact_of(scope).phone, contact_of(scope).user_id, {}};
  Identity identity;
  identity.at = parse_time_s(text(Slot::at));
  identity.peer = {text(Slot::new_phone), text(Slot::new_user), {}};
  const bool changed = !identity.peer.name().empty();
  if (!changed) {
    identity.peer = sender;  // customer_identity_changed names nobody else
    return identity;
  }
  // What the message does not name anew has stayed as it was.
  if (identity.peer.phone.empty()) {
    identity.peer.phone = sender.phone;
  } else {
    identity.previous.phone = sender.phone;
  }
  const auto previous_user = text(Slot::previous_user);
  identity.previous.user_id =
      previous_user.empty() && sender.user_id != identity.peer.user_id ? sender.user_id : previous_user;
  return identity;
}

StatusReport Meaning::status(const Fact& fact) const {
  const auto text = [&](Slot slot) { return batch_.text(fact, slot); };
  StatusReport report;
  report.at = parse_time_s(text(Slot::status_at));
  const Person participant{text(Slot::participant), text(Slot::participant_user), {}};
  report.of_participant = !participant.name().empty();
  report.of_call = field(fact.where) == "calls";
  if (report.of_participant || text(Slot::recipient_type) == "group") {
    report.group = text(Slot::recipient);
    report.peer = participant;
  } else {
    report.peer = {text(Slot::recipient), text(Slot::recipient_user), {}};
  }
  return report;
}

Text own_object(const Batch& batch, const Fact& fact) {
  return member_without_row(batch, fact, batch.text(fact, Slot::type));
}

const Fact* edited_content(const Batch& batch, const Fact& edit) {
  const Fact* found = nullptr;
  const Fact* const end = batch.facts.data() + batch.facts.size();
  // Facts stand in the order in which their objects open.
  for (const Fact* next = &edit + 1; next != end && next->place == Place::edited; ++next) found = next;
  return found;
}

Text shown_text(const Batch& batch, const Fact& fact) {
  const Text text = batch.slot(fact, Slot::text);
  return text ? text : batch.slot(fact, Slot::caption);
}

bool is_contact(const Batch& batch, const Fact& fact) {
  const auto type = batch.text(fact, Slot::person_type);
  return type == "contact" || (type.empty() && !person_of(batch, fact).name().empty());
}

Person person_of(const Batch& batch, const Fact& fact) {
  return {batch.text(fact, Slot::person_phone), batch.text(fact, Slot::person_user),
          batch.text(fact, Slot::person_username)};
}

std::string_view contact_name(const Batch& batch, const Fact& fact) {
  const auto full = batch.text(fact, Slot::person_name);
  return full.empty() ? batch.text(fact, Slot::person_first_name) : full;
}

namespace {

bool is_declined(std::string_view error) {
  for (const std::string_view member : {"code", "error_subcode"}) {
    std::int64_t code = 0;
    if (parse_integer(scalar_text(find_member(error, member)), code) && code == history_declined_code) return true;
  }
  return false;
}

// One error may stand where several are expected.
void for_errors(std::string_view json, const std::function<void(std::string_view)>& call) {
  json.starts_with('[') ? for_elements(json, call) : call(json);
}

}  // namespace

bool find_declined(std::string_view errors_json, Declined& declined) {
  bool found = false;
  for_errors(errors_json, [&](std::string_view error) {
    if (found || !is_declined(error)) return;
    found = true;
    declined = {history_declined_code, scalar_text(find_member(error, "title"))};
  });
  return found;
}

std::string errors_but_declined(std::string_view errors_json) {
  std::string others;
  for_errors(errors_json, [&](std::string_view error) {
    if (is_declined(error)) return;
    others += others.empty() ? '[' : ',';
    others += error;
  });
  if (!others.empty()) others += ']';
  return others;
}

}  // namespace twinline
