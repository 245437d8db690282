#include "core/history/fold.h"

#include <algorithm>

#include "core/json/utf8.h"

namespace twinline {

namespace {

#include "core/history/folds.inc"

struct Character {
  char32_t code;
  std::size_t size;
};

Character first_character(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(at < text.size() ? text[at] : 0); };
  const char32_t lead = byte(0);
  const auto more = [&byte](std::size_t at) { return static_cast<char32_t>(byte(at) & 0x3FU); };
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1FU) << 6U | more(1), 2};
  if (lead < 0xF0) return {(lead & 0x0FU) << 12U | more(1) << 6U | more(2), 3};
  return {(lead & 0x07U) << 18U | more(1) << 12U | more(2) << 6U | more(3), 4};
}

void append_character(char32_t code, std::string& text) {
  char bytes[4];
  text.append(bytes, put_code_point(code, bytes));
}

std::uint16_t value_of(char32_t code) {
  if (code > last_folded) return 0;
  const std::size_t page = page_of[code >> page_bits];
  return pages[page << page_bits | (code & ((1U << page_bits) - 1))];
}

// `text` begins with the character that `code` was read from.
void append_folded_character(std::string_view text, const Character& character, std::string& folded) {
  const std::uint16_t value = value_of(character.code);
  if (value == 0) {
    folded.append(text.substr(0, character.size));
  } else if (value >= first_expansion && value < first_expansion + std::size(expansions)) {
    folded.append(expansions[value - first_expansion]);
  } else if (value != removed) {
    const bool stays_far = character.code > 0xFFFF && value < far_step;
    append_character(stays_far ? character.code + value : (character.code + value) & 0xFFFFU, folded);
  }
}

}  // namespace

void append_folded(std::string_view text, std::string& folded) {
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      folded += lower_ascii(text.front());
      text.remove_prefix(1);
      continue;
    }
    const Character character = first_character(text);
    append_folded_character(text, character, folded);
    text.remove_prefix(std::min(character.size, text.size()));
  }
}

FoldedWithOrigin fold_with_origin(std::string_view text) {
  FoldedWithOrigin result;
  const std::size_t size = text.size();
  while (!text.empty()) {
    const auto begin = static_cast<std::uint32_t>(size - text.size());
    const Character character = first_character(text);
    append_folded(text.substr(0, character.size), result.folded);
    result.origin.resize(result.folded.size(), begin);
    text.remove_prefix(std::min(character.size, text.size()));
  }
  result.origin.push_back(static_cast<std::uint32_t>(size));
  return result;
}

}  // namespace twinline
