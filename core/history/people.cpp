#include "core/history/people.h"

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

bool People::link(NameId user_id, NameId phone, std::int64_t at, const Joined& joined) {
  if (user_id == 0 || phone == 0 || user_id == phone) return false;
  auto& links = people_[user_id].links;
  const auto found =
      std::find_if(links.begin(), links.end(), [phone](const Link& link) { return link.phone == phone; });
  if (found != links.end()) {
    if (found->at >= at) return false;
    found->at = at;
    return true;
  }
  links.push_back({phone, at});
  join(user_id, phone, joined);
  return true;
}

NameId People::thread_of(NameId name) const {
  const Person& person = people_[name];
  const Link* best = nullptr;
  for (const Link& link : person.links) {
    const bool later = best == nullptr || link.at > best->at ||
                       (link.at == best->at && people_[link.phone].text > people_[best->phone].text);
    if (later) best = &link;
  }
  if (person.phone || best == nullptr) return person.canonical;
  return people_[best->phone].canonical;
}

}  // namespace twinline
