#include "tests/support/fixture.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

std::string fixture(const std::string& path) {
  std::ifstream file(TWINLINE_FIXTURES "/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("no fixture is called " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
