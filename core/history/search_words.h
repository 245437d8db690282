// What somebody typed into a search box, as what to look for: words that must all occur, in any order; "several words in
// quotes" are one. An open quote reaches to the end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/history/needle.h"

namespace twinline {

struct SearchWords {
  std::vector<Needle> words;  // the longest first: it is the rarest, as a rule
  std::string digits;         // where all that was typed reads as a phone number or a part of one

  bool empty() const { return words.empty(); }
  // In a text that is folded already.
  bool all_in(std::string_view folded) const;
};

SearchWords parse_search(std::string_view typed);

}  // namespace twinline
