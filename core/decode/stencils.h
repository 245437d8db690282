// Objects that look like one seen before, read in one go.
//
// Between its strings a webhook is the same bytes every time. A stencil is these bytes, with holes where the strings stand,
// and what the table of shape.h makes of them. An object that fits is read by comparing bytes and finding the ends of
// strings; the outcome is exactly that of reader.h, because which slot is filled there never depends on what a string says.
// One that fits no stencil leaves the batch as it was. Where objects begin the same way their stencils share the beginning:
// they are a tree, made by stencil_maker.h from objects that fit nothing yet, a few a body, and forgotten when there are too
// many.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/decode/capture.h"
#include "core/decode/filling.h"

namespace twinline {

// One thing that is to be done once the bytes before it have been seen. Scopes, facts and slots are counted from where the
// object began.
struct StencilDeed {
  enum class Kind : std::uint8_t { open_scope, open_fact, set_mark, make_scope_slots, make_fact_slots, fill } kind;
  Place place = Place::none;  // of what is opened
  Form form = Form::as_sent;  // fill
  Mark mark = Mark::none;     // set_mark
  bool outermost = false;     // what is opened stands where the whole object stands
  // The parent scope (Where::none for that around the object); the fact or scope that gets slots, or the fact that is marked.
  std::uint32_t holder = 0;
  std::string_view member{};  // under which it was opened
  std::uint32_t element = Where::none;
  std::uint32_t slot = 0;  // fill: with bytes of the stencil itself, from `at` on
  std::uint32_t at = 0, size = 0;
};

// What follows bytes that are always the same.
struct StencilHole {
  static constexpr std::uint32_t nowhere = 0xffffffff;
  enum class Then : std::uint8_t {
    string,   // a string without its opening quote, which fills `slot`
    number,   // digits, the same
    capture,  // any value but null, kept as canonical JSON in `slot`
    item,     // the same, as an item of `fact` under the name that stands in the bytes
    skip,     // an object or array of no meaning
    end,      // the object ends here
    unknown,  // the object has to be read in the ordinary way
  } then = Then::end;
  Form form = Form::as_sent;
  Slot item_slot = Slot::none;
  std::string_view inside{};  // item: the member that holds its object
  std::uint8_t deepest = 0;   // levels of the object that are open somewhere in the bytes, at most
  std::uint8_t levels = 0;    // and behind them
  std::uint32_t slot = nowhere;
  std::uint32_t fact = 0;
  std::uint32_t name_back = 0, name_size = 0;  // item: how far before the value its name begins
};

struct StencilPart {
  StencilHole hole{};
  std::string bytes{};
  std::vector<StencilDeed> deeds{};
};

class Stencils {
 public:
  explicit Stencils(Filling& filling) : filling_(filling) {}
  Stencils(const Stencils&) = delete;
  Stencils& operator=(const Stencils&) = delete;

  struct Outside {
    Place place;        // what the object is
    Where where;        // and where it stands
    std::size_t depth;  // levels of the text around it
  };
  // Another body begins.
  void restart() { makings_left_ = most_makings; }
  // The object that begins at `at`: where it ended, or nullptr. Adds to `repaired` the strings that were damaged.
  const char* read(const Outside& outside, const char* at, const char* end, unsigned& repaired);

 private:
  // Bytes, and the parts that have come behind them: what is looked at every time, the rest lies in holes_.
  struct Node {
    std::uint32_t child = 0, sibling = 0;  // 0: none
    std::uint32_t bytes = 0, size = 0;     // in bytes_
    std::uint32_t first_deed = 0, deeds = 0;
    std::uint32_t slot = StencilHole::nowhere;
    StencilHole::Then then = StencilHole::Then::end;
    Form form = Form::as_sent;
    std::uint8_t deepest = 0;
  };
  // What was there before the object.
  struct Base {
    std::uint32_t scopes, facts, slots;
  };

  void add(Place place, const std::vector<StencilPart>& parts);
  std::uint32_t make_node(const StencilPart& part);
  std::string_view bytes_of(const Node& node) const { return std::string_view(bytes_).substr(node.bytes, node.size); }
  void forget();
  bool stands_at(const Node& node, const char* at, const char* end) const;
  static bool may_follow(StencilHole::Then then, const char* at, const char* end);
  void do_deeds(const Node& node, const Outside& outside, const Base& base, const char* at);
  const char* fill(std::uint32_t node, const Base& base, const char* at, const char* end, std::size_t depth,
                   unsigned& repaired);
  const char* fill_value(std::uint32_t node, const Base& base, const char* at, const char* end, std::size_t depth,
                         unsigned& repaired);

  // Each body may teach so much, and no more: one that is always different costs little more than reading it.
  static constexpr unsigned most_makings = 64;

  Filling& filling_;
  unsigned makings_left_ = most_makings;
  Capture capture_;
  Capturing captured_{capture_};  // values inside a stencil
  Push<Capturing> push_{captured_};
  std::vector<Node> nodes_{1};         // [0] is nobody
  std::vector<StencilHole> holes_{1};  // by node
  std::string bytes_;                  // and a few more, so that they can be compared sixteen at once
  std::size_t bytes_end_ = 0;
  std::vector<StencilDeed> deeds_;
  std::array<std::uint32_t, static_cast<std::size_t>(Place::place_end)> first_{};  // by what the object is
};

}  // namespace twinline
