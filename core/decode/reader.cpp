#include "core/decode/reader.h"

namespace twinline {

void Reader::restart(std::string_view source) {
  filling_.restart(source);
  stencils_.restart();
  media_.restart(source);
  capture_.clear();
  depth_ = 0;
  expected_ = nullptr;
  rule_ = nullptr;
  skipping_ = 0;
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
  frame.inside = member;
  const PlaceKind kind = kind_of(place);
  if (kind.opens == PlaceKind::Opens::scope) {
    frame.scope = frame.holder = filling_.add_scope(place, {frame.scope, member, element});
    frame.in_fact = false;
    frame.base = static_cast<std::uint32_t>(depth_);
    frame.beside = frame.problem = frame.data = Where::none;
  } else if (kind.opens == PlaceKind::Opens::fact) {
    frame.holder = fact_of(place, member, element);
    frame.in_fact = true;
  } else if (kind.mark != Mark::none && frame.in_fact) {
    if (place == Place::message_media) media_.add(frame.holder, member, object_at_);
    batch_.facts[frame.holder].set(kind.mark);
  }
  push(frame);
}

// A chunk has one place: what several objects say of it is one fact.
std::uint32_t Reader::fact_of(Place place, std::string_view member, std::uint32_t element) {
  const std::uint32_t scope = top().scope;
  if (place != Place::chunk_data) return add_fact(place, scope, member, element);
  std::uint32_t& data = frames_[top().base].data;
  if (data == Where::none) data = add_fact(place, scope, member, element);
  return data;
}

// Whole bodies, and the elements of arrays whose elements are facts: what comes often and looks the same.
const char* Reader::known_object(const char* at, const char* end, unsigned& repaired) {
  object_begins(at);
  if (skipping_ != 0 || capture_.active() || dialect_ == Dialect::record) return nullptr;
  if (depth_ == 0) {
    const char* const behind = stencils_.read({Place::root, {}, 0}, at, end, repaired);
    if (behind != nullptr) filling_.finish();
    return behind;
  }
  Frame& frame = top();
  if (!frame.array || kind_of(frame.rule->to).opens != PlaceKind::Opens::fact) return nullptr;
  if (frame.rule->to == Place::chunk_data) return nullptr;
  const Where where{frame.scope, frame.rule->member, frame.elements};
  const char* const behind = stencils_.read({frame.rule->to, where, depth_}, at, end, repaired);
  if (behind != nullptr) ++frame.elements;
  return behind;
}

void Reader::open_object() {
  if (skipping_ != 0) {
    ++skipping_;
  } else if (capture_.active()) {
    capture_.open(true);
  } else if (depth_ == 0) {
    Frame root;
    root.place = Place::root;
    root.holder = root.scope = filling_.add_scope(Place::root, {});
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
    if (--depth_ == 0) {
      media_.settle();
      filling_.finish();
    }
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
    if (frame.array) filling_.add_item({frame.holder, rule->slot, {}, {}, filling_.keep(text)});
  } else if (rule != nullptr && rule->take == MemberRule::Take::place && rule->slot != Slot::none) {
    if (frame.array) return;
    const Text kept = filling_.keep(text, rule->form);
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
      std::uint32_t& problem = frames_[frame.base].problem;
      if (problem == Where::none) problem = add_fact(rule->to, frame.scope, rule->member, Where::none);
      capture_fact_ = problem;
    }
  } else {
    const bool without_row = rule == nullptr || (scalar && rule->to != Place::none);
    if (!without_row || frame.array) return false;
    capture_slot_ = kind_of(frame.place).others;
    if (capture_slot_ == Slot::none) return false;
    capture_fact_ = frame.in_fact ? frame.holder : keeper();
    capture_inside_ = capture_slot_ == Slot::inner ? frame.inside : std::string_view{};
    capture_name_ = filling_.keep(rule == nullptr ? key_ : rule->member);  // a key that was expected is not told
  }
  capture_.clear();
  expected_ = nullptr;
  return true;
}

// The fact that keeps what has no row in the innermost scope.
std::uint32_t Reader::keeper() {
  Frame& scope = frames_[top().base];
  const bool in_history = scope.place == Place::chunk || scope.place == Place::thread;
  if (scope.beside == Where::none)
    scope.beside = add_fact(in_history ? Place::remainder : Place::notice, scope.scope, {}, Where::none);
  return scope.beside;
}

void Reader::end_capture() {
  const Text captured = filling_.keep_new(capture_.text());
  if (is_item(capture_slot_)) {
    filling_.add_item({capture_fact_, capture_slot_, capture_inside_, capture_name_, captured});
  } else {
    filling_.capture(slot_index(batch_.facts[capture_fact_], capture_slot_), captured);
  }
}

template <class Holder>
std::uint32_t Reader::slot_index(Holder& holder, Slot slot) {
  if (holder.slots == 0) filling_.make_slots(holder);
  return holder.slots + static_cast<std::uint32_t>(index_of(slot));
}

Text& Reader::slot(const Frame& frame, Slot slot) {
  const std::uint32_t index =
      frame.in_fact ? slot_index(batch_.facts[frame.holder], slot) : slot_index(batch_.scopes[frame.holder], slot);
  return batch_.slots[index];
}

template class Push<Reader>;

}  // namespace twinline
