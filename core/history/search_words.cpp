#include "core/history/search_words.h"

#include <algorithm>

#include "core/history/fold.h"

namespace twinline {

namespace {

constexpr std::string_view spaces = " \t\r\n";
// Fewer digits name nobody.
constexpr std::size_t shortest_phone = 3;

std::string digits_of(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (std::string_view("+-()./ ").find(c) == std::string_view::npos) {
      return {};
    }
  }
  return digits.size() < shortest_phone ? std::string() : digits;
}

}  // namespace

bool SearchWords::all_in(std::string_view folded) const {
  return !words.empty() && std::all_of(words.begin(), words.end(), [folded](const Needle& word) {
    return folded.find(word.text()) != std::string_view::npos;
  });
}

SearchWords parse_search(std::string_view typed) {
  std::string folded;
  append_folded(typed, folded);
  SearchWords search;
  search.digits = digits_of(folded);
  std::string_view rest = folded;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(spaces), rest.size()));
    if (rest.empty()) break;
    const bool quoted = rest.front() == '"';
    if (quoted) rest.remove_prefix(1);
    const auto word = rest.substr(0, quoted ? rest.find('"') : rest.find_first_of(spaces));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    const bool known = std::any_of(search.words.begin(), search.words.end(),
                                   [word](const Needle& other) { return other.text() == word; });
    if (!word.empty() && !known) search.words.emplace_back(std::string(word));
  }
  std::stable_sort(search.words.begin(), search.words.end(),
                   [](const Needle& a, const Needle& b) { return a.text().size() > b.text().size(); });
  return search;
}

}  // namespace twinline
