// Hashes of bytes: SHA-256, its keyed form, and comparison that takes the same time wherever two secrets differ.
//
// OpenSSL does the work. Hex is lower case everywhere.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace twinline {

// A hash over pieces of any size.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view piece);
  // Ends the hash; the object is of no use afterwards.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);
bool equal_in_constant_time(std::string_view a, std::string_view b);

// `bytes` random bytes from the operating system's generator, as hex.
std::string random_hex(std::size_t bytes);

}  // namespace twinline
