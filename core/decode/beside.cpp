#include "core/decode/beside.h"

#include <deque>
#include <map>
#include <vector>

#include "core/decode/meaning.h"
#include "core/decode/named_json.h"

namespace twinline {

Text member_without_row(const Batch& batch, const Fact& fact, std::string_view name) {
  Text found;
  for (const Item& item : batch.items_of(fact)) {
    if (item.slot == Slot::other && batch[item.name] == name) found = item.value;
  }
  return found;
}

Beside beside_of(const Batch& batch, const Fact& fact, std::optional<std::string_view> own) {
  std::vector<NamedJson> context, other;
  std::map<std::string_view, std::vector<NamedJson>> inside;
  std::deque<std::string> objects;  // which `other` points into
  for (const Item& item : batch.items_of(fact)) {
    const NamedJson member{batch[item.name], batch[item.value]};
    if (item.slot == Slot::context) {
      context.push_back(member);
    } else if (item.slot == Slot::inner) {
      inside[item.inside].push_back(member);
    } else if (member.name != own && (member.name != "referral" || fact.place == Place::edited)) {
      other.push_back(member);
    }
  }
  for (auto& [holder, members] : inside) other.push_back({holder, objects.emplace_back(object_of(std::move(members)))});
  // An edit's new content has its own.
  if (const Fact* const edited = fact.has(Mark::edit) ? edited_content(batch, fact) : nullptr) {
    const std::string rest = beside_of(batch, *edited, batch.text(*edited, Slot::type)).other;
    if (!rest.empty()) other.push_back({"message", objects.emplace_back(rest)});
  }
  return {context.empty() ? std::string() : object_of(std::move(context)),
          other.empty() ? std::string() : object_of(std::move(other))};
}

}  // namespace twinline
