#include <boost/json/basic_parser_impl.hpp>
#include <string>

#include "core/json/push.h"
#include "tests/fuzz/other_readers.h"

namespace twinline::fuzz {
namespace {

struct Handler {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  using text = boost::json::string_view;
  using code = boost::json::error_code;

  explicit Handler(Calls& to) : calls(to) {}

  bool on_document_begin(code&) { return true; }
  bool on_document_end(code&) { return true; }
  bool on_object_begin(code&) { return calls.open_object(), true; }
  bool on_object_end(std::size_t, code&) { return calls.close(), true; }
  bool on_array_begin(code&) { return calls.open_array(), true; }
  bool on_array_end(std::size_t, code&) { return calls.close(), true; }
  bool on_key_part(text part, std::size_t, code&) { return keep(part); }
  bool on_key(text last, std::size_t, code&) { return calls.key(whole(last)), true; }
  bool on_string_part(text part, std::size_t, code&) { return keep(part); }
  bool on_string(text last, std::size_t, code&) { return calls.string(whole(last)), true; }
  bool on_number_part(text part, code&) { return keep(part); }
  bool on_int64(std::int64_t, text last, code&) { return calls.number(whole(last)), true; }
  bool on_uint64(std::uint64_t, text last, code&) { return calls.number(whole(last)), true; }
  bool on_double(double, text last, code&) { return calls.number(whole(last)), true; }
  bool on_bool(bool value, code&) { return calls.word(value ? "true" : "false"), true; }
  bool on_null(code&) { return calls.word("null"), true; }
  bool on_comment_part(text, code&) { return true; }
  bool on_comment(text, code&) { return true; }

 private:
  bool keep(text part) {
    parts.append(part.data(), part.size());
    return true;
  }
  std::string whole(text last) {
    keep(last);
    return std::exchange(parts, {});
  }

  Calls& calls;
  std::string parts;
};

}  // namespace

Verdict read_with_boost(std::string_view text, Calls& calls) {
  using boost::json::error;
  boost::json::parse_options options;
  options.max_depth = max_json_depth;
  boost::json::basic_parser<Handler> parser(options, calls);
  boost::json::error_code code;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), code);
  if (code == error::too_deep || code == error::exponent_overflow) return Verdict::no_opinion;
  return !code && used == text.size() ? Verdict::accepted : Verdict::refused;
}

}  // namespace twinline::fuzz
