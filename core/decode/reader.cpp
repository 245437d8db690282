#include "core/decode/reader.h"

#include <algorithm>

#include "core/decode/phone.h"

namespace twinline {

void Reader::restart(std::string_view source) {
  source_ = source;
  batch_.clear();
  capture_.clear();
  depth_ = 0;
  expected_ = nullptr;
  rule_ = nullptr;
  skipping_ = 0;
  items_in_order_ = true;
  pieces_.clear();
  repeated_ = false;
}

std::uint32_t Reader::add_scope(Place place, std::uint32_t parent, std::string_view member, std::uint32_t element) {
  batch_.scopes.push_back({place, {parent, member, element}, 0});
  return static_cast<std::uint32_t>(batch_.scopes.size() - 1);
}

std::uint32_t Reader::add_fact(Place place, std::uint32_t scope, std::string_view member, std::uint32_t element) {
  batch_.facts.push_back({place, {scope, member, element}, 0, 0});
  return static_cast<std::uint32_t>(batch_.facts.size() - 1);
}

void Reader::push(const Frame& frame) {
  frames_[depth_++] = frame;
  expect();
}

void Reader::expect() {
  expected_ = nullptr;
  if (depth_ == 0 || top().array) return;
  const Frame& frame = top();
  expected_ = frame.last == nullptr ? first_members_[static_cast<std::size_t>(frame.place)]
                                    : followers_[static_cast<std::size_t>(frame.last - shape.data())];
}

Reader::Spot Reader::spot() {
  if (top().array) return {top().rule, top().elements++};
  return {rule_, Where::none};
}

void Reader::enter(Place place, std::string_view member, std::uint32_t element) {
  Frame frame = top();
  frame.place = place;
  frame.rule = nullptr;
  frame.last = nullptr;
  frame.array = false;
  frame.notice = frame.problem = Where::none;
  const PlaceKind kind = kind_of(place);
  if (kind.opens == PlaceKind::Opens::scope) {
    frame.scope = frame.holder = add_scope(place, frame.scope, member, element);
    frame.in_fact = false;
  } else if (kind.opens == PlaceKind::Opens::fact) {
    frame.holder = add_fact(place, frame.scope, member, element);
    frame.in_fact = true;
  } else if (kind.mark != Mark::none && frame.in_fact) {
    batch_.facts[frame.holder].set(kind.mark);
  }
  push(frame);
}

void Reader::open_object() {
  if (skipping_ != 0) {
    ++skipping_;
  } else if (capture_.active()) {
    capture_.open(true);
  } else if (depth_ == 0) {
    Frame root;
    root.place = Place::root;
    root.holder = root.scope = add_scope(Place::root, Where::none, {}, Where::none);
    if (dialect_ == Dialect::record) {
      root.place = Place::record;
      root.holder = add_fact(Place::record, root.scope, {}, Where::none);
      root.in_fact = true;
    }
    push(root);
  } else {
    const auto [rule, element] = spot();
    if (begin_capture(rule, false)) return capture_.open(true);
    if (rule == nullptr || rule->to == Place::none) {
      skip();
    } else {
      enter(rule->to, rule->member, element);
    }
  }
}

void Reader::open_array() {
  if (skipping_ != 0) {
    ++skipping_;
  } else if (capture_.active()) {
    capture_.open(false);
  } else if (depth_ == 0 || top().array) {
    if (depth_ != 0) ++top().elements;
    skip();
  } else if (begin_capture(rule_, false)) {
    capture_.open(false);
  } else {
    if (rule_ == nullptr || (rule_->to == Place::none && rule_->take != MemberRule::Take::list)) {
      skip();
    } else {
      Frame frame = top();
      frame.array = true;
      frame.rule = rule_;
      frame.elements = 0;
      push(frame);
    }
  }
}

void Reader::skip() {
  skipping_ = 1;
  expected_ = nullptr;
}

void Reader::close() {
  if (skipping_ != 0) {
    if (--skipping_ == 0) expect();
  } else if (capture_.active()) {
    if (!capture_.close()) return;
    end_capture();
    expect();
  } else {
    if (--depth_ == 0) finish();
    expect();
  }
}

void Reader::key(std::string_view name) {
  if (skipping_ != 0) return;
  if (capture_.active()) {
    capture_.key(name);
    return;
  }
  key_ = name;
  take_key(find_rule(top().place, name));
}

void Reader::take_key(const MemberRule* rule) {
  rule_ = rule;
  if (rule == nullptr) return;
  Frame& frame = top();
  if (rule != expected_) {
    auto& follower = frame.last == nullptr ? first_members_[static_cast<std::size_t>(frame.place)]
                                           : followers_[static_cast<std::size_t>(frame.last - shape.data())];
    follower = rule;
  }
  frame.last = rule;
  expected_ = followers_[static_cast<std::size_t>(rule - shape.data())];
}

void Reader::leaf(std::string_view text, Leaf kind) {
  if (skipping_ != 0) return;
  if (capture_.active()) {
    capture_.leaf(text, kind);
    return;
  }
  if (depth_ == 0) return;
  Frame& frame = top();
  const MemberRule* const rule = spot().rule;
  if (kind == Leaf::null) return;
  if (rule != nullptr && rule->take == MemberRule::Take::list) {
    if (frame.array) add_item({frame.holder, rule->slot, {}, keep(text)});
  } else if (rule != nullptr && rule->take == MemberRule::Take::place && rule->slot != Slot::none) {
    if (frame.array) return;
    const Text kept = keep(text, rule->form);
    slot(frame, rule->slot) = kept;
  } else if (begin_capture(rule, true)) {
    capture_.leaf(text, kind);
    end_capture();
    expect();
  }
}

// Kept whole: what the table wants so, and what has no row where a place asks for it. A scalar where the table expects an
// object has no row either.
bool Reader::begin_capture(const MemberRule* rule, bool scalar) {
  Frame& frame = top();
  if (rule != nullptr && rule->take == MemberRule::Take::json) {
    capture_slot_ = rule->slot;
    capture_fact_ = frame.holder;
    if (rule->to != Place::none) {
      if (frame.problem == Where::none) frame.problem = add_fact(rule->to, frame.scope, rule->member, Where::none);
      capture_fact_ = frame.problem;
    }
  } else {
    const bool without_row = rule == nullptr || (scalar && rule->to != Place::none);
    if (!without_row || frame.array) return false;
    capture_slot_ = kind_of(frame.place).others;
    if (capture_slot_ == Slot::none) return false;
    if (!frame.in_fact && frame.notice == Where::none)
      frame.notice = add_fact(Place::notice, frame.scope, {}, Where::none);
    capture_fact_ = frame.in_fact ? frame.holder : frame.notice;
    capture_name_ = keep(rule == nullptr ? key_ : rule->member);  // a key that was expected is not told
  }
  capture_begin_ = static_cast<std::uint32_t>(batch_.arena.size());
  expected_ = nullptr;
  return true;
}

void Reader::end_capture() {
  const Text captured{(capture_begin_ + 1) | Text::in_arena,
                      static_cast<std::uint32_t>(batch_.arena.size()) - capture_begin_};
  if (capture_slot_ == Slot::other || capture_slot_ == Slot::context) {
    add_item({capture_fact_, capture_slot_, capture_name_, captured});
    return;
  }
  const std::uint32_t index = slot_index(batch_.facts[capture_fact_], capture_slot_);
  Text& slot = batch_.slots[index];
  repeated_ = repeated_ || slot;
  pieces_.push_back({index, captured});
  slot = captured;
}

void Reader::add_item(const Item& item) {
  // A notice may go on behind the facts that stand in its scope.
  items_in_order_ = items_in_order_ && (batch_.items.empty() || batch_.items.back().fact <= item.fact);
  batch_.items.push_back(item);
  batch_.facts[item.fact].set(Mark::items);
}

void Reader::finish() {
  if (!items_in_order_) {
    std::stable_sort(batch_.items.begin(), batch_.items.end(),
                     [](const Item& a, const Item& b) { return a.fact < b.fact; });
  }
  if (!repeated_) return;
  std::stable_sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) { return a.slot < b.slot; });
  const auto is_array = [this](const Piece& piece) { return batch_[piece.value].starts_with('['); };
  for (std::size_t first = 0, end = 0; first < pieces_.size(); first = end) {
    while (end < pieces_.size() && pieces_[end].slot == pieces_[first].slot) ++end;
    // The last value counts; arrays unite back to the last value that is none.
    std::size_t arrays = end;
    while (arrays > first && is_array(pieces_[arrays - 1])) --arrays;
    if (end - arrays > 1) unite(arrays, end);
  }
}

void Reader::unite(std::size_t first, std::size_t end) {
  std::string united;
  for (std::size_t i = first; i < end; ++i) {
    const auto array = batch_[pieces_[i].value];
    if (array.size() == 2) continue;
    united += united.empty() ? '[' : ',';
    united.append(array, 1, array.size() - 2);
  }
  if (united.empty()) united = "[";
  united += ']';
  batch_.slots[pieces_[first].slot] = keep_new(united);
}

Text Reader::keep(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto offset = reinterpret_cast<std::uintptr_t>(text.data()) - reinterpret_cast<std::uintptr_t>(source_.data());
  if (offset < source_.size()) return {static_cast<std::uint32_t>(offset) + 1, size};
  return keep_new(text);
}

Text Reader::keep_new(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const Text kept{(static_cast<std::uint32_t>(batch_.arena.size()) + 1) | Text::in_arena, size};
  batch_.arena += text;
  return kept;
}

Text Reader::keep(std::string_view text, Form form) {
  if (form == Form::phone && is_formatted_phone(text)) return keep(phone_digits(text));
  if (form == Form::lower) return keep_lower(text);
  return keep(text);
}

Text Reader::keep_lower(std::string_view text) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (std::none_of(text.begin(), text.end(), is_upper)) return keep(text);
  const std::size_t begin = batch_.arena.size();
  batch_.arena.resize(begin + text.size());
  std::transform(text.begin(), text.end(), batch_.arena.begin() + static_cast<std::ptrdiff_t>(begin),
                 [&](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  return {(static_cast<std::uint32_t>(begin) + 1) | Text::in_arena, static_cast<std::uint32_t>(text.size())};
}

// Slots are made when the first one is filled: a body of a million empty objects needs none.
template <class Holder>
std::uint32_t Reader::slot_index(Holder& holder, Slot slot) {
  if (holder.slots == 0) {
    holder.slots = static_cast<std::uint32_t>(batch_.slots.size());
    batch_.slots.resize(holder.slots + kind_of(holder.place).slots);
  }
  return holder.slots + static_cast<std::uint32_t>(index_of(slot));
}

Text& Reader::slot(const Frame& frame, Slot slot) {
  const std::uint32_t index =
      frame.in_fact ? slot_index(batch_.facts[frame.holder], slot) : slot_index(batch_.scopes[frame.holder], slot);
  return batch_.slots[index];
}

template class Push<Reader>;

}  // namespace twinline
