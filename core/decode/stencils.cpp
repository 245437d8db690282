#include "core/decode/stencils.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/bytes16.h"
#include "core/decode/stencil_maker.h"
#include "core/json/string.h"
#include "core/same_text.h"

namespace twinline {

namespace {

// Larger bodies are mostly arrays of smaller objects, which are looked at one by one.
constexpr std::ptrdiff_t largest = 4096;
// What is remembered: far more than all of Meta's webhooks need, far less than somebody's inventions could fill.
constexpr std::size_t most_nodes = 1024, most_bytes = std::size_t{1} << 18U;
// They are looked through one by one.
constexpr std::size_t most_siblings = 32;

// Behind the digits of an integer without leading zeros; other numbers are left to the parser.
const char* behind_integer(const char* at, const char* end) {
  const char* const first = at;
  while (at != end && *at >= '0' && *at <= '9') ++at;
  const bool more = at != end && (*at == '.' || *at == 'e' || *at == 'E');
  return at == first || more || (*first == '0' && at - first > 1) ? nullptr : at;
}

}  // namespace

// Whether a value that begins so is one of that kind.
bool Stencils::may_follow(StencilHole::Then then, const char* at, const char* end) {
  using Then = StencilHole::Then;
  if (then == Then::end || then == Then::unknown) return true;
  if (at == end) return false;
  if (then == Then::number) return *at >= '0' && *at <= '9';
  return then == Then::skip ? *at == '{' || *at == '[' : *at != 'n';
}

inline bool Stencils::stands_at(const Node& node, const char* at, const char* end) const {
  constexpr std::size_t step = Bytes16::size;
  const auto left = static_cast<std::size_t>(end - at);
  const char* const bytes = bytes_.data() + node.bytes;
  if (left < node.size + step) return left >= node.size && same_text({at, node.size}, {bytes, node.size});
  std::size_t i = 0;
  for (; i + step <= node.size; i += step) {
    if (equal(Bytes16::load(at + i), Bytes16::load(bytes + i)) != 0xFFFFU) return false;
  }
  // Of the last step only the bits of bytes that belong to it.
  const std::uint32_t others = equal(Bytes16::load(at + i), Bytes16::load(bytes + i)) ^ 0xFFFFU;
  return (others & ((1U << (node.size - i)) - 1)) == 0;
}

inline const char* Stencils::fill(std::uint32_t which, const Base& base, const char* at, const char* end,
                                  std::size_t depth, unsigned& repaired) {
  const Node& node = nodes_[which];
  if (node.then != StencilHole::Then::string) return fill_value(which, base, at, end, depth, repaired);
  const JsonString read = read_string(at, end, filling_.batch.arena);
  if (!read.closed) return nullptr;
  repaired += read.repaired ? 1 : 0;
  if (node.slot != StencilHole::nowhere) {
    const Text kept = filling_.keep(read.text, node.form);
    filling_.batch.slots[base.slots + node.slot] = kept;
  }
  return read.behind;
}

const char* Stencils::read(const Outside& outside, const char* const begin, const char* end, unsigned& repaired) {
  if (outside.depth == 0 && end - begin > largest) return nullptr;
  const Filling::Snapshot before = filling_.snapshot();
  const Base base{static_cast<std::uint32_t>(before.scopes), static_cast<std::uint32_t>(before.facts),
                  static_cast<std::uint32_t>(before.slots)};
  const char* at = begin;
  unsigned damaged = 0;
  std::uint32_t next = first_[static_cast<std::size_t>(outside.place)];
  while (true) {
    const auto fits = [&](const Node& node) {
      return stands_at(node, at, end) &&
             (node.then == StencilHole::Then::string || may_follow(node.then, at + node.size, end));
    };
    while (next != 0 && !fits(nodes_[next])) next = nodes_[next].sibling;
    if (next == 0 || outside.depth + nodes_[next].deepest > max_json_depth) {
      filling_.take_back(before);
      if (makings_left_ == 0) return nullptr;
      --makings_left_;
      add(outside.place, make_stencil(outside.place, outside.depth, begin, begin + std::min(end - begin, largest)));
      return nullptr;
    }
    const Node& node = nodes_[next];
    if (node.deeds != 0) do_deeds(node, outside, base, at);
    at += node.size;
    if (node.then == StencilHole::Then::end) break;
    at = fill(next, base, at, end, outside.depth, damaged);
    if (at == nullptr) {
      filling_.take_back(before);
      return nullptr;
    }
    next = node.child;
  }
  repaired += damaged;
  return at;
}

const char* Stencils::fill_value(std::uint32_t which, const Base& base, const char* at, const char* end,
                                 std::size_t depth, unsigned& repaired) {
  using Then = StencilHole::Then;
  const StencilHole& hole = holes_[which];
  if (hole.then == Then::unknown) return nullptr;
  if (hole.then == Then::number) {
    const char* const behind = behind_integer(at, end);
    if (behind != nullptr && hole.slot != StencilHole::nowhere) {
      filling_.batch.slots[base.slots + hole.slot] =
          filling_.keep({at, static_cast<std::size_t>(behind - at)}, hole.form);
    }
    return behind;
  }
  capture_.clear();
  const char* const behind = push_.value_at(at, end, depth + hole.levels);
  if (behind == nullptr) return nullptr;
  repaired += push_.repaired();
  if (hole.then == Then::skip) return behind;
  const Text captured = filling_.keep_new(capture_.text());
  if (hole.then == Then::capture) {
    filling_.capture(base.slots + hole.slot, captured);
  } else {
    const Text name = filling_.keep({at - hole.name_back, hole.name_size});
    filling_.add_item({base.facts + hole.fact, hole.item_slot, hole.inside, name, captured});
  }
  return behind;
}

void Stencils::do_deeds(const Node& node, const Outside& outside, const Base& base, const char* at) {
  using Kind = StencilDeed::Kind;
  Batch& batch = filling_.batch;
  for (const StencilDeed& deed : std::span(deeds_).subspan(node.first_deed, node.deeds)) {
    const auto where = [&] {
      if (deed.outermost) return outside.where;
      const std::uint32_t scope = deed.holder == Where::none ? outside.where.parent : base.scopes + deed.holder;
      return Where{scope, deed.member, deed.element};
    };
    switch (deed.kind) {
      case Kind::open_scope:
        filling_.add_scope(deed.place, where());
        break;
      case Kind::open_fact:
        filling_.add_fact(deed.place, where());
        break;
      case Kind::set_mark:
        batch.facts[base.facts + deed.holder].set(deed.mark);
        break;
      case Kind::make_scope_slots:
        filling_.make_slots(batch.scopes[base.scopes + deed.holder]);
        break;
      case Kind::make_fact_slots:
        filling_.make_slots(batch.facts[base.facts + deed.holder]);
        break;
      case Kind::fill:
        batch.slots[base.slots + deed.slot] = filling_.keep({at + deed.at, deed.size}, deed.form);
        break;
    }
  }
}

void Stencils::add(Place place, const std::vector<StencilPart>& parts) {
  if (nodes_.size() + parts.size() > most_nodes || bytes_end_ > most_bytes) forget();
  std::uint32_t parent = 0;
  for (const StencilPart& part : parts) {
    // Behind the same beginning bytes and what follows say everything.
    std::uint32_t node = parent == 0 ? first_[static_cast<std::size_t>(place)] : nodes_[parent].child;
    std::size_t siblings = 0;
    for (; node != 0 && (nodes_[node].then != part.hole.then || bytes_of(nodes_[node]) != part.bytes); ++siblings)
      node = nodes_[node].sibling;
    if (siblings == most_siblings) return forget();
    if (node == 0) {
      node = make_node(part);
      // The longest stand first: bytes that begin like others must not be found in their place.
      std::uint32_t* link = parent == 0 ? &first_[static_cast<std::size_t>(place)] : &nodes_[parent].child;
      while (*link != 0 && nodes_[*link].size > part.bytes.size()) link = &nodes_[*link].sibling;
      nodes_[node].sibling = std::exchange(*link, node);
    }
    parent = node;
  }
}

std::uint32_t Stencils::make_node(const StencilPart& part) {
  Node& node = nodes_.emplace_back();
  node.then = part.hole.then;
  node.form = part.hole.form;
  node.slot = part.hole.slot;
  node.deepest = part.hole.deepest;
  node.size = static_cast<std::uint32_t>(part.bytes.size());
  node.deeds = static_cast<std::uint32_t>(part.deeds.size());
  node.first_deed = static_cast<std::uint32_t>(deeds_.size());
  deeds_.insert(deeds_.end(), part.deeds.begin(), part.deeds.end());
  holes_.push_back(part.hole);
  bytes_.resize(bytes_end_);
  node.bytes = static_cast<std::uint32_t>(bytes_end_);
  bytes_ += part.bytes;
  bytes_end_ = bytes_.size();
  bytes_.append(Bytes16::size, ' ');
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

void Stencils::forget() {
  nodes_.resize(1);
  holes_.resize(1);
  deeds_.clear();
  bytes_.clear();
  bytes_end_ = 0;
  first_.fill(0);
}

}  // namespace twinline
