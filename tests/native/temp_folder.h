// A fresh folder that is gone, with everything in it, when its owner is.
#pragma once

#include <filesystem>
#include <string>

#include "native/bytes/sha256.h"

namespace twinline {

class TempFolder {
 public:
  TempFolder() : path_(std::filesystem::temp_directory_path() / ("twinline-test-" + random_hex(8))) {
    std::filesystem::create_directories(path_);
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace twinline
