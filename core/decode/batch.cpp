#include "core/decode/batch.h"

#include <algorithm>
#include <cassert>

namespace twinline {

std::string_view Batch::nearest(const Where& where, Slot s) const {
  for (std::uint32_t at = where.parent; at != Where::none; at = scopes[at].where.parent) {
    const Text found = slot(scopes[at], s);
    if (found.size != 0) return (*this)[found];
  }
  return {};
}

std::uint32_t Batch::enclosing(const Where& where, Place place) const {
  std::uint32_t at = where.parent;
  while (at != Where::none && scopes[at].place != place) at = scopes[at].where.parent;
  return at;
}

std::span<const Item> Batch::items_of(const Fact& fact) const {
  if (!fact.has(Mark::items)) return {};
  assert(&fact >= facts.data() && &fact < facts.data() + facts.size());
  const auto index = static_cast<std::uint32_t>(&fact - facts.data());
  const auto before = [](const Item& item, std::uint32_t wanted) { return item.fact < wanted; };
  const auto first = std::lower_bound(items.begin(), items.end(), index, before);
  const auto last = std::lower_bound(first, items.end(), index + 1, before);
  // Not {first, last}: the libc++ of older Emscriptens makes spans of pointers only.
  return {items.data() + (first - items.begin()), static_cast<std::size_t>(last - first)};
}

std::string Batch::pointer(const Where& where) const {
  if (where.parent == Where::none) return {};
  std::string path = pointer(scopes[where.parent].where);
  path += '/';
  path += where.member;
  if (where.element != Where::none) {
    path += '/';
    path += std::to_string(where.element);
  }
  return path;
}

void Batch::clear() {
  kind = Kind::body;
  source = {};
  body = {};
  scopes.clear();
  facts.clear();
  slots.assign(most_slots, {});
  items.clear();
  arena.clear();
  repaired = 0;
}

}  // namespace twinline
