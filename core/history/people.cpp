#include "core/history/people.h"

#include <algorithm>

#include "core/decode/phone.h"
#include "core/same_text.h"

namespace twinline {

NameId People::find(std::string_view name) const {
  if (name.empty()) return 0;
  if (same_text(people_[latest_].text, name)) return latest_;
  const std::uint32_t found =
      by_text_.find(hash_bytes(name), [&](NameId each) { return same_text(people_[each].text, name); });
  if (found == Index::none) return 0;
  latest_ = found;
  return found;
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
  by_text_.insert(hash_bytes(name), id);
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

void People::prefer(Person& user, std::size_t link) const {
  if (better(user.links[link], user.links[user.best])) user.best = link;
}

bool People::link(NameId user_id, NameId phone, std::int64_t at, const Joined& joined) {
  if (user_id == 0 || phone == 0 || user_id == phone) return false;
  Person& user = people_[user_id];
  const auto [known, added] = link_at_.try_emplace(link_key(user_id, phone), user.links.size());
  if (added) {
    user.links.push_back({phone, at});
    people_[people_[phone].canonical].known_as.push_back(user_id);
  } else {
    Link& link = user.links[known->second];
    if (link.at >= at) return false;
    link.at = at;
  }
  prefer(user, known->second);
  if (added) join(user_id, phone, joined);
  return true;
}

std::vector<NameId> People::unlink(const std::vector<UserAndPhone>& links) {
  std::vector<NameId> names;
  for (const auto& [user_id, phone] : links) {
    const auto known = link_at_.find(link_key(user_id, phone));
    if (known == link_at_.end()) continue;
    link_at_.erase(known);
    const std::size_t group = names.size();
    for_group(user_id, [&names](NameId each) { names.push_back(each); });
    for (std::size_t i = group; i < names.size(); ++i) people_[names[i]].next = names[i];  // a group is walked once
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());

  // The groups are made anew from what is left.
  for (const NameId name : names) {
    Person& person = people_[name];
    std::erase_if(person.links, [&](const Link& link) { return !link_at_.contains(link_key(name, link.phone)); });
    person.parent = person.next = name;
    person.size = 1;
    person.best = 0;
    person.known_as.clear();
  }
  for (const NameId name : names) {
    Person& person = people_[name];
    if (person.canonical != name) {
      people_[person.canonical].known_as.push_back(name);
      join(person.canonical, name, {});
    }
    for (std::size_t i = 0; i < person.links.size(); ++i) {
      const NameId phone = person.links[i].phone;
      link_at_[link_key(name, phone)] = i;
      people_[people_[phone].canonical].known_as.push_back(name);
      prefer(person, i);
      join(name, phone, {});
    }
  }
  return names;
}

NameId People::thread_of(NameId name) const {
  const Person& person = people_[name];
  if (person.phone || person.links.empty()) return person.canonical;
  return people_[person.links[person.best].phone].canonical;
}

void People::for_thread(NameId thread, const std::function<void(NameId)>& call) const {
  std::vector<NameId> names = people_[thread].known_as;
  names.push_back(thread);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const NameId each : names) {
    if (thread_of(each) == thread) call(each);
  }
}

}  // namespace twinline
