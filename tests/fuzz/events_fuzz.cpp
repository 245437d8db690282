// Bodies that the fuzzer wrote say the same to both decoders: the real one, and the slow one of the tests. Compared is what
// both can see: JSON that nlohmann holds without loss (no member twice in an object, integers only, text undamaged) and that
// is no record, delivery or own send.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "tests/fuzz/check.h"
#include "tests/support/slow_decoder.h"

namespace twinline::fuzz {
namespace {

using nlohmann::json;

// Refuses texts of which a tree would lose something.
struct Lossless : json::json_sax_t {
  std::vector<std::set<std::string>> members;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  // What begins with a minus comes here: of -0 the tree would lose the minus.
  bool number_integer(json::number_integer_t number) override { return number != 0; }
  bool number_unsigned(json::number_unsigned_t) override { return true; }
  bool number_float(json::number_float_t, const std::string&) override { return false; }
  bool string(std::string&) override { return true; }
  bool binary(json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return members.emplace_back(), members.size() < 60; }
  bool key(std::string& name) override { return members.back().insert(name).second; }
  bool end_object() override { return members.pop_back(), true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const json::exception&) override { return false; }
};

bool is_comparable(const std::string& text) {
  Lossless reader;
  if (text.find('\0') != std::string::npos || !json::sax_parse(text, &reader)) return false;
  const json body = json::parse(text);
  if (!body.is_object()) return false;
  for (const char* other : {"record", "received", "body_b64", "onboarding", "sent"}) {
    if (body.contains(other)) return false;
  }
  return true;
}

std::string sorted_lines(std::vector<json> events) {
  std::sort(events.begin(), events.end());
  std::string lines;
  for (const json& event : events) lines += event.dump() + "\n";
  return lines;
}

void compare(const std::string& text) {
  if (!is_comparable(text)) return;
  Decoder decoder;
  const auto batch = decoder(text);
  if (!batch) return check(batch.error().code == ErrorCode::too_deep, "only what is too deep is refused");
  std::string ndjson;
  write_events(**batch, {}, ndjson);
  std::vector<json> seen;
  for (std::size_t at = 0; at < ndjson.size();) {
    const std::size_t end = ndjson.find('\n', at);
    seen.push_back(json::parse(ndjson.substr(at, end - at)));
    at = end + 1;
  }
  check_equal(sorted_lines(seen), sorted_lines(test::slow_events(text)), "both decoders see the same events");
}

}  // namespace
}  // namespace twinline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinline::fuzz::compare({reinterpret_cast<const char*>(data), size});
  return 0;
}
