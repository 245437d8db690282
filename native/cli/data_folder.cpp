#include "native/cli/data_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "native/bytes/sha256.h"

namespace twinline {
namespace {

constexpr std::size_t token_bytes = 24;

bool exists(const std::string& file) {
  std::error_code failed;
  return std::filesystem::exists(file, failed);
}

StoreError nothing_here(const std::string& folder) {
  return {folder + ": no deliveries are stored here, check --data"};
}

}  // namespace

Stored<std::unique_ptr<Journal>> DataFolder::journal(bool must_exist) const {
  const std::string file = path + "/journal.sqlite";
  if (must_exist && !exists(file)) return nothing_here(path);
  return open_sqlite_journal(file);
}

Stored<std::unique_ptr<Records>> DataFolder::records(bool must_exist) const {
  const std::string file = path + "/records.sqlite";
  if (must_exist && !exists(file)) return nothing_here(path);
  return open_sqlite_records(file);
}

Stored<std::unique_ptr<Ledger>> DataFolder::ledger() const { return open_sqlite_ledger(path + "/journal.sqlite"); }

Stored<std::unique_ptr<Sends>> DataFolder::sends() const { return open_sqlite_sends(path + "/sends.sqlite"); }

Stored<Seal> DataFolder::seal(const std::string& file) const {
  return Seal::from_file(file.empty() ? path + "/key" : file);
}

Stored<std::string> DataFolder::admin_token(bool& made) const {
  const std::string file = path + "/admin_token";
  made = false;
  std::string token;
  if (std::getline(std::ifstream(file), token) && !token.empty()) return token;
  token = random_hex(token_bytes);
  const std::string line = token + "\n";
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = descriptor >= 0 &&
                       ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                       ::fsync(descriptor) == 0;
  const int reason = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!written) return StoreError{file + ": cannot be written: " + std::strerror(reason)};
  made = true;
  return token;
}

int report_failure(const StoreError& error) {
  std::cerr << "twinline: " << error.what << "\n";
  return 1;
}

}  // namespace twinline
