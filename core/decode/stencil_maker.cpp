#include "core/decode/stencil_maker.h"

#include <algorithm>
#include <utility>

#include "core/json/string.h"

namespace twinline {

namespace {

using Then = StencilHole::Then;

class Maker {
 public:
  Maker(const char* begin, const char* end, std::size_t depth)
      : at_(begin), part_begin_(begin), end_(end), outside_(depth), depth_(depth), deepest_(depth) {}

  std::vector<StencilPart> make(Place place) {
    const Frame outside;
    const bool whole = enter(place, outside, {}, Where::none, true);
    if (whole) end_part(Then::end);
    if (!whole && !unknown_) return {};
    return std::move(parts_);
  }

 private:
  // As in reader.h: where members lead, and who gets their slots.
  struct Frame {
    Place place = Place::none;
    std::string_view inside;
    bool in_fact = false;
    std::uint32_t holder = 0;
    std::uint32_t scope = Where::none;  // while none is open, the one around the object
  };
  struct Holder {
    Place place;
    std::uint32_t slots = StencilHole::nowhere;
    bool has_data = false;      // a chunk: its metadata were there
    std::string_view medium{};  // a message: the member that brought its medium
  };
  // For values of which only the end is wanted.
  struct Ignored {
    void restart(std::string_view) {}
    void open_object() {}
    void open_array() {}
    void close() {}
    void key(std::string_view) {}
    void leaf(std::string_view, Leaf) {}
  };

  bool enter(Place place, Frame frame, std::string_view member, std::uint32_t element, bool outermost);
  bool object(const Frame& frame);
  bool member(const Frame& frame);
  bool array(const MemberRule& rule, const Frame& frame);
  bool scalar(const MemberRule* rule, const Frame& frame);
  bool fixed(std::string_view word, const MemberRule* rule, const Frame& frame);
  bool any_value(Then then, std::uint32_t slot, const Frame& frame);
  bool kept_without_row(const Frame& frame);
  bool skip_value();
  bool unknown();
  bool next(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  void space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  StencilPart& end_part(Then then);
  std::uint32_t slot_of(const Frame& frame, Slot slot);
  static bool fills(const MemberRule* rule) {
    return rule != nullptr && rule->take == MemberRule::Take::place && rule->slot != Slot::none;
  }

  const char* at_;
  const char* part_begin_;
  const char* const end_;
  const std::size_t outside_;  // levels around the object
  std::size_t depth_;
  std::size_t deepest_;  // since the part began
  std::vector<StencilPart> parts_;
  std::vector<StencilDeed> deeds_;  // of the part that is being made
  std::vector<Holder> scopes_, facts_;
  std::uint32_t slots_ = 0;
  std::string_view name_;  // of the member at hand
  bool unknown_ = false;
  Ignored ignored_;
  Push<Ignored> push_{ignored_};
  TextBuffer buffer_;
};

StencilPart& Maker::end_part(Then then) {
  StencilPart& part = parts_.emplace_back();
  part.hole.then = then;
  part.bytes.assign(part_begin_, at_);
  part.deeds = std::exchange(deeds_, {});
  part.hole.deepest = static_cast<std::uint8_t>(deepest_ - outside_);
  part.hole.levels = static_cast<std::uint8_t>(depth_ - outside_);
  deepest_ = depth_;
  part_begin_ = at_;
  return part;
}

// The first byte of the value belongs to it: another kind of value may be known.
bool Maker::unknown() {
  ++at_;
  end_part(Then::unknown);
  unknown_ = true;
  return false;
}

std::uint32_t Maker::slot_of(const Frame& frame, Slot slot) {
  using Kind = StencilDeed::Kind;
  Holder& holder = frame.in_fact ? facts_[frame.holder] : scopes_[frame.holder];
  if (holder.slots == StencilHole::nowhere) {
    StencilDeed deed{frame.in_fact ? Kind::make_fact_slots : Kind::make_scope_slots};
    deed.holder = frame.holder;
    deeds_.push_back(deed);
    holder.slots = slots_;
    slots_ += kind_of(holder.place).slots;
  }
  return holder.slots + static_cast<std::uint32_t>(index_of(slot));
}

bool Maker::enter(Place place, Frame frame, std::string_view member, std::uint32_t element, bool outermost) {
  using Kind = StencilDeed::Kind;
  const PlaceKind kind = kind_of(place);
  const bool scope = kind.opens == PlaceKind::Opens::scope, fact = kind.opens == PlaceKind::Opens::fact;
  // Several objects are one fact there.
  if (place == Place::chunk_data && std::exchange(scopes_[frame.scope].has_data, true)) return unknown();
  frame.place = place;
  frame.inside = member;
  if (scope || fact) {
    StencilDeed deed{scope ? Kind::open_scope : Kind::open_fact};
    deed.place = place;
    deed.outermost = outermost;
    deed.holder = frame.scope;
    deed.member = member;
    deed.element = element;
    deeds_.push_back(deed);
    auto& holders = scope ? scopes_ : facts_;
    frame.holder = static_cast<std::uint32_t>(holders.size());
    if (scope) frame.scope = frame.holder;
    frame.in_fact = fact;
    holders.push_back({place});
  } else if (kind.mark != Mark::none && frame.in_fact) {
    StencilDeed deed{Kind::set_mark};
    deed.mark = kind.mark;
    deed.holder = frame.holder;
    deeds_.push_back(deed);
  }
  return object(frame);
}

bool Maker::object(const Frame& frame) {
  if (depth_ == max_json_depth || !next('{')) return false;
  deepest_ = std::max(deepest_, ++depth_);
  space();
  if (!next('}')) {
    do {
      space();
      if (!member(frame)) return false;
      space();
    } while (next(','));
    if (!next('}')) return false;
  }
  --depth_;
  return true;
}

bool Maker::member(const Frame& frame) {
  if (!next('"')) return false;
  const Run run = plain_run(at_, end_);
  if (run.end == end_ || *run.end != '"' || !run.ascii) return false;
  name_ = {at_, static_cast<std::size_t>(run.end - at_)};
  at_ = run.end + 1;
  space();
  if (!next(':')) return false;
  space();
  if (at_ == end_) return false;

  const MemberRule* const rule = find_rule(frame.place, name_);
  const bool opens = rule != nullptr && rule->take == MemberRule::Take::place && rule->to != Place::none;
  const bool composite = *at_ == '{' || *at_ == '[';
  if (*at_ == 'n') return fixed("null", nullptr, frame);
  if (rule != nullptr && rule->take == MemberRule::Take::json) {
    if (rule->to != Place::none || !frame.in_fact) return unknown();
    return any_value(Then::capture, slot_of(frame, rule->slot), frame);
  }
  if (rule != nullptr && rule->take == MemberRule::Take::list) return unknown();
  if (rule == nullptr) return kept_without_row(frame);
  if (rule->to == Place::message_media && composite) {
    std::string_view& medium = facts_[frame.holder].medium;
    if (medium.empty()) medium = rule->member;
    if (medium != rule->member) return unknown();  // which of two counts depends on what a string says
  }
  if (opens && *at_ == '{') return enter(rule->to, frame, rule->member, Where::none, false);
  if (opens && *at_ == '[') return array(*rule, frame);
  if (composite) return skip_value();
  if (opens && rule->slot == Slot::none) return unknown();
  return scalar(rule, frame);
}

bool Maker::kept_without_row(const Frame& frame) {
  if (kind_of(frame.place).others == Slot::none) {
    return *at_ == '{' || *at_ == '[' ? skip_value() : scalar(nullptr, frame);
  }
  if (!frame.in_fact) return unknown();
  return any_value(Then::item, StencilHole::nowhere, frame);
}

bool Maker::array(const MemberRule& rule, const Frame& frame) {
  if (depth_ == max_json_depth || !next('[')) return false;
  deepest_ = std::max(deepest_, ++depth_);
  space();
  if (!next(']')) {
    std::uint32_t element = 0;
    do {
      space();
      if (at_ == end_) return false;
      if (*at_ != '{') return unknown();
      if (!enter(rule.to, frame, rule.member, element++, false)) return false;
      space();
    } while (next(','));
    if (!next(']')) return false;
  }
  --depth_;
  return true;
}

bool Maker::scalar(const MemberRule* rule, const Frame& frame) {
  if (*at_ == 't') return fixed("true", rule, frame);
  if (*at_ == 'f') return fixed("false", rule, frame);
  const bool string = *at_ == '"';
  if (string) ++at_;
  const std::uint32_t slot = fills(rule) ? slot_of(frame, rule->slot) : StencilHole::nowhere;
  StencilPart& part = end_part(string ? Then::string : Then::number);
  part.hole.slot = slot;
  if (rule != nullptr) part.hole.form = rule->form;
  if (string) {
    const JsonString read = read_string(at_, end_, buffer_);
    if (!read.closed) return false;
    at_ = read.behind;
  } else {
    const char* const first = at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    if (at_ == first) return false;
  }
  part_begin_ = at_;
  if (string) ++at_;
  return true;
}

// The words of JSON belong to the bytes: another word is another stencil.
bool Maker::fixed(std::string_view word, const MemberRule* rule, const Frame& frame) {
  const auto begin = static_cast<std::uint32_t>(at_ - part_begin_);
  for (const char c : word) {
    if (!next(c)) return false;
  }
  if (!fills(rule)) return true;
  const std::uint32_t slot = slot_of(frame, rule->slot);
  StencilDeed deed{StencilDeed::Kind::fill};
  deed.form = rule->form;
  deed.slot = slot;
  deed.at = begin;
  deed.size = static_cast<std::uint32_t>(word.size());
  deeds_.push_back(deed);
  return true;
}

bool Maker::any_value(Then then, std::uint32_t slot, const Frame& frame) {
  StencilPart& part = end_part(then);
  part.hole.slot = slot;
  part.hole.fact = frame.holder;
  part.hole.item_slot = kind_of(frame.place).others;
  if (part.hole.item_slot == Slot::inner) part.hole.inside = frame.inside;
  part.hole.name_back = static_cast<std::uint32_t>(at_ - name_.data());
  part.hole.name_size = static_cast<std::uint32_t>(name_.size());
  at_ = push_.value_at(at_, end_, depth_);
  if (at_ == nullptr) return false;
  part_begin_ = at_;
  return true;
}

bool Maker::skip_value() { return any_value(Then::skip, StencilHole::nowhere, {}); }

}  // namespace

std::vector<StencilPart> make_stencil(Place place, std::size_t depth, const char* begin, const char* end) {
  return Maker(begin, end, depth).make(place);
}

}  // namespace twinline
