// Parsers that only read: Boost.JSON without a tree, as the core used it first, and simdjson, which nobody overtakes.
#include <simdjson.h>

#include <boost/json/basic_parser_impl.hpp>
#include <cstdio>
#include <cstdlib>

#include "tests/bench/native/contender.h"

namespace twinline::bench {
namespace {

struct Nothing {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  using text = boost::json::string_view;
  using code = boost::json::error_code;

  std::size_t bytes = 0;

  bool on_document_begin(code&) { return true; }
  bool on_document_end(code&) { return true; }
  bool on_object_begin(code&) { return true; }
  bool on_object_end(std::size_t, code&) { return true; }
  bool on_array_begin(code&) { return true; }
  bool on_array_end(std::size_t, code&) { return true; }
  bool on_key_part(text part, std::size_t, code&) { return add(part); }
  bool on_key(text part, std::size_t, code&) { return add(part); }
  bool on_string_part(text part, std::size_t, code&) { return add(part); }
  bool on_string(text part, std::size_t, code&) { return add(part); }
  bool on_number_part(text part, code&) { return add(part); }
  bool on_int64(std::int64_t, text part, code&) { return add(part); }
  bool on_uint64(std::uint64_t, text part, code&) { return add(part); }
  bool on_double(double, text part, code&) { return add(part); }
  bool on_bool(bool, code&) { return true; }
  bool on_null(code&) { return true; }
  bool on_comment_part(text, code&) { return true; }
  bool on_comment(text, code&) { return true; }

 private:
  bool add(text part) {
    bytes += part.size();
    return true;
  }
};

class Boost : public Contender {
 public:
  void run(Bodies bodies) override {
    boost::json::basic_parser<Nothing> parser{boost::json::parse_options{}};
    for (const std::string_view body : bodies) {
      boost::json::error_code error;
      parser.reset();
      if (parser.write_some(false, body.data(), body.size(), error) != body.size() || error) std::exit(1);
    }
  }
};

class Simdjson : public Contender {
 public:
  void run(Bodies bodies) override {
    simdjson::dom::parser parser;
    for (const std::string_view body : bodies) {
      // The file's buffer has room behind its last byte.
      if (parser.parse(body.data(), body.size(), false).error() != simdjson::SUCCESS) std::exit(1);
    }
  }
};

}  // namespace

std::unique_ptr<Contender> make_boost() { return std::make_unique<Boost>(); }
std::unique_ptr<Contender> make_simdjson() { return std::make_unique<Simdjson>(); }

}  // namespace twinline::bench
