// Reads a file of tests/fixtures as the bytes it holds.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

inline std::string fixture(const std::string& path) {
  std::ifstream file(std::string(TWINLINE_FIXTURES) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
