#include "native/store/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

namespace twinline {

Stored<DataLock> DataLock::take(const std::string& folder, std::int64_t patience_ms) {
  ::umask(0077);  // people's messages: what is made from here on is for its owner only
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return StoreError{folder + ": cannot be made: " + failed.message()};
  const std::string path = folder + "/lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return StoreError{path + ": cannot be opened: " + std::strerror(errno)};

  const auto give_up = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms);
  while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR && (errno != EWOULDBLOCK || std::chrono::steady_clock::now() >= give_up)) {
      const std::string reason = errno == EWOULDBLOCK
                                     ? "another twinline is using this data folder, stop it or choose another --data"
                                     : std::string(std::strerror(errno));
      ::close(file);
      return StoreError{folder + ": " + reason};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return DataLock(file);
}

DataLock::~DataLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace twinline
