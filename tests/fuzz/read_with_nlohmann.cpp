#include <nlohmann/json.hpp>
#include <string>

#include "tests/fuzz/other_readers.h"

namespace twinline::fuzz {
namespace {

using nlohmann::json;

struct Handler : json::json_sax_t {
  explicit Handler(Calls& to) : calls(to) {}

  bool null() override { return calls.word("null"), true; }
  bool boolean(bool value) override { return calls.word(value ? "true" : "false"), true; }
  bool number_integer(json::number_integer_t value) override { return calls.number(std::to_string(value)), true; }
  bool number_unsigned(json::number_unsigned_t value) override { return calls.number(std::to_string(value)), true; }
  bool number_float(json::number_float_t, const std::string& text) override { return calls.number(text), true; }
  bool string(std::string& text) override { return calls.string(text), true; }
  bool binary(json::binary_t&) override { return true; }
  bool start_object(std::size_t) override { return calls.open_object(), true; }
  bool key(std::string& name) override { return calls.key(name), true; }
  bool end_object() override { return calls.close(), true; }
  bool start_array(std::size_t) override { return calls.open_array(), true; }
  bool end_array() override { return calls.close(), true; }
  bool parse_error(std::size_t, const std::string&, const json::exception& error) override {
    out_of_range = error.id == 406;
    return false;
  }

  Calls& calls;
  bool out_of_range = false;
};

}  // namespace

Verdict read_with_nlohmann(std::string_view text, Calls& calls) {
  // It takes a byte order mark for nothing and a NUL for the end.
  if (text.starts_with("\xef\xbb\xbf") || text.find('\0') != std::string_view::npos) return Verdict::no_opinion;
  Handler handler(calls);
  if (json::sax_parse(text, &handler)) return Verdict::accepted;
  return handler.out_of_range ? Verdict::no_opinion : Verdict::refused;
}

}  // namespace twinline::fuzz
