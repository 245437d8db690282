// Any lines, taken for records (or bodies) and told to a history: what it writes is read back to the same bytes, in any order
// of lines, and telling the input in reverse gives them too. (Erasures may show their order, see core/history/erasure.h; but
// no fuzzer guesses the hash of a person.)
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "tests/fuzz/check.h"

namespace twinline::fuzz {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), lines.back().size() + 1));
  }
  return lines;
}

std::string records_after(const std::vector<std::string_view>& lines) {
  History history;
  Decoder decoder;
  for (const std::string_view line : lines) {
    if (const auto batch = decoder(line)) history.apply(**batch);
  }
  std::string written;
  history.write_records([&written](std::string_view piece) { written += piece; });
  return written;
}

void read(std::string_view text) {
  std::vector<std::string_view> lines = lines_of(text);
  const std::string written = records_after(lines);
  std::vector<std::string_view> records = lines_of(written);
  check_equal(written, records_after(records), "what was written is read back to the same bytes");
  std::reverse(records.begin(), records.end());
  check_equal(written, records_after(records), "records may be read in any order");
  std::reverse(lines.begin(), lines.end());
  check_equal(written, records_after(lines), "lines may be told in any order");
}

}  // namespace
}  // namespace twinline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinline::fuzz::read({reinterpret_cast<const char*>(data), size});
  return 0;
}
