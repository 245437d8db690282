// What a data folder holds and how the verbs open it: journal.sqlite (with the ledger), records.sqlite, sends.sqlite,
// admin_token, key, lock.
#pragma once

#include <memory>
#include <string>

#include "native/store/data_lock.h"
#include "native/store/journal.h"
#include "native/store/ledger.h"
#include "native/store/records.h"
#include "native/store/seal.h"
#include "native/store/sends.h"

namespace twinline {

inline constexpr std::int64_t lock_patience_ms = 3'000;

struct DataFolder {
  std::string path = "./data";

  Stored<DataLock> lock() const { return DataLock::take(path, lock_patience_ms); }
  // `must_exist`: an error where nothing has been stored yet, instead of an empty store.
  Stored<std::unique_ptr<Journal>> journal(bool must_exist) const;
  Stored<std::unique_ptr<Records>> records(bool must_exist) const;
  Stored<std::unique_ptr<Ledger>> ledger() const;
  Stored<std::unique_ptr<Sends>> sends() const;
  // The key that seals tokens, of `file`, or of the folder's own where none is named; made at first use.
  Stored<Seal> seal(const std::string& file) const;
  // The token in it, made at first use (readable by its owner only) and then announced by `made`.
  Stored<std::string> admin_token(bool& made) const;
};

// "twinline: …" on stderr; returns the exit code 1.
int report_failure(const StoreError& error);

}  // namespace twinline
