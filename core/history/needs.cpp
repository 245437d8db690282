#include "core/history/needs.h"

#include <algorithm>
#include <set>

#include "core/decode/meaning.h"
#include "core/decode/phone.h"
#include "core/decode/time.h"
#include "core/decode/wamid.h"
#include "core/history/records.h"

namespace twinline {

namespace {

class Asker {
 public:
  Asker(const Batch& batch, const Numbers& numbers, Asked& asked)
      : batch_(batch), meaning_(batch), numbers_(numbers), asked_(asked) {}

  std::vector<Need> ask() {
    for (std::uint32_t i = 0; i < batch_.scopes.size(); ++i) {
      const Scope& scope = batch_.scopes[i];
      const auto number = batch_.text(scope, Slot::number);
      if (!number.empty()) want(number, std::string(number_key));
      if (scope.place != Place::thread) continue;
      const Person contact = meaning_.contact_of(scope);
      if (!contact.phone.empty() && !contact.user_id.empty())
        want_person(batch_.nearest({i, {}, Where::none}, Slot::number), contact);
    }
    for (const Fact& each : batch_.facts) fact(each);
    if (batch_.kind == Batch::Kind::record && !batch_.facts.empty()) record(batch_.facts[0]);
    asked_.links.merge(asking_);
    std::vector<Need> needs;
    needs.reserve(wanted_.size());
    for (const auto& [number, handle] : wanted_) needs.push_back({number, handle});
    return needs;
  }

 private:
  void want(std::string_view number, std::string handle) { wanted_.emplace(std::string(number), std::move(handle)); }

  void want_name(std::string_view number, std::string_view name) {
    if (name.empty()) return;
    want(number, link_handle(name));
    asking_.emplace(std::string(number), std::string(name));
    if (const std::string canonical = canonical_name(name); canonical != name) want(number, link_handle(canonical));
    want_erasure(number, name);
    // What was loaded may have brought more names of the same person, with links of their own.
    for_group(number, name, [&](std::string_view each) { want(number, link_handle(each)); });
  }

  void want_erasure(std::string_view number, std::string_view name) {
    std::string& handle = asked_.erasures[{std::string(number), std::string(name)}];
    if (handle.empty()) handle = erased_key(peer_hash(number, name));
    want(number, handle);
  }

  void want_message(std::string_view number, std::string_view id) {
    if (id.empty()) return;
    want(number, message_key(id));
    if (const Stanza stanza = business_stanza(id); !stanza.empty()) want(number, stanza_handle(stanza.text()));
    const auto found = numbers_.find(number);
    if (found == numbers_.end()) return;
    const Messages& messages = found->second->messages;
    const RowId row = messages.find(id);
    if (row == Index::none) return;
    for (const auto name : messages.names_of(messages.row(row))) want_name(number, name);
  }

  // A link that nobody knew may unite messages that are stored under either name.
  void want_person(std::string_view number, const Person& person) {
    want_name(number, person.phone);
    want_name(number, person.user_id);
    if (person.phone.empty() || person.user_id.empty() || is_linked(number, person)) return;
    // Before their links are loaded nobody can say that this one is new.
    for (const auto name : {person.phone, person.user_id}) {
      if (!asked_.links.contains({std::string(number), std::string(name)})) return;
    }
    for (const auto name : {person.phone, person.user_id}) {
      want(number, sent_handle(name));
      want(number, sent_handle(canonical_name(name)));
      for_group(number, name, [&](std::string_view each) { want(number, sent_handle(each)); });
    }
  }

  bool is_linked(std::string_view number, const Person& person) const {
    const auto found = numbers_.find(number);
    if (found == numbers_.end()) return false;
    const People& people = found->second->messages.people();
    return people.linked(people.find(person.phone), people.find(person.user_id));
  }

  template <class Call>
  void for_group(std::string_view number, std::string_view name, const Call& call) const {
    const auto found = numbers_.find(number);
    if (found == numbers_.end()) return;
    const People& people = found->second->messages.people();
    const NameId id = people.find(name);
    if (id != 0) people.for_group(id, [&](NameId each) { call(people.text(each)); });
  }

  void fact(const Fact& fact) {
    const auto number = meaning_.number(fact);
    if (!number.empty()) want(number, std::string(number_key));
    switch (fact.place) {
      case Place::message:
      case Place::sent: {
        const Message message = meaning_.message(fact);
        if (message.said == Said::identity) return;
        want_message(number, batch_.text(fact, message.said == Said::message ? Slot::id : Slot::target));
        want_person(number, message.peer);
        want_name(number, batch_.text(fact, Slot::new_phone));
        want_name(number, batch_.text(fact, Slot::new_user));
        return;
      }
      case Place::status:
        want_message(number, batch_.text(fact, Slot::status_id));
        want_person(number, meaning_.status(fact).peer);
        return;
      case Place::profile:
        want(number, profile_key(person_of(batch_, fact).name()));
        want_person(number, person_of(batch_, fact));
        return;
      case Place::contact:
        want(number, contact_key(canonical_name(person_of(batch_, fact).name())));
        want_person(number, person_of(batch_, fact));
        return;
      case Place::chunk_data:
      case Place::problem:
        want(number, sync_key({batch_.source.onboarding, "history"}));
        return;
      default:
        return;
    }
  }

  // A record joins the one that is stored under the same name.
  void record(const Fact& fact) {
    const auto text = [&](Slot slot) { return batch_.text(fact, slot); };
    const auto number = text(Slot::r_number);
    const auto kind = text(Slot::r_record);
    const Person person{text(Slot::r_phone), text(Slot::r_user_id), {}};
    want(number, std::string(number_key));
    if (kind == "sync") {
      std::int64_t onboarding = 0;
      if (!parse_integer(text(Slot::r_onboarding), onboarding)) onboarding = 0;
      want(number, sync_key({onboarding, std::string(text(Slot::r_type))}));
    } else if (kind == "identity") {
      want_person(number, person);
    } else if (kind == "contact") {
      want(number, contact_key(canonical_name(person.name())));
      want_name(number, person.phone);
      want_name(number, person.user_id);
    } else if (kind == "profile") {
      want(number, profile_key(text(Slot::r_peer)));
      want_name(number, text(Slot::r_peer));
    } else if (kind == "erased") {
      want(number, erased_key(text(Slot::r_peer_hash)));
      want(number, std::string(every_record));
    } else if (kind == "message" || kind == "waiting") {
      want_message(number, text(Slot::r_id));
      want_name(number, text(Slot::r_peer));
      for (const Item& item : batch_.items_of(fact)) {
        if (item.slot == Slot::r_aliases) want_message(number, batch_[item.value]);
        if (item.slot == Slot::r_peers) want_name(number, batch_[item.value]);
      }
    }
  }

  const Batch& batch_;
  Meaning meaning_;
  const Numbers& numbers_;
  Asked& asked_;
  std::set<std::pair<std::string, std::string>> asking_;
  std::set<std::pair<std::string, std::string>> wanted_;
};

}  // namespace

std::vector<Need> needs_of(const Batch& batch, const Numbers& numbers, Asked& asked) {
  return Asker(batch, numbers, asked).ask();
}

Change change_of(const Number& number, std::string_view key) {
  Change change{number.id, std::string(key), {std::string(key)}, {}, {}};
  const auto rest = key.substr(2);
  switch (key[0]) {
    case 'n':
      write_number(number, change.line);
      break;
    case 'y':
      for (const auto& [sync, state] : number.syncs) {
        if (sync_key(sync) == key) write_sync(number, sync, state, change.line);
      }
      break;
    case 'i': {
      const People& people = number.messages.people();
      for (std::size_t colon = rest.find(':'); colon != std::string_view::npos; colon = rest.find(':', colon + 1)) {
        const auto user = rest.substr(0, colon), phone = rest.substr(colon + 1);
        for (const People::Link& link : people.links_of(people.find(user))) {
          if (people.text(link.phone) != phone || !change.line.empty()) continue;
          write_identity(number, user, phone, link.at, change.line);
          for (const auto name : {user, phone}) {
            change.handles.push_back(link_handle(name));
            if (const std::string canonical = canonical_name(name); canonical != name)
              change.handles.push_back(link_handle(canonical));
          }
        }
      }
      break;
    }
    case 'c':
      if (const auto contact = number.contacts.find(rest); contact != number.contacts.end())
        write_contact(number, *contact->second.value, change.line);
      break;
    case 'p':
      if (const auto profile = number.profiles.find(rest); profile != number.profiles.end())
        write_profile(number, rest, profile->second, change.line);
      break;
    case 'e':
      write_erased(number, rest, number.erased.by_hash().find(rest)->second, change.line);
      break;
    default:
      break;
  }
  return change;
}

Change change_of(const Number& number, RowId id) {
  const Messages& messages = number.messages;
  const Row& row = messages.row(id);
  Change change{number.id, message_key(messages.id_of(row)), {}, {}, {}};
  write_message(number, id, change.line);
  std::set<std::string> handles{change.key};
  const auto add_id = [&](std::string_view each) {
    handles.insert(message_key(each));
    if (const Stanza stanza = business_stanza(each); !stanza.empty()) handles.insert(stanza_handle(stanza.text()));
  };
  add_id(messages.id_of(row));
  if (const Extra* const extra = messages.extra_of(row)) {
    for (const std::string& alias : extra->aliases.sorted) {
      add_id(alias);
      change.gone.push_back(message_key(alias));
    }
  }
  if (row.is(Row::business_sent)) {
    for (const auto name : messages.names_of(row)) {
      handles.insert(sent_handle(name));
      handles.insert(sent_handle(canonical_name(name)));
    }
  }
  change.handles.assign(handles.begin(), handles.end());
  return change;
}

}  // namespace twinline
