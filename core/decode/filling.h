// A Batch while it is being filled: the steps that reading an object takes, whoever reads it.
//
// What was added since a snapshot can be taken back, so that a reader may try. Decides nothing: it only puts text where it is
// told to.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/decode/batch.h"
#include "core/decode/phone.h"

namespace twinline {

class Filling {
 public:
  Batch batch;

  void restart(std::string_view source);
  void finish();

  std::uint32_t add_scope(Place place, const Where& where) {
    batch.scopes.push_back({place, where, 0});
    return static_cast<std::uint32_t>(batch.scopes.size() - 1);
  }
  std::uint32_t add_fact(Place place, const Where& where) {
    batch.facts.push_back({place, where, 0, 0});
    return static_cast<std::uint32_t>(batch.facts.size() - 1);
  }
  void add_item(const Item& item);
  // Slots are made when the first one is filled: a body of a million empty objects needs none.
  void make_slots(Scope& scope) { scope.slots = more_slots(scope.place); }
  void make_slots(Fact& fact) { fact.slots = more_slots(fact.place); }
  // A value that was captured for a slot. Where it is not the first one they are looked at in the end.
  void capture(std::uint32_t slot, Text value);

  // Text that lies in the source or at the end of the arena stays there; everything else is copied.
  Text keep(std::string_view text) {
    if (!in_source(text)) return keep_new(text);
    return {static_cast<std::uint32_t>(text.data() - source_.data()) + 1, static_cast<std::uint32_t>(text.size())};
  }
  Text keep(std::string_view text, Form form) {
    if (form == Form::as_sent) return keep(text);
    return form == Form::phone ? keep_phone(text) : keep_lower(text);
  }
  Text keep_new(std::string_view text);

  struct Snapshot {
    std::size_t scopes, facts, slots, items, pieces, arena;
    bool items_in_order, repeated;
  };
  Snapshot snapshot() const;
  void take_back(const Snapshot& before);

 private:
  // In the order of the body.
  struct Piece {
    std::uint32_t slot;
    Text value;
  };

  bool in_source(std::string_view text) const {
    const auto offset =
        reinterpret_cast<std::uintptr_t>(text.data()) - reinterpret_cast<std::uintptr_t>(source_.data());
    return offset < source_.size();
  }
  std::uint32_t more_slots(Place place);
  void unite(std::size_t first, std::size_t end);
  Text keep_phone(std::string_view text);
  Text keep_lower(std::string_view text);

  std::string_view source_;
  std::vector<Piece> pieces_;
  bool items_in_order_ = true;
  bool repeated_ = false;          // a slot was captured twice: its pieces have to be looked at
  std::string_view lowered_from_;  // in the source; what was brought into lower case last,
  Text lowered_;                   // and what it became; absent where that is not known
};

}  // namespace twinline
