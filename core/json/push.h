// One JSON text as calls; the only file that knows the parser behind it (Boost.JSON's basic_parser).
//
// Every scalar comes as text: the reader decides what it means. A view handed to leaf() lies in `source()` where the string
// stood there without escapes, else in a buffer that dies with the next call; a key lives until the value behind it begins.
// Structure errors stop the parse with their byte. Text inside strings that is damaged (lone surrogates, bytes that are not
// UTF-8) is repaired: the sink is told to restart() with the repaired text and sees it from the beginning.
//
//     struct Sink { void restart(std::string_view source); void open_object(); void open_array(); void close();
//                   void key(std::string_view); void leaf(std::string_view, Leaf); };
#pragma once

#include <boost/json/basic_parser_impl.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/json/repair.h"
#include "core/result.h"

namespace twinline {

enum class Leaf : std::uint8_t { string, number, boolean, null };

inline constexpr std::size_t max_json_depth = 64;

template <class Sink>
class Push {
 public:
  explicit Push(Sink& sink) : parser_(options(), sink) {}

  // True if the whole text was one JSON value; else error() says what is wrong.
  [[nodiscard]] bool operator()(std::string_view text);

  const Error& error() const { return error_; }
  unsigned repaired() const { return repaired_.strings; }  // strings that were damaged
  std::string_view source() const { return source_; }      // what the sink's views lie in

 private:
  struct Handler;

  static boost::json::parse_options options() {
    boost::json::parse_options options;
    options.max_depth = max_json_depth;
    return options;
  }
  boost::json::error_code parse(std::string_view text, std::size_t& used);
  static bool is_damaged_text(const boost::json::error_code& code);

  boost::json::basic_parser<Handler> parser_;
  Repaired repaired_;
  std::string_view source_;
  Error error_;
};

template <class Sink>
struct Push<Sink>::Handler {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  using string_view = boost::json::string_view;
  using error_code = boost::json::error_code;

  explicit Handler(Sink& to) : sink(to) {}

  static std::string_view view(string_view text) { return {text.data(), text.size()}; }
  // The parser hands out long or escaped strings in parts; only those are copied.
  static std::string_view whole(std::string& parts, string_view last) {
    if (parts.empty()) return view(last);
    parts.append(last.data(), last.size());
    return parts;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    sink.open_object();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    sink.close();
    return true;
  }
  bool on_array_begin(error_code&) {
    sink.open_array();
    return true;
  }
  bool on_array_end(std::size_t, error_code&) {
    sink.close();
    return true;
  }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    if (key_done) key_parts.clear();
    key_done = false;
    key_parts.append(part.data(), part.size());
    return true;
  }
  bool on_key(string_view last, std::size_t, error_code&) {
    if (key_done) key_parts.clear();
    key_done = true;
    sink.key(whole(key_parts, last));
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    parts.append(part.data(), part.size());
    return true;
  }
  bool on_string(string_view last, std::size_t, error_code&) { return leaf(last, Leaf::string); }
  bool on_number_part(string_view part, error_code&) {
    parts.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t, string_view last, error_code&) { return leaf(last, Leaf::number); }
  bool on_uint64(std::uint64_t, string_view last, error_code&) { return leaf(last, Leaf::number); }
  bool on_double(double, string_view last, error_code&) { return leaf(last, Leaf::number); }
  bool on_bool(bool value, error_code&) {
    sink.leaf(value ? "true" : "false", Leaf::boolean);
    return true;
  }
  bool on_null(error_code&) {
    sink.leaf("null", Leaf::null);
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

  bool leaf(string_view last, Leaf kind) {
    sink.leaf(whole(parts, last), kind);
    parts.clear();
    return true;
  }

  Sink& sink;
  std::string parts, key_parts;
  bool key_done = true;
};

template <class Sink>
boost::json::error_code Push<Sink>::parse(std::string_view text, std::size_t& used) {
  parser_.reset();
  parser_.handler().parts.clear();
  parser_.handler().key_parts.clear();
  source_ = text;
  parser_.handler().sink.restart(source_);
  boost::json::error_code code;
  used = parser_.write_some(false, text.data(), text.size(), code);
  return code;
}

template <class Sink>
bool Push<Sink>::is_damaged_text(const boost::json::error_code& code) {
  using boost::json::error;
  return code == error::syntax || code == error::illegal_leading_surrogate ||
         code == error::illegal_trailing_surrogate || code == error::expected_utf16_escape;
}

template <class Sink>
bool Push<Sink>::operator()(std::string_view text) {
  repaired_ = {};
  if (text.empty()) {
    error_ = {ErrorCode::empty_input, 0, {}, "the input is empty; give one JSON value"};
    return false;
  }
  std::size_t used = 0;
  auto code = parse(text, used);
  if (code && is_damaged_text(code)) {
    repaired_ = repair_strings(text);
    if (repaired_.strings != 0) code = parse(repaired_.text, used);
  }
  if (!code && used == source_.size()) return true;

  error_ = {ErrorCode::bad_json, repaired_.strings != 0 ? repaired_.original(used) : used, {}, {}};
  if (!code) {
    error_.code = ErrorCode::trailing_text;
    error_.what = "text stands behind the JSON value; give one value, or a .jsonl file with one a line";
  } else if (code == boost::json::error::too_deep) {
    error_.code = ErrorCode::too_deep;
    error_.what = "nested deeper than 64 levels; no webhook is";
  } else if (code == boost::json::error::incomplete) {
    error_.what = "the JSON ends too early; the body was cut off, get it whole";
  } else {
    error_.what = "this is not JSON; check that the body was stored unchanged";
  }
  return false;
}

}  // namespace twinline
