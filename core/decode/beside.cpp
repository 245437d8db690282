#include "core/decode/beside.h"

#include <map>

#include "core/decode/meaning.h"

namespace twinline {

Text member_without_row(const Batch& batch, const Fact& fact, std::string_view name) {
  Text found;
  for (const Item& item : batch.items_of(fact)) {
    if (item.slot == Slot::other && batch[item.name] == name) found = item.value;
  }
  return found;
}

Others others_of(const Batch& batch, const Fact& fact, std::optional<std::string_view> own) {
  const bool is_content = fact.place == Place::edited;
  const bool of_scope = fact.place == Place::notice || fact.place == Place::remainder;
  const auto told_elsewhere = [&](std::string_view name) {
    return name == own || (name == "referral" && !is_content && !of_scope);
  };
  Others others;
  std::map<std::string_view, std::vector<NamedJson>> inside;
  for (const Item& item : batch.items_of(fact)) {
    const NamedJson member{batch[item.name], batch[item.value]};
    if (item.slot == Slot::inner) {
      inside[item.inside].push_back(member);
    } else if (item.slot == Slot::other && !told_elsewhere(member.name)) {
      others.members.push_back(member);
    }
  }
  for (auto& [holder, members] : inside) others.add_object(holder, object_of(std::move(members)));
  // An edit's new content has its own.
  if (const Fact* const edited = fact.has(Mark::edit) ? edited_content(batch, fact) : nullptr) {
    std::string rest = beside_of(batch, *edited, batch.text(*edited, Slot::type)).other;
    if (!rest.empty()) others.add_object("message", std::move(rest));
  }
  return others;
}

Beside beside_of(const Batch& batch, const Fact& fact, std::optional<std::string_view> own) {
  std::vector<NamedJson> context;
  for (const Item& item : batch.items_of(fact)) {
    if (item.slot == Slot::context) context.push_back({batch[item.name], batch[item.value]});
  }
  Others others = others_of(batch, fact, own);
  return {context.empty() ? std::string() : object_of(std::move(context)),
          others.members.empty() ? std::string() : object_of(std::move(others.members))};
}

}  // namespace twinline
