// Merging, as tests want it: bodies in, canonical records out; a store such as hosts have; how many cases to try.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/history/history.h"

namespace twinline::test {

// Applies a body or a record. Fails the test if it cannot be read.
void tell(History& history, const std::string& text);
std::string records(const History& history);
std::string records(const std::vector<std::string>& bodies);
std::vector<std::string> lines_of(const std::string& text);
// Fails the test where two texts differ, and shows the first line in which they do.
void check_same(std::uint32_t seed, const std::string& expected, const std::string& found);

// Records under keys, found by handles, one working history a delivery; in memory.
class Store {
 public:
  void deliver(const std::string& body);
  std::string all() const;  // the records of everything stored

 private:
  std::vector<std::string> load(const Need& need) const;
  std::map<std::pair<std::string, std::string>, Change> records_;
};

// Which seeds a property test tries. TWINLINE_SEED gives the first one and TWINLINE_CASES how many, for a longer search or to
// see one case again; else `count` from 1, fewer of them where a sanitizer or WebAssembly makes each slow.
struct Seeds {
  std::uint32_t first;
  std::uint32_t count;
};
Seeds seeds(std::uint32_t count);

// Calls `check(seed)` for each of them.
template <class Check>
void for_seeds(std::uint32_t count, const Check& check) {
  const Seeds tried = seeds(count);
  for (std::uint32_t i = 0; i < tried.count; ++i) check(tried.first + i);
}

}  // namespace twinline::test
