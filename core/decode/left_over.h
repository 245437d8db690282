// What a body says beside its facts: members of its envelope, values, chunks and threads that have no row and made no event.
//
// Each scope has at most one fact that keeps them. They are taken once: for an event of their own, or for that of the scope
// that holds them all and says nothing else.
#pragma once

#include <string>
#include <vector>

#include "core/decode/batch.h"

namespace twinline {

class LeftOver {
 public:
  explicit LeftOver(const Batch& batch) : batch_(batch) {}

  // Place::notice or Place::remainder.
  void add(const Fact& fact);
  bool empty() const { return facts_.empty(); }
  const Fact* in(std::uint32_t scope) const { return scope < facts_.size() ? facts_[scope] : nullptr; }
  // As one canonical object; empty where nothing is left.
  std::string take(std::uint32_t scope);
  // With what is left of the values of a change or the `data` of a body, under their names.
  std::string take_all(std::uint32_t scope);

 private:
  const Batch& batch_;
  std::vector<const Fact*> facts_;  // by scope
};

}  // namespace twinline
