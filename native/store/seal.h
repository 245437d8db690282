// Seals what must not lie open in a file: AES-256-GCM with a key that lies elsewhere.
//
// The label says what the sealed text belongs to and is checked when it is opened, so a token that is moved to another app's
// row does not open there. Every seal has a random nonce of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "native/store/stored.h"

namespace twinline {

class Seal {
 public:
  // 32 bytes.
  explicit Seal(std::string key) : key_(std::move(key)) {}

  // The key of a file: 64 hex digits. Made, readable by its owner only, where the file is missing.
  static Stored<Seal> from_file(const std::string& path);

  std::string close(std::string_view secret, std::string_view label) const;
  // Nothing where the text was not sealed by this key with this label, or was changed since.
  std::optional<std::string> open(std::string_view sealed, std::string_view label) const;
  // A key for another purpose, of which this one cannot be told.
  std::string derived_key(std::string_view purpose) const;

 private:
  std::string key_;
};

}  // namespace twinline
