// What one body says, flat: facts, the scopes they stand in, and where their text lies.
//
// A fact names its scope, a scope its parent; nobody reads a scope before the body has ended, so members may come in any
// order (`metadata` after `messages`, `field` after `value`). Text is never copied where it stands in the body unescaped:
// a Batch is valid only until the next call of its Decoder and while the body it was made from lives.
//
//     root ── entry ── change ── value ─┬─ chunk ── thread        scopes, each with an index in its array
//                                       └─ facts: message, status, contact, profile, …
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/decode/shape.h"
#include "core/text_buffer.h"

namespace twinline {

// A piece of the body or of the batch's own arena. `at == 0` means the member was absent; present and empty is another thing.
struct Text {
  static constexpr std::uint32_t in_arena = 0x80000000;
  std::uint32_t at = 0;    // 0 absent; else 1 + offset into the body or, with `in_arena` set, into the arena
  std::uint32_t size = 0;  // bytes
  explicit operator bool() const { return at != 0; }
};

// Where a piece stands: the pointer of its parent, the member it was found under and, in an array, its index.
struct Where {
  static constexpr std::uint32_t none = 0xffffffff;
  std::uint32_t parent = none;   // scope index
  std::string_view member;       // under which it was found; lives as long as the program
  std::uint32_t element = none;  // index in the array under `member`
};

struct Scope {
  Place place = Place::none;
  Where where;
  std::uint32_t slots = 0;  // where its slots begin in Batch::slots; 0 while it has none
};

struct Fact {
  Place place = Place::none;  // what kind of fact: message, status, contact, profile, …
  Where where;
  std::uint32_t slots = 0;  // where its slots begin in Batch::slots; 0 while it has none
  std::uint32_t marks = 0;  // Mark bits: objects that were present, even if empty

  bool has(Mark mark) const { return (marks & static_cast<std::uint32_t>(mark)) != 0; }
  void set(Mark mark) { marks |= static_cast<std::uint32_t>(mark); }
};

// An element of an array inside a fact (aliases, peers, …), or a member that has no row in the table.
struct Item {
  std::uint32_t fact = 0;
  Slot slot = Slot::none;   // Slot::other, Slot::context, Slot::inner: a member without a row, called `name`
  std::string_view inside;  // Slot::inner: the member that holds the object; lives as long as the program
  Text name;
  Text value;  // of a member without a row its canonical JSON, else the text of a scalar
};

// What the host knows about where a body came from; all zero for a bare body.
struct Source {
  std::int64_t received_ms = 0;  // when the delivery was stored
  std::int64_t onboarding = 0;   // the onboarding its sync belongs to
};

struct Batch {
  enum class Kind : std::uint8_t { body, record, sent } kind = Kind::body;
  Source source;
  std::string_view body;
  std::vector<Scope> scopes;  // [0] is the root
  std::vector<Fact> facts;    // in the order their objects open in the body
  std::vector<Text> slots;    // at first as many absent ones as anything may be asked for
  std::vector<Item> items;    // sorted by fact
  TextBuffer arena;
  std::uint32_t repaired = 0;  // strings in which damaged text became U+FFFD

  std::string_view operator[](Text text) const {
    if (!text) return {};
    const char* const from = (text.at & Text::in_arena) != 0 ? arena.data() : body.data();
    return {from + (text.at & ~Text::in_arena) - 1, text.size};
  }
  Text slot(const Fact& fact, Slot slot) const { return slots[fact.slots + index_of(slot)]; }
  std::string_view text(const Fact& fact, Slot s) const { return (*this)[slot(fact, s)]; }
  Text slot(const Scope& scope, Slot slot) const { return slots[scope.slots + index_of(slot)]; }
  std::string_view text(const Scope& scope, Slot s) const { return (*this)[slot(scope, s)]; }
  // What the nearest enclosing scope says that says anything: `phone_number_id` of the value, `field` wherever it was put.
  std::string_view nearest(const Where& where, Slot s) const;
  // Index of the nearest enclosing scope of that place, or Where::none.
  std::uint32_t enclosing(const Where& where, Place place) const;
  // The items of a fact, in body order.
  std::span<const Item> items_of(const Fact& fact) const;
  // JSON pointer into the body: /entry/0/changes/2/value/messages/0. The root's is empty.
  std::string pointer(const Where& where) const;
  void clear();
};

}  // namespace twinline
