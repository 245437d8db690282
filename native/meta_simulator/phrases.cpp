#include "native/meta_simulator/phrases.h"

#include <array>

#include "native/meta_simulator/phrases_data.h"

namespace twinline::simulator {
namespace {

constexpr std::array<std::string_view, 14> closings = {"👍",
                                                       "🙏",
                                                       "😊",
                                                       "🥐",
                                                       "🎂",
                                                       "❤️",
                                                       "👩‍🍳",
                                                       "🎉",
                                                       "👋🏽",
                                                       "😅",
                                                       "🥖",
                                                       "☕️",
                                                       "👨‍👩‍👧‍👦",
                                                       "🇪🇺"};

constexpr std::array<std::string_view, 8> oddities = {
    "https://marigold.example/menu/today?size=#&from=@\nOK?",
    "1) Croissant × #\n2) \"Kouign-amann\" × #\n3) C:\\cakes\\new\\#",
    "<b>#</b> & 100% @home",
    "…………\t# → @ ✅",
    "+1 (415) 555-01# / marigold@bakery.example",
    "🍰",
    "\u200fشكراً\u200e #/# ok",
    "𝓗𝓪𝓹𝓹𝔂 𝓫𝓲𝓻𝓽𝓱𝓭𝓪𝔂 🎂🎂🎂",
};

std::string fill_in(Random& random, std::string_view pattern) {
  std::string text;
  for (const char c : pattern) {
    if (c == '#') {
      text += std::to_string(random.between(2, 48));
    } else if (c == '@') {
      text += std::to_string(random.between(7, 19)) + (random.chance(50) ? ":30" : ":00");
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

std::span<const Language> languages() { return language_table; }

std::string make_phone(Random& random, const Language& language) {
  std::string phone(language.phone_prefix);
  while (phone.size() < language.phone_digits) phone += static_cast<char>('0' + random.below(10));
  return phone;
}

std::string make_full_name(Random& random, const Language& language, std::string& first_name) {
  first_name = random.pick(language.first_names);
  const std::string family_name(random.pick(language.family_names));
  // Names that put the family first are written without a space in the scripts that we have here.
  if (language.family_name_first) return family_name + first_name;
  return first_name + " " + family_name;
}

std::string make_text(Random& random, const Language& language, bool from_business) {
  if (random.chance(3)) return fill_in(random, random.pick(oddities));
  const auto& sentences = from_business ? language.business : language.customer;
  std::string text = fill_in(random, random.pick(sentences));
  if (random.chance(30)) text += (random.chance(20) ? "\n" : " ") + fill_in(random, random.pick(sentences));
  if (random.chance(25)) text += " " + std::string(random.pick(closings));
  return text;
}

std::string make_caption(Random& random, const Language& language) {
  return fill_in(random, random.pick(language.captions));
}

}  // namespace twinline::simulator
