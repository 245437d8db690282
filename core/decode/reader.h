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
#include "core/decode/filling.h"
#include "core/decode/rival_media.h"
#include "core/decode/stencils.h"
#include "core/json/push.h"

namespace twinline {

class Reader {
 public:
  enum class Dialect : std::uint8_t { body, record };

  Reader() : followers_(shape.size()), media_(filling_), stencils_(filling_) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Batch& batch() { return filling_.batch; }
  // Which rows the next text is read by.
  void begin(Dialect dialect) { dialect_ = dialect; }

  void restart(std::string_view source);
  // Reads the whole object at `at` where it looks like one seen before; else nullptr.
  const char* known_object(const char* at, const char* end, unsigned& repaired);
  // Told before open_object(), known_object() does so too.
  void object_begins(const char* at) { object_at_ = at; }
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
    std::string_view inside;           // objects that are no fact or scope: the member that holds them
    bool array = false;
    bool in_fact = false;                 // slots go to a fact, else to a scope
    std::uint32_t holder = 0;             // index of that fact or scope
    std::uint32_t scope = 0;              // the innermost scope
    std::uint32_t elements = 0;           // arrays: elements seen
    std::uint32_t base = 0;               // the frame of the innermost scope, which has what follows
    std::uint32_t beside = Where::none;   // the fact that keeps what has no row
    std::uint32_t problem = Where::none;  // the fact that keeps its errors
    std::uint32_t data = Where::none;     // the fact that keeps its metadata
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
  std::uint32_t add_fact(Place place, std::uint32_t scope, std::string_view member, std::uint32_t element) {
    return filling_.add_fact(place, {scope, member, element});
  }
  std::uint32_t fact_of(Place place, std::string_view member, std::uint32_t element);
  std::uint32_t keeper();
  bool begin_capture(const MemberRule* rule, bool scalar);
  void end_capture();
  template <class Holder>
  std::uint32_t slot_index(Holder& holder, Slot slot);
  Text& slot(const Frame& frame, Slot slot);

  Filling filling_;
  Batch& batch_ = filling_.batch;
  Capture capture_;
  Dialect dialect_ = Dialect::body;
  std::array<Frame, max_json_depth> frames_;
  std::size_t depth_ = 0;  // frames in use
  const MemberRule* expected_ = nullptr;
  std::vector<const MemberRule*> followers_;  // by rule: the member that came behind it last time
  std::array<const MemberRule*, static_cast<std::size_t>(Place::place_end)> first_members_{};  // by place
  const MemberRule* rule_ = nullptr;  // of the member whose value comes next
  std::string_view key_;
  std::uint32_t skipping_ = 0;  // depth inside a value without meaning
  std::uint32_t capture_fact_ = 0;
  Slot capture_slot_ = Slot::none;
  std::string_view capture_inside_;
  Text capture_name_;
  const char* object_at_ = nullptr;  // where the latest object begins
  RivalMedia media_;
  Stencils stencils_;
};

// Compiled beside the sink, whose calls it makes for nearly every byte.
extern template class Push<Reader>;

}  // namespace twinline
