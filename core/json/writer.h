// The only writer of events, records and pages: compact JSON appended to a string.
//
// Escapes are canonical: `"`, `\` and U+0000–U+001F only (\b \t \n \f \r short, else lower-case \u00xx); all else stays raw
// UTF-8. Two equal values therefore give equal bytes. Members appear in the order of the calls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace twinline {

// The text between the quotes of a JSON string.
void append_escaped(std::string_view text, std::string& out);

// Bytes that append_escaped would add.
std::size_t escaped_size(std::string_view text);

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& begin_object();
  Writer& begin_object(std::string_view name);
  Writer& end_object();
  Writer& begin_array(std::string_view name);
  Writer& begin_array();
  Writer& end_array();

  Writer& member(std::string_view name, std::string_view text);
  Writer& member(std::string_view name, std::int64_t number);
  Writer& member_true(std::string_view name);
  Writer& member_json(std::string_view name, std::string_view json);  // `json` is already JSON

  Writer& element(std::string_view text);
  Writer& element(std::int64_t number);
  Writer& element_json(std::string_view json);

  // The same, left out where there is nothing to say.
  Writer& some(std::string_view name, std::string_view text) { return text.empty() ? *this : member(name, text); }
  Writer& some(std::string_view name, std::int64_t number) { return number == 0 ? *this : member(name, number); }
  Writer& some_json(std::string_view name, std::string_view json) {
    return json.empty() ? *this : member_json(name, json);
  }

 private:
  void comma();
  void name(std::string_view name);

  std::string& out_;
};

}  // namespace twinline
