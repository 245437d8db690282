#include "core/decode/left_over.h"

#include <utility>

#include "core/decode/beside.h"

namespace twinline {

void LeftOver::add(const Fact& fact) {
  facts_.resize(batch_.scopes.size());
  facts_[fact.where.parent] = &fact;
}

std::string LeftOver::take(std::uint32_t scope) {
  if (in(scope) == nullptr) return {};
  return beside_of(batch_, *std::exchange(facts_[scope], nullptr), std::nullopt).other;
}

std::string LeftOver::take_all(std::uint32_t scope) {
  if (facts_.empty()) return {};
  Others others;
  if (const Fact* const own = std::exchange(facts_[scope], nullptr)) others = others_of(batch_, *own);
  // What stands inside follows it.
  std::vector<std::string> parts;
  std::string_view name;
  const std::uint32_t parent = scope;
  for (++scope; scope < facts_.size() && batch_.scopes[scope].where.parent >= parent; ++scope) {
    const Where& where = batch_.scopes[scope].where;
    const bool is_part = batch_.scopes[scope].place == Place::value || where.member == "data";
    if (!is_part || where.parent != parent || in(scope) == nullptr) continue;
    parts.push_back(take(scope));
    name = where.member;
  }
  if (parts.size() == 1) {
    others.add_object(name, std::move(parts[0]));
  } else if (!parts.empty()) {
    std::string list;
    for (const std::string& part : parts) list.append(list.empty() ? "[" : ",").append(part);
    others.add_object(name, list + ']');
  }
  return others.members.empty() ? std::string() : object_of(std::move(others.members));
}

}  // namespace twinline
