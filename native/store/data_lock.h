// The right to write to a data folder: one process at a time, given up when it ends, however it ends.
#pragma once

#include <cstdint>
#include <string>

#include "native/store/stored.h"

namespace twinline {

class DataLock {
 public:
  // Makes the folder if it is missing, and waits up to `patience_ms` for another process to let go.
  static Stored<DataLock> take(const std::string& folder, std::int64_t patience_ms);

  DataLock(DataLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  DataLock& operator=(DataLock&&) = delete;
  ~DataLock();

 private:
  explicit DataLock(int file) : file_(file) {}
  int file_;
};

}  // namespace twinline
