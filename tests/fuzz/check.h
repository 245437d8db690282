// What must hold for every input. libFuzzer keeps the input of a program that aborts.
#pragma once

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace twinline::fuzz {

inline void check(bool holds, std::string_view sentence) {
  if (holds) return;
  std::cerr << "does not hold: " << sentence << std::endl;
  std::abort();
}

inline void check_equal(std::string_view left, std::string_view right, std::string_view sentence) {
  if (left != right) std::cerr << "--- left\n" << left << "\n--- right\n" << right << "\n---\n";
  check(left == right, sentence);
}

}  // namespace twinline::fuzz
