#include "core/decode/named_json.h"

#include <algorithm>

#include "core/json/writer.h"

namespace twinline {

void put_in_order(std::vector<NamedJson>& members) {
  std::stable_sort(members.begin(), members.end(),
                   [](const NamedJson& a, const NamedJson& b) { return a.name < b.name; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 1 < members.size() && members[i].name == members[i + 1].name) continue;
    members[kept++] = members[i];
  }
  members.resize(kept);
}

std::string object_of(std::vector<NamedJson> members) {
  put_in_order(members);
  std::string json;
  Writer writer(json);
  writer.begin_object();
  for (const NamedJson& member : members) writer.member_json(member.name, member.json);
  writer.end_object();
  return json;
}

std::string_view find_named(const std::vector<NamedJson>& members, std::string_view name) {
  const auto found =
      std::lower_bound(members.begin(), members.end(), name,
                       [](const NamedJson& member, std::string_view wanted) { return member.name < wanted; });
  return found != members.end() && found->name == name ? found->json : std::string_view{};
}

}  // namespace twinline
