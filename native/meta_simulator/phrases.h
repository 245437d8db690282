// What people are called and what they write to a bakery, in twelve languages and nine scripts: data, no rules.
//
// Texts are put together from a few sentences with changing numbers; now and then one brings what programs stumble over:
// line breaks, quotes, backslashes, links, joined emoji, right-to-left marks.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "native/meta_simulator/random.h"

namespace twinline::simulator {

struct Language {
  std::string_view code;          // ISO 639-1
  std::string_view phone_prefix;  // digits that numbers of the country begin with
  std::size_t phone_digits;       // digits in all
  bool family_name_first;
  std::span<const std::string_view> first_names;
  std::span<const std::string_view> family_names;
  std::span<const std::string_view> customer;  // `#` stands for a small number, `@` for an hour
  std::span<const std::string_view> business;
  std::span<const std::string_view> captions;
};

std::span<const Language> languages();

std::string make_phone(Random& random, const Language& language);
std::string make_full_name(Random& random, const Language& language, std::string& first_name);
std::string make_text(Random& random, const Language& language, bool from_business);
std::string make_caption(Random& random, const Language& language);

}  // namespace twinline::simulator
