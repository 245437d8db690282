// JSON kept as a whole: canonical, compact, members sorted by name.
//
// Used for what twinline carries but does not look into (content of rare types, errors, pricing). Sorting makes the bytes
// independent of the order in which a sender wrote the members; of members with the same name the last counts. Numbers
// stay as spelled.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/json/push.h"

namespace twinline {

class Capture {
 public:
  void open(bool object);
  void key(std::string_view name);
  void leaf(std::string_view text, Leaf kind);
  // Closes the innermost; true when the whole value is complete.
  bool close();
  bool active() const { return !levels_.empty(); }
  std::string_view text() const { return out_; }
  void clear() {
    levels_.clear();
    out_.clear();
  }

 private:
  struct Member {
    std::size_t begin, value, end;  // "name": from begin, its value from value to end
  };
  struct Level {
    bool object;
    bool empty = true;
    std::size_t begin;
    std::vector<Member> members;
  };
  void separate();
  void sort_members(Level& level);

  std::string out_;
  std::vector<Level> levels_;
};

// A sink that captures whatever a Push reads.
struct Capturing {
  Capture& capture;
  void restart(std::string_view) {}
  void open_object() { capture.open(true); }
  void open_array() { capture.open(false); }
  void close() { capture.close(); }
  void key(std::string_view name) { capture.key(name); }
  void leaf(std::string_view text, Leaf kind) { capture.leaf(text, kind); }
};

}  // namespace twinline
