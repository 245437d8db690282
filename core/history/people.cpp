#include "core/history/people.h"

#include <algorithm>

#include "core/decode/phone.h"

namespace twinline {

NameId People::find(std::string_view name) const {
  const auto found = by_text_.find(name);
  return found == by_text_.end() ? 0 : found->second;
}

NameId People::intern(std::string_view name) {
  if (name.empty()) return 0;
  if (const NameId known = find(name); known != 0) return known;
  const auto id = static_cast<NameId>(people_.size());
  people_.emplace_back();
  Person& person = people_.back();
  person.text = name;
  person.phone = twinline::is_phone(name);
  person.canonical = person.parent = person.next = id;
  by_text_.emplace(person.text, id);
  if (const std::string canonical = canonical_name(name); canonical != name) {
    const NameId other = intern(canonical);
    people_[id].canonical = other;
    people_[other].known_as.push_back(id);
    join(other, id,
         {});  // the name just made is in no row yet, and the other stays the root: nobody needs to hear of it
  }
  return id;
}

NameId People::root(NameId name) const {
  while (people_[name].parent != name) name = people_[name].parent;
  return name;
}

void People::for_group(NameId name, const std::function<void(NameId)>& call) const {
  NameId each = name;
  do {
    call(each);
    each = people_[each].next;
  } while (each != name);
}

void People::join(NameId a, NameId b, const Joined& joined) {
  NameId root_a = root(a), root_b = root(b);
  if (root_a == root_b) return;
  if (people_[root_a].size < people_[root_b].size) std::swap(root_a, root_b);
  if (joined) joined(root_a, root_b);
  people_[root_b].parent = root_a;
  people_[root_a].size += people_[root_b].size;
  std::swap(people_[root_a].next, people_[root_b].next);
}

bool People::better(const Link& a, const Link& b) const {
  return a.at > b.at || (a.at == b.at && people_[a.phone].text > people_[b.phone].text);
}

bool People::link(NameId user_id, NameId phone, std::int64_t at, const Joined& joined) {
  if (user_id == 0 || phone == 0 || user_id == phone) return false;
  Person& user = people_[user_id];
  auto link =
      std::find_if(user.links.begin(), user.links.end(), [phone](const Link& each) { return each.phone == phone; });
  const bool known = link != user.links.end();
  if (known && link->at >= at) return false;
  if (known) {
    link->at = at;
  } else {
    link = user.links.insert(link, {phone, at});
    people_[people_[phone].canonical].known_as.push_back(user_id);
  }
  if (better(*link, user.links[user.best])) user.best = static_cast<std::size_t>(link - user.links.begin());
  if (!known) join(user_id, phone, joined);
  return true;
}

NameId People::thread_of(NameId name) const {
  const Person& person = people_[name];
  if (person.phone || person.links.empty()) return person.canonical;
  return people_[person.links[person.best].phone].canonical;
}

void People::for_thread(NameId thread, const std::function<void(NameId)>& call) const {
  if (thread_of(thread) == thread) call(thread);
  const auto& known_as = people_[thread].known_as;
  for (auto each = known_as.begin(); each != known_as.end(); ++each) {
    // A user id linked to two spellings of one phone stands here twice.
    if (thread_of(*each) == thread && std::find(known_as.begin(), each, *each) == each) call(*each);
  }
}

}  // namespace twinline
