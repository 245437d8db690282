// The sink of the push parser: follows the table of shape.h and fills a Batch.
//
// Holds a stack of frames, one for each object or array that has a meaning; what has none is skipped or, where a place asks
// for it, captured whole. Decides nothing about messages: it only puts text where the table says.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/decode/batch.h"
#include "core/decode/capture.h"
#include "core/json/push.h"

namespace twinline {

class Reader {
 public:
  enum class Dialect : std::uint8_t { body, record };

  Reader() : capture_(batch_.arena), followers_(shape.size()) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Batch& batch() { return batch_; }
  // Which rows the next text is read by.
  void begin(Dialect dialect) { dialect_ = dialect; }

  void restart(std::string_view source);
  void open_object();
  void open_array();
  void close();
  void key(std::string_view name);
  // The member that will probably come next, because it did so last time; empty where nothing is known. When it came,
  // key_as_expected() is called in place of key().
  std::string_view expected_key() const { return expected_ == nullptr ? std::string_view{} : expected_->member; }
  void key_as_expected() { take_key(expected_); }
  void leaf(std::string_view text, Leaf kind);

 private:
  struct Frame {
    Place place = Place::none;
    const MemberRule* rule = nullptr;  // arrays: what their elements are
    const MemberRule* last = nullptr;  // objects: the member before this one
    bool array = false;
    bool in_fact = false;                 // slots go to a fact, else to a scope
    std::uint32_t holder = 0;             // index of that fact or scope
    std::uint32_t scope = 0;              // the innermost scope
    std::uint32_t elements = 0;           // arrays: elements seen
    std::uint32_t notice = Where::none;   // scopes: the fact that keeps what has no row
    std::uint32_t problem = Where::none;  // scopes: the fact that keeps their errors
  };
  // A value that was captured for a slot, in body order.
  struct Piece {
    std::uint32_t slot;
    Text value;
  };
  // Where the value that begins now stands.
  struct Spot {
    const MemberRule* rule;
    std::uint32_t element;
  };

  Frame& top() { return frames_[depth_ - 1]; }
  void push(const Frame& frame);
  void take_key(const MemberRule* rule);
  void expect();
  void skip();
  Spot spot();
  void enter(Place place, std::string_view member, std::uint32_t element);
  std::uint32_t add_scope(Place place, std::uint32_t parent, std::string_view member, std::uint32_t element);
  std::uint32_t add_fact(Place place, std::uint32_t scope, std::string_view member, std::uint32_t element);
  bool begin_capture(const MemberRule* rule, bool scalar);
  void end_capture();
  void add_item(const Item& item);
  void finish();
  void unite(std::size_t first, std::size_t end);
  Text keep_new(std::string_view text);
  Text keep(std::string_view text);
  Text keep(std::string_view text, Form form);
  Text keep_lower(std::string_view text);
  template <class Holder>
  std::uint32_t slot_index(Holder& holder, Slot slot);
  Text& slot(const Frame& frame, Slot slot);

  Batch batch_;
  Capture capture_;
  Dialect dialect_ = Dialect::body;
  std::string_view source_;
  std::array<Frame, max_json_depth> frames_;
  std::size_t depth_ = 0;  // frames in use
  const MemberRule* expected_ = nullptr;
  std::vector<const MemberRule*> followers_;  // by rule: the member that came behind it last time
  std::array<const MemberRule*, static_cast<std::size_t>(Place::place_end)> first_members_{};  // by place
  const MemberRule* rule_ = nullptr;  // of the member whose value comes next
  std::string_view key_;
  std::uint32_t skipping_ = 0;  // depth inside a value without meaning
  std::uint32_t capture_begin_ = 0;
  std::uint32_t capture_fact_ = 0;
  Slot capture_slot_ = Slot::none;
  Text capture_name_;
  bool items_in_order_ = true;
  std::vector<Piece> pieces_;
  bool repeated_ = false;  // a slot was captured twice: its pieces have to be looked at
};

// Compiled beside the sink, whose calls it makes for nearly every byte.
extern template class Push<Reader>;

}  // namespace twinline
