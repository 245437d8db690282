#include "core/history/snippet.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/history/fold.h"
#include "core/history/page.h"
#include "core/json/writer.h"

namespace twinline {

namespace {

constexpr std::size_t bytes_before = 40, bytes_behind = 160;
constexpr std::size_t most_hits = 32;
constexpr std::string_view ellipsis = "\u2026";

using Range = std::pair<std::size_t, std::size_t>;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

// Where the words stand in the text, overlapping places as one.
std::vector<Range> places_of(std::string_view text, const SearchWords& search) {
  const FoldedWithOrigin folded = fold_with_origin(text);
  std::vector<Range> found;
  for (const Needle& word : search.words) {
    std::size_t count = 0;
    for (std::size_t at = folded.folded.find(word.text()); at != std::string::npos && count < most_hits; ++count) {
      // What was folded away behind the last letter (its accent) belongs to it.
      const std::size_t last = at + word.text().size() - 1;
      std::size_t end = last + 1;
      while (end + 1 < folded.origin.size() && folded.origin[end] == folded.origin[last]) ++end;
      found.emplace_back(folded.origin[at], folded.origin[end]);
      at = folded.folded.find(word.text(), at + word.text().size());
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<Range> apart;
  for (const Range& each : found) {
    if (!apart.empty() && each.first <= apart.back().second) {
      apart.back().second = std::max(apart.back().second, each.second);
    } else {
      apart.push_back(each);
    }
  }
  return apart;
}

// A place to begin or end the part: between characters, between words where one ends nearby.
std::size_t cut(std::string_view text, std::size_t at, bool forward) {
  constexpr std::size_t nearby = 16;
  if (at == 0 || at >= text.size()) return std::min(at, text.size());
  const auto space = forward ? text.substr(at, nearby).find(' ') : std::string_view::npos;
  if (space != std::string_view::npos) return at + space + 1;
  while (at < text.size() && !begins_character(text[at])) ++at;
  return at;
}

}  // namespace

Snippet snippet_of(std::string_view text, const SearchWords& search) {
  const std::vector<Range> places = places_of(text, search);
  const std::size_t first = places.empty() ? 0 : places.front().first;
  std::size_t begin = first <= bytes_before ? 0 : cut(text, first - bytes_before, true);
  if (begin > first) begin = first;
  std::size_t end = std::min(text.size(), std::max(begin + bytes_behind, places.empty() ? 0 : places.front().second));
  end = cut(text, end, false);

  Snippet snippet;
  if (begin > 0) snippet.text += ellipsis;
  const std::size_t shift = snippet.text.size();
  snippet.text.append(text.substr(begin, end - begin));
  if (end < text.size()) snippet.text += ellipsis;

  Writer writer(snippet.hits);
  writer.begin_array();
  const std::string_view shown = snippet.text;
  for (const auto& [from, to] : places) {
    if (from >= end) break;
    const auto units = [&](std::size_t at) {
      return static_cast<std::int64_t>(utf16_units(shown.substr(0, at - begin + shift)));
    };
    writer.begin_array().element(units(from)).element(units(std::min(to, end))).end_array();
  }
  writer.end_array();
  return snippet;
}

}  // namespace twinline
