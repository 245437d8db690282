#include "core/decode/stencils.h"

#include <algorithm>

#include "core/decode/stencil_maker.h"
#include "core/json/string.h"
#include "core/same_text.h"

namespace twinline {

namespace {

// Larger objects are arrays of smaller ones, and never the same twice.
constexpr std::ptrdiff_t largest = 4096;
constexpr std::size_t most_nodes = 1024;

// Behind the digits of an integer without leading zeros; other numbers are left to the parser.
const char* behind_integer(const char* at, const char* end) {
  const char* const first = at;
  while (at != end && *at >= '0' && *at <= '9') ++at;
  const bool more = at != end && (*at == '.' || *at == 'e' || *at == 'E');
  return at == first || more || (*first == '0' && at - first > 1) ? nullptr : at;
}

// Behind the same beginning these two say everything.
bool same_part(const StencilPart& a, const StencilPart& b) { return a.then == b.then && a.bytes == b.bytes; }

}  // namespace

const char* Stencils::read(const Outside& outside, const char* at, const char* end, unsigned& repaired) {
  if (outside.depth == 0 && end - at > largest) return nullptr;
  return fit(outside, at, end, repaired);
}

const char* Stencils::fit(const Outside& outside, const char* const begin, const char* end, unsigned& repaired) {
  const Filling::Mark before = filling_.mark();
  const Base base{static_cast<std::uint32_t>(before.scopes), static_cast<std::uint32_t>(before.facts),
                  static_cast<std::uint32_t>(before.slots)};
  const char* at = begin;
  unsigned damaged = 0;
  std::uint32_t node = first_[static_cast<std::size_t>(outside.place)];
  while (true) {
    const auto left = static_cast<std::size_t>(end - at);
    const StencilPart* part = nullptr;
    for (; node != 0; node = nodes_[node].sibling) {
      const std::string& bytes = nodes_[node].part.bytes;
      if (bytes.size() > left || !same_text({at, bytes.size()}, bytes)) continue;
      part = &nodes_[node].part;
      break;
    }
    if (part == nullptr) {
      filling_.take_back(before);
      std::vector<StencilPart> parts = make_stencil(outside.place, outside.depth, begin, std::min(end, begin + largest));
      if (parts.empty()) return nullptr;
      add(outside.place, std::move(parts));
      return nullptr;
    }
    if (!part->deeds.empty()) do_deeds(*part, outside, base, at);
    at += part->bytes.size();
    if (part->then == StencilPart::Then::end) break;
    at = fill(*part, base, at, end, outside.depth, damaged);
    if (at == nullptr) {
      filling_.take_back(before);
      return nullptr;
    }
    node = nodes_[node].child;
  }
  repaired += damaged;
  return at;
}

const char* Stencils::fill(const StencilPart& part, const Base& base, const char* at, const char* end,
                           std::size_t depth, unsigned& repaired) {
  using Then = StencilPart::Then;
  if (part.then == Then::string) {
    const JsonString read = read_string(at, end, buffer_);
    if (!read.closed) return nullptr;
    repaired += read.repaired ? 1 : 0;
    if (part.slot != StencilPart::nowhere) {
      const Text kept = filling_.keep(read.text, part.form);
      filling_.batch.slots[base.slots + part.slot] = kept;
    }
    return read.behind;
  }
  if (part.then == Then::number) {
    const char* const behind = behind_integer(at, end);
    if (behind != nullptr && part.slot != StencilPart::nowhere) {
      filling_.batch.slots[base.slots + part.slot] =
          filling_.keep({at, static_cast<std::size_t>(behind - at)}, part.form);
    }
    return behind;
  }
  if (part.then == Then::unknown || at == end || (*at == 'n' && part.then != Then::skip)) return nullptr;

  const std::uint32_t begin = filling_.arena_end();
  capture_.clear();
  const char* const behind = push_.value_at(at, end, depth);
  if (behind == nullptr) return nullptr;
  repaired += push_.repaired();
  if (part.then == Then::skip) {
    filling_.batch.arena.resize(begin);
  } else if (part.then == Then::capture) {
    filling_.capture(base.slots + part.slot, filling_.written_since(begin));
  } else {
    const char* const name = at - part.bytes.size() + part.name_at;
    filling_.add_item({base.facts + part.fact, part.item_slot, filling_.keep({name, part.name_size}),
                       filling_.written_since(begin)});
  }
  return behind;
}

void Stencils::do_deeds(const StencilPart& part, const Outside& outside, const Base& base, const char* at) {
  using Kind = StencilDeed::Kind;
  Batch& batch = filling_.batch;
  for (const StencilDeed& deed : part.deeds) {
    const auto where = [&] {
      return deed.outermost ? outside.where : Where{base.scopes + deed.holder, deed.member, deed.element};
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

void Stencils::add(Place place, std::vector<StencilPart> parts) {
  if (nodes_.size() + parts.size() > most_nodes) forget();
  std::uint32_t parent = 0;
  for (StencilPart& part : parts) {
    std::uint32_t& first = parent == 0 ? first_[static_cast<std::size_t>(place)] : nodes_[parent].child;
    std::uint32_t node = first;
    while (node != 0 && !same_part(nodes_[node].part, part)) node = nodes_[node].sibling;
    if (node == 0) {
      node = static_cast<std::uint32_t>(nodes_.size());
      const std::uint32_t sibling = std::exchange(first, node);
      nodes_.push_back({0, sibling, std::move(part)});
    }
    parent = node;
  }
}

void Stencils::forget() {
  nodes_.resize(1);
  first_.fill(0);
}

}  // namespace twinline
