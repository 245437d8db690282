// A fresh folder for one test, gone with it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace twinline::tests {

struct Scratch {
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "twinline-test-XXXXXX").string();
    folder = mkdtemp(pattern.data());
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::filesystem::path folder;
};

}  // namespace twinline::tests
