// Bytes choose facts and what happens to them: to which of four histories each is told, in what order and how often, and
// when one history's records are told to another. However it went, all told together are the history of the facts in a row.
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "tests/fuzz/check.h"
#include "tests/support/world.h"

namespace twinline::fuzz {
namespace {

constexpr std::size_t most_facts = 12;
constexpr std::size_t most_operations = 32;

void tell(History& history, std::string_view text) {
  static Decoder decoder;
  const auto batch = decoder(text);
  check(static_cast<bool>(batch), "what was made to be read is read");
  history.apply(**batch);
}

std::vector<std::string> record_lines(const History& history) {
  std::string text;
  history.write_records([&text](std::string_view piece) { text += piece; });
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text.append(line).append("\n");
  return text;
}

// Facts that have nothing to do with each other but the people, or a world in which somebody is erased.
std::vector<std::string> some_facts(FuzzedDataProvider& bytes) {
  const auto count = bytes.ConsumeIntegralInRange<std::size_t>(1, most_facts);
  if (bytes.ConsumeIntegral<std::uint8_t>() % 4 == 0) {
    return test::World(bytes.ConsumeIntegral<std::uint16_t>()).with_erasure(static_cast<int>(count)).all();
  }
  std::vector<std::string> facts(count);
  for (std::string& fact : facts) fact = test::World(bytes.ConsumeIntegral<std::uint16_t>()).facts(1)[0];
  return facts;
}

void merge(FuzzedDataProvider& bytes) {
  const std::vector<std::string> facts = some_facts(bytes);
  History in_a_row;
  for (const std::string& fact : facts) tell(in_a_row, fact);
  const std::string expected = joined(record_lines(in_a_row));

  std::array<History, 4> histories;
  std::vector<bool> told(facts.size(), false);
  const auto some_history = [&]() -> History& { return histories.at(bytes.ConsumeIntegral<std::uint8_t>() % 4U); };
  for (std::size_t i = 0; i < most_operations && bytes.remaining_bytes() > 0; ++i) {
    const std::uint8_t operation = bytes.ConsumeIntegral<std::uint8_t>();
    if (operation % 4 != 0) {
      const std::size_t fact = bytes.ConsumeIntegral<std::uint8_t>() % facts.size();
      tell(some_history(), facts[fact]);
      told[fact] = true;
      continue;
    }
    History& from = some_history();
    History& to = some_history();
    std::vector<std::string> lines = record_lines(from);
    if ((operation & 4U) != 0) std::reverse(lines.begin(), lines.end());
    if ((operation & 8U) != 0)
      std::rotate(lines.begin(), lines.begin() + static_cast<int>(lines.size() / 2), lines.end());
    // Views put rows in order; being asked in between must not matter.
    if ((operation & 16U) != 0) {
      for (const std::string& number : to.numbers()) to.threads({number, 0, 50});
    }
    for (const std::string& line : lines) tell(to, line);
  }
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!told[i]) tell(histories.at(i % histories.size()), facts[i]);
  }
  for (std::size_t i = 1; i < histories.size(); ++i) {
    for (const std::string& line : record_lines(histories.at(i))) tell(histories[0], line);
  }
  check_equal(expected, joined(record_lines(histories[0])), "however facts were split and joined, the history is one");
}

}  // namespace
}  // namespace twinline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider bytes(data, size);
  twinline::fuzz::merge(bytes);
  return 0;
}
