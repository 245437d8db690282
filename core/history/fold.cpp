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

// The parts of Korean syllables, in the order and number in which Unicode composes them by rule.
constexpr char32_t first_leading = 0x1100, first_vowel = 0x1161, before_trailing = 0x11A7, first_syllable = 0xAC00;
constexpr char32_t leadings = 19, vowels = 21, trailings = 28, syllables = leadings * vowels * trailings;
constexpr char32_t voiced_mark = 0x3099, half_voiced_mark = 0x309A;

constexpr bool is_among(char32_t code, char32_t first, char32_t count) { return code - first < count; }

// Hiragana; katakana stand in the same order further on. 0 where the sound cannot change.
char32_t sounding(char32_t kana, bool half) {
  constexpr char32_t to_katakana = 0x60;
  if (half) {  // ha hi fu he ho
    const char32_t hiragana = kana >= 0x30A0 ? kana - to_katakana : kana;
    return is_among(hiragana, 0x306F, 13) && (hiragana - 0x306F) % 3 == 0 ? kana + 2 : 0;
  }
  if (is_among(kana, 0x30EF, 4)) return kana + 8;  // wa wi we wo, in katakana only
  if (kana == 0x30FD || kana == 0x309D) return kana + 1;
  const char32_t hiragana = kana >= 0x30A0 ? kana - to_katakana : kana;
  if (hiragana == 0x3046) return kana + 0x4E;
  const bool k_to_ti = is_among(hiragana, 0x304B, 23) && (hiragana - 0x304B) % 2 == 0;
  const bool tu_to_to = is_among(hiragana, 0x3064, 5) && hiragana % 2 == 0;
  const bool ha_to_ho = is_among(hiragana, 0x306F, 13) && (hiragana - 0x306F) % 3 == 0;
  return k_to_ti || tu_to_to || ha_to_ho ? kana + 1 : 0;
}

// What two characters are as one; 0 where they stay apart.
char32_t composed(char32_t first, char32_t second) {
  if (second == voiced_mark || second == half_voiced_mark) return sounding(first, second == half_voiced_mark);
  if (is_among(second, first_vowel, vowels)) {
    if (!is_among(first, first_leading, leadings)) return 0;
    return first_syllable + ((first - first_leading) * vowels + (second - first_vowel)) * trailings;
  }
  if (!is_among(second, before_trailing + 1, trailings - 1) || !is_among(first, first_syllable, syllables)) return 0;
  return (first - first_syllable) % trailings == 0 ? first + (second - before_trailing) : 0;
}

// What computers by some makers write apart is one with what others compose. All of it takes three bytes.
bool joins_last(char32_t code, std::string& folded) {
  constexpr std::size_t size = 3;
  const bool may_join = is_among(code, first_vowel, vowels) || is_among(code, before_trailing + 1, trailings - 1) ||
                        code == voiced_mark || code == half_voiced_mark;
  if (!may_join || folded.size() < size) return false;
  const std::string_view last = std::string_view(folded).substr(folded.size() - size);
  if ((static_cast<unsigned char>(last[0]) & 0xF0U) != 0xE0U) return false;
  const char32_t one = composed(first_character(last).code, code);
  if (one == 0) return false;
  folded.resize(folded.size() - size);
  append_character(one, folded);
  return true;
}

// `text` begins with the character that `code` was read from.
void append_folded_character(std::string_view text, const Character& character, std::string& folded) {
  const std::uint16_t value = value_of(character.code);
  if (value == 0) {
    if (!joins_last(character.code, folded)) folded.append(text.substr(0, character.size));
  } else if (value >= first_expansion && value < first_expansion + std::size(expansions)) {
    folded.append(expansions[value - first_expansion]);
  } else if (value != removed) {
    const bool stays_far = character.code > 0xFFFF && value < far_step;
    const char32_t code = stays_far ? character.code + value : (character.code + value) & 0xFFFFU;
    if (!joins_last(code, folded)) append_character(code, folded);
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
