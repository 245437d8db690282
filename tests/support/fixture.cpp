#include "tests/support/fixture.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

std::string fixture(const std::string& path) {
  std::ifstream file(TWINLINE_FIXTURES "/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("no fixture is called " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> corpus_files() {
  const std::filesystem::path folder(TWINLINE_FIXTURES "/../../../shared/corpus");
  std::vector<std::string> files;
  std::error_code missing;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder, missing)) {
    if (file.path().extension() == ".json") files.push_back(file.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}
