// One JSON text as calls.
//
// Every scalar comes as text: the reader decides what it means. A view handed to leaf() lies in `source()` where the string
// stood there without escapes, else in a buffer that dies with the next call; a key lives until the value behind it begins.
// Structure errors stop the parse with their byte; what was called before stays called. Text inside strings that is damaged
// (lone surrogates, bytes that are not UTF-8) is repaired and counted. No tree, no recursion, memory for one string.
//
//     struct Sink { void restart(std::string_view source); void open_object(); void open_array(); void close();
//                   void key(std::string_view); void leaf(std::string_view, Leaf); };
//
// A sink may read objects by itself: `const char* known_object(const char* at, const char* end, unsigned& repaired)` is asked
// wherever one begins, and returns where it ended; or nullptr, and the object comes as calls. It must have been JSON.
//
// A sink may also guess: `std::string_view expected_key()` is asked before each key, and where the guess stands there it is
// told `key_as_expected()` instead of key(). Members of webhooks come in the same order again and again.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/json/string.h"
#include "core/result.h"
#include "core/same_text.h"

namespace twinline {

enum class Leaf : std::uint8_t { string, number, boolean, null };

inline constexpr std::size_t max_json_depth = 64;

template <class Sink>
class Push {
 public:
  explicit Push(Sink& sink) : sink_(sink) {}

  // True if the whole text was one JSON value; else error() says what is wrong.
  [[nodiscard]] bool operator()(std::string_view text);

  // One value that begins at `at`, inside `depth` levels of a text; where it ended, or nullptr if it is no JSON value.
  [[nodiscard]] const char* value_at(const char* at, const char* end, std::size_t depth);

  const Error& error() const { return error_; }
  unsigned repaired() const { return repaired_; }      // strings that were damaged
  std::string_view source() const { return source_; }  // what the sink's views lie in

 private:
  bool value();  // up to the end of the value that begins at at_, all levels of it
  bool known_object();
  bool open(bool object);
  bool key();
  bool guessed_key();
  bool string(TextBuffer& buffer, std::string_view& text);
  bool literal(std::string_view word, Leaf kind);
  bool number();
  void space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool digits() {
    const char* const first = at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    return at_ != first;
  }
  bool in_object() const { return (objects_ >> (depth_ - 1) & 1U) != 0; }
  bool refuse(ErrorCode code, const char* at);
  bool not_json() { return refuse(ErrorCode::bad_json, at_); }

  Sink& sink_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  std::size_t depth_ = 0;
  std::size_t outer_ = 0;      // of these, levels around the text
  std::uint64_t objects_ = 0;  // bit per level: an object, else an array
  std::string_view source_;
  TextBuffer leaf_buffer_, key_buffer_;
  unsigned repaired_ = 0;
  Error error_;
};

static_assert(max_json_depth <= 64, "a level is a bit of objects_");

template <class Sink>
bool Push<Sink>::operator()(std::string_view text) {
  source_ = text;
  at_ = text.data();
  end_ = at_ + text.size();
  depth_ = outer_ = 0;
  repaired_ = 0;
  sink_.restart(source_);
  if (text.empty()) return refuse(ErrorCode::empty_input, at_);
  space();
  if (!value()) return false;
  space();
  return at_ == end_ || refuse(ErrorCode::trailing_text, at_);
}

template <class Sink>
const char* Push<Sink>::value_at(const char* at, const char* end, std::size_t depth) {
  source_ = {at, static_cast<std::size_t>(end - at)};
  at_ = at;
  end_ = end;
  depth_ = outer_ = depth;
  repaired_ = 0;
  return value() ? at_ : nullptr;
}

template <class Sink>
bool Push<Sink>::value() {
  while (true) {
    if (at_ == end_) return not_json();
    switch (*at_) {
      case '"': {
        std::string_view text;
        ++at_;
        if (!string(leaf_buffer_, text)) return false;
        sink_.leaf(text, Leaf::string);
        break;
      }
      case '{':
        if (known_object()) break;
        if (!open(true)) return false;
        if (at_ != end_ && *at_ == '}') break;
        if (!key()) return false;
        continue;
      case '[':
        if (!open(false)) return false;
        if (at_ != end_ && *at_ == ']') break;
        continue;
      case 't':
        if (!literal("true", Leaf::boolean)) return false;
        break;
      case 'f':
        if (!literal("false", Leaf::boolean)) return false;
        break;
      case 'n':
        if (!literal("null", Leaf::null)) return false;
        break;
      default:
        if (!number()) return false;
    }
    // Behind a value: the next one, or the end of what it stands in.
    while (true) {
      if (depth_ == outer_) return true;
      space();
      if (at_ == end_) return not_json();
      const bool object = in_object();
      if (*at_ == ',') {
        ++at_;
        space();
        if (object && !key()) return false;
        break;
      }
      if (*at_ != (object ? '}' : ']')) return not_json();
      ++at_;
      --depth_;
      sink_.close();
    }
  }
}

template <class Sink>
bool Push<Sink>::known_object() {
  if constexpr (requires { sink_.known_object(at_, end_, repaired_); }) {
    const char* const behind = sink_.known_object(at_, end_, repaired_);
    if (behind == nullptr) return false;
    at_ = behind;
    return true;
  }
  return false;
}

template <class Sink>
bool Push<Sink>::open(bool object) {
  if (depth_ == max_json_depth) return refuse(ErrorCode::too_deep, at_);
  const std::uint64_t bit = std::uint64_t{1} << depth_++;
  objects_ = object ? objects_ | bit : objects_ & ~bit;
  ++at_;
  object ? sink_.open_object() : sink_.open_array();
  space();
  return true;
}

template <class Sink>
bool Push<Sink>::key() {
  if (at_ == end_ || *at_ != '"') return not_json();
  ++at_;
  if (guessed_key()) return true;
  std::string_view name;
  if (!string(key_buffer_, name)) return false;
  sink_.key(name);
  space();
  if (at_ == end_ || *at_ != ':') return not_json();
  ++at_;
  space();
  return true;
}

template <class Sink>
bool Push<Sink>::guessed_key() {
  if constexpr (requires { sink_.expected_key(); }) {
    const std::string_view guess = sink_.expected_key();
    constexpr std::size_t quote_and_colon = 2;
    if (guess.empty() || static_cast<std::size_t>(end_ - at_) < guess.size() + quote_and_colon) return false;
    const char* const behind = at_ + guess.size();
    if (behind[0] != '"' || behind[1] != ':' || !same_text({at_, guess.size()}, guess)) return false;
    sink_.key_as_expected();
    at_ = behind + quote_and_colon;
    space();
    return true;
  }
  return false;
}

template <class Sink>
bool Push<Sink>::string(TextBuffer& buffer, std::string_view& text) {
  buffer.clear();
  const JsonString read = read_string(at_, end_, buffer);
  at_ = read.behind;
  if (!read.closed) return not_json();
  ++at_;
  repaired_ += read.repaired ? 1 : 0;
  text = read.text;
  return true;
}

template <class Sink>
bool Push<Sink>::literal(std::string_view word, Leaf kind) {
  for (const char c : word) {
    if (at_ == end_ || *at_ != c) return not_json();
    ++at_;
  }
  sink_.leaf(word, kind);
  return true;
}

template <class Sink>
bool Push<Sink>::number() {
  const char* const first = at_;
  if (*at_ == '-') ++at_;
  if (at_ != end_ && *at_ == '0') {
    ++at_;
  } else if (!digits()) {
    return not_json();
  }
  if (at_ != end_ && *at_ == '.') {
    ++at_;
    if (!digits()) return not_json();
  }
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!digits()) return not_json();
  }
  sink_.leaf({first, static_cast<std::size_t>(at_ - first)}, Leaf::number);
  return true;
}

template <class Sink>
bool Push<Sink>::refuse(ErrorCode code, const char* at) {
  const bool cut = at == end_;
  error_ = {code, static_cast<std::size_t>(at - source_.data()), {}, {}};
  switch (code) {
    case ErrorCode::empty_input:
      error_.what = "the input is empty; give one JSON value";
      break;
    case ErrorCode::too_deep:
      error_.what = "nested deeper than 64 levels; no webhook is";
      break;
    case ErrorCode::trailing_text:
      error_.what = "text stands behind the JSON value; give one value, or a .jsonl file with one a line";
      break;
    default:
      error_.what = cut ? "the JSON ends too early; the body was cut off, get it whole"
                        : "this is not JSON; check that the body was stored unchanged";
  }
  return false;
}

}  // namespace twinline
