// A folded piece of text to look for in other texts, 16 bytes a step.
//
// ASCII letters of the text match in either case, everything else byte by byte; what else folding means is the caller's
// affair, who is told whether the text has anything that folding could change.
#pragma once

#include <string>
#include <string_view>

namespace twinline {

class Needle {
 public:
  // Requires: folded (fold.h) and not empty.
  explicit Needle(std::string folded);

  struct Look {
    bool found = false;
    bool only_ascii = true;  // of a text in which nothing was found
  };
  Look look_in(std::string_view text) const;
  // Where it stands first; npos if it does not.
  std::size_t find_in(std::string_view text) const;
  std::string_view text() const { return folded_; }

 private:
  bool stands_at(const char* text) const;
  Look look_in_short(std::string_view text) const;
  Look look_in_long(std::string_view text) const;

  std::string folded_;
  char first_ = 0, last_ = 0;            // its first and its last byte
  char first_case_ = 0, last_case_ = 0;  // 0x20 where they are letters
};

}  // namespace twinline
