#include "tests/support/merging.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "core/decode/decoder.h"
#include "tests/support/catch.h"

namespace twinline::test {

namespace {

void tell(History& history, Decoder& decoder, const std::string& text) {
  const auto batch = decoder(text);
  if (!batch) FAIL("cannot be read: " << text);
  history.apply(**batch);
}

// A tenth where a case takes ten times as long.
#if defined(__SANITIZE_ADDRESS__) || defined(__EMSCRIPTEN__)
constexpr std::uint32_t share = 10;
#else
constexpr std::uint32_t share = 1;
#endif

std::uint32_t from_environment(const char* name, std::uint32_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

}  // namespace

void tell(History& history, const std::string& text) {
  Decoder decoder;
  tell(history, decoder, text);
}

std::string records(const History& history) {
  std::string lines;
  history.write_records([&lines](std::string_view piece) { lines += piece; });
  return lines;
}

std::string records(const std::vector<std::string>& bodies) {
  History history;
  Decoder decoder;
  for (const std::string& body : bodies) tell(history, decoder, body);
  return records(history);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

void check_same(std::uint32_t seed, const std::string& expected, const std::string& found) {
  if (expected == found) {
    SUCCEED();
    return;
  }
  const auto left = lines_of(expected), right = lines_of(found);
  std::size_t at = 0;
  while (at < left.size() && at < right.size() && left[at] == right[at]) ++at;
  const std::string nothing = "(nothing)";
  FAIL("TWINLINE_SEED=" << seed << " TWINLINE_CASES=1\nexpected: " << (at < left.size() ? left[at] : nothing)
                        << "\nfound:    " << (at < right.size() ? right[at] : nothing));
}

void Store::deliver(const std::string& body) {
  History history;
  Decoder decoder, record_decoder;
  const auto batch = decoder(body);
  if (!batch) FAIL("cannot be read: " << body);
  std::set<std::pair<std::string, std::string>> asked;
  for (bool more = true; more;) {
    more = false;
    for (const Need& need : history.needs(**batch)) {
      if (!asked.emplace(need.number, need.handle).second) continue;
      more = true;
      for (const std::string& line : load(need)) tell(history, record_decoder, line);
    }
  }
  history.settle();
  history.apply(**batch);
  for (const Change& change : history.take_changes()) {
    for (const std::string& key : change.gone) records_.erase({change.number, key});
    if (change.line.empty()) {
      records_.erase({change.number, change.key});
    } else {
      records_[{change.number, change.key}] = change;
    }
  }
}

std::string Store::all() const {
  History history;
  Decoder decoder;
  for (const auto& [key, change] : records_) tell(history, decoder, change.line);
  return records(history);
}

std::vector<std::string> Store::load(const Need& need) const {
  std::vector<std::string> lines;
  for (const auto& [key, change] : records_) {
    const bool found = need.handle == every_record ||
                       std::find(change.handles.begin(), change.handles.end(), need.handle) != change.handles.end();
    if (key.first == need.number && found) lines.push_back(change.line);
  }
  return lines;
}

Seeds seeds(std::uint32_t count) {
  return {from_environment("TWINLINE_SEED", 1), from_environment("TWINLINE_CASES", std::max(1U, count / share))};
}

}  // namespace twinline::test
