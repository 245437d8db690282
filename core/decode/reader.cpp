#include "core/decode/reader.h"

#include <algorithm>

#include "core/decode/phone.h"

namespace twinline {

void Reader::restart(std::string_view source) {
  source_ = source;
  batch_.clear();
  capture_.clear();
  frames_.clear();
  rule_ = nullptr;
  skipping_ = 0;
}

std::uint32_t Reader::add_scope(Place place, std::uint32_t parent, std::string_view member, std::uint32_t element) {
  batch_.scopes.push_back({place, {parent, member, element}, {}});
  return static_cast<std::uint32_t>(batch_.scopes.size() - 1);
}

std::uint32_t Reader::add_fact(Place place, std::uint32_t scope, std::string_view member, std::uint32_t element) {
  const auto slots = static_cast<std::uint32_t>(batch_.slots.size());
  batch_.slots.resize(slots + kind_of(place).slots);
  batch_.facts.push_back({place, {scope, member, element}, slots, 0});
  return static_cast<std::uint32_t>(batch_.facts.size() - 1);
}

Reader::Spot Reader::spot() {
  if (frames_.back().array) return {frames_.back().rule, frames_.back().elements++};
  return {rule_, Where::none};
}

void Reader::enter(Place place, std::string_view member, std::uint32_t element) {
  Frame frame = frames_.back();
  frame.place = place;
  frame.rule = nullptr;
  frame.array = false;
  const PlaceKind kind = kind_of(place);
  if (kind.opens == PlaceKind::Opens::scope) {
    frame.scope = frame.holder = add_scope(place, frame.scope, member, element);
    frame.in_fact = false;
  } else if (kind.opens == PlaceKind::Opens::fact) {
    frame.holder = add_fact(place, frame.scope, member, element);
    frame.in_fact = true;
  } else if (kind.mark != Mark::none && frame.in_fact) {
    batch_.facts[frame.holder].marks |= static_cast<std::uint32_t>(kind.mark);
  }
  frames_.push_back(frame);
}

void Reader::open_object() {
  if (skipping_ != 0) {
    ++skipping_;
  } else if (capture_.active()) {
    capture_.open(true);
  } else if (frames_.empty()) {
    Frame root;
    root.place = Place::root;
    root.holder = root.scope = add_scope(Place::root, Where::none, {}, Where::none);
    if (dialect_ == Dialect::record) {
      root.place = Place::record;
      root.holder = add_fact(Place::record, root.scope, {}, Where::none);
      root.in_fact = true;
    }
    frames_.push_back(root);
  } else {
    const auto [rule, element] = spot();
    if (begin_capture(rule, true)) return;
    if (rule == nullptr || rule->to == Place::none) {
      skipping_ = 1;
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
  } else if (frames_.empty() || frames_.back().array) {
    if (!frames_.empty()) ++frames_.back().elements;
    skipping_ = 1;
  } else if (!begin_capture(rule_, false)) {
    if (rule_ == nullptr || (rule_->to == Place::none && rule_->take != MemberRule::Take::list)) {
      skipping_ = 1;
    } else {
      Frame frame = frames_.back();
      frame.array = true;
      frame.rule = rule_;
      frame.elements = 0;
      frames_.push_back(frame);
    }
  }
}

void Reader::close() {
  if (skipping_ != 0) {
    --skipping_;
  } else if (capture_.active()) {
    if (capture_.close()) end_capture();
  } else {
    frames_.pop_back();
  }
}

void Reader::key(std::string_view name) {
  if (skipping_ != 0) return;
  if (capture_.active()) {
    capture_.key(name);
    return;
  }
  key_ = name;
  rule_ = find_rule(frames_.back().place, name);
}

void Reader::leaf(std::string_view text, Leaf kind) {
  if (skipping_ != 0) return;
  if (capture_.active()) {
    capture_.leaf(text, kind);
    return;
  }
  if (frames_.empty()) return;
  Frame& frame = frames_.back();
  const MemberRule* const rule = spot().rule;
  if (rule == nullptr || kind == Leaf::null) return;
  if (rule->take == MemberRule::Take::list) {
    if (frame.array) batch_.items.push_back({frame.holder, rule->slot, {}, keep(text)});
  } else if (rule->take == MemberRule::Take::place && rule->slot != Slot::none && !frame.array) {
    const Text kept = keep(text, rule->form);
    slot(frame, rule->slot) = kept;
  }
}

bool Reader::begin_capture(const MemberRule* rule, bool object) {
  const Frame& frame = frames_.back();
  const bool wanted = rule != nullptr && rule->take == MemberRule::Take::json;
  const bool other = rule == nullptr && !frame.array && frame.in_fact && kind_of(frame.place).keeps_others;
  if (!wanted && !other) return false;
  capture_fact_ = frame.holder;
  capture_slot_ = wanted ? rule->slot : Slot::other;
  if (wanted && rule->to != Place::none) capture_fact_ = add_fact(rule->to, frame.scope, rule->member, Where::none);
  if (other) capture_name_ = keep(key_);
  capture_begin_ = static_cast<std::uint32_t>(batch_.arena.size());
  capture_.open(object);
  return true;
}

void Reader::end_capture() {
  const Text captured{(capture_begin_ + 1) | Text::in_arena,
                      static_cast<std::uint32_t>(batch_.arena.size()) - capture_begin_};
  if (capture_slot_ == Slot::other) {
    batch_.items.push_back({capture_fact_, Slot::other, capture_name_, captured});
  } else {
    batch_.slots[batch_.facts[capture_fact_].slots + index_of(capture_slot_)] = captured;
  }
}

Text Reader::keep(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto offset = reinterpret_cast<std::uintptr_t>(text.data()) - reinterpret_cast<std::uintptr_t>(source_.data());
  if (offset < source_.size()) return {static_cast<std::uint32_t>(offset) + 1, size};
  const Text kept{(static_cast<std::uint32_t>(batch_.arena.size()) + 1) | Text::in_arena, size};
  batch_.arena += text;
  return kept;
}

Text Reader::keep(std::string_view text, Form form) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (form == Form::phone && is_formatted_phone(text)) return keep(phone_digits(text));
  if (form == Form::lower && std::any_of(text.begin(), text.end(), is_upper)) {
    std::string lower(text);
    for (char& c : lower) c = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    return keep(lower);
  }
  return keep(text);
}

Text& Reader::slot(const Frame& frame, Slot slot) {
  if (frame.in_fact) return batch_.slots[batch_.facts[frame.holder].slots + index_of(slot)];
  return batch_.scopes[frame.holder].slot[index_of(slot)];
}

}  // namespace twinline
