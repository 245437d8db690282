// What a push parser said about a text, written down, so that parsers can be compared.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace twinline::fuzz {

class Calls {
 public:
  void open_object() { add('{', {}); }
  void open_array() { add('[', {}); }
  void close() { add('}', {}); }
  void key(std::string_view name) { add('k', name); }
  void string(std::string_view text) { add('s', text); }
  void word(std::string_view text) { add('w', text); }
  // By its value where that is an integer of 64 bits, else as it stands.
  void number(std::string_view text) { add('n', canonical(text)); }

  const std::string& text() const { return text_; }
  void clear() { text_.clear(); }

 private:
  void add(char kind, std::string_view text) {
    text_ += kind;
    text_ += text;
    text_ += '\n';
  }
  static std::string canonical(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::to_string(value) : std::string(text);
  }

  std::string text_;
};

}  // namespace twinline::fuzz
