// The part of a text around what was found in it, and where in that part it stands.
#pragma once

#include <string>
#include <string_view>

#include "core/history/search_words.h"

namespace twinline {

struct Snippet {
  std::string text;  // with "…" where something was left out
  std::string hits;  // JSON: [[begin,end],…] in UTF-16 units of `text`, in order, without overlaps
};

Snippet snippet_of(std::string_view text, const SearchWords& search);

}  // namespace twinline
