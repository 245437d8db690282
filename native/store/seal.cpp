#include "native/store/seal.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "native/bytes/sha256.h"

namespace twinline {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
int size_of(std::string_view text) { return static_cast<int>(text.size()); }

void expect(bool worked) {
  if (!worked) throw std::runtime_error("OpenSSL does not offer AES-256-GCM");
}

int digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  return -1;
}

std::string key_of_hex(std::string_view hex) {
  std::string key;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    const int high = digit(hex[at]), low = digit(hex[at + 1]);
    if (high < 0 || low < 0) return {};
    key += static_cast<char>(high * 16 + low);
  }
  return hex.size() == 2 * key_bytes ? key : std::string();
}

// Nothing where it could be written; else why it could not. Never overwrites a file.
std::optional<std::string> write_new(const std::string& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) ::close(file);
  if (written) return std::nullopt;
  if (file >= 0) ::unlink(path.c_str());  // half a key is none
  return std::strerror(reason);
}

}  // namespace

Stored<Seal> Seal::from_file(const std::string& path) {
  std::ifstream file(path);
  if (!file && errno == ENOENT) {
    const std::string hex = random_hex(key_bytes);
    if (const auto problem = write_new(path, hex + "\n")) return StoreError{path + ": cannot be written: " + *problem};
    return Seal(key_of_hex(hex));
  }
  std::string hex;
  if (!file || !std::getline(file, hex)) return StoreError{path + ": the key cannot be read"};
  std::string key = key_of_hex(hex);
  if (key.empty())
    return StoreError{path + ": a key is 64 hex digits in lower case; tokens sealed by it need the same one"};
  return Seal(std::move(key));
}

std::string Seal::close(std::string_view secret, std::string_view label) const {
  std::string sealed(nonce_bytes + secret.size() + tag_bytes, '\0');
  expect(RAND_bytes(bytes_of(sealed), nonce_bytes) == 1);
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  expect(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(std::string_view(key_)),
                            bytes_of(sealed)) == 1);
  expect(EVP_EncryptUpdate(context.get(), nullptr, &size, bytes_of(label), size_of(label)) == 1);
  expect(EVP_EncryptUpdate(context.get(), bytes_of(sealed) + nonce_bytes, &size, bytes_of(secret), size_of(secret)) ==
         1);
  unsigned char* const tag = bytes_of(sealed) + nonce_bytes + secret.size();
  expect(EVP_EncryptFinal_ex(context.get(), tag, &size) == 1);
  expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag) == 1);
  return sealed;
}

std::optional<std::string> Seal::open(std::string_view sealed, std::string_view label) const {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, nonce_bytes);
  const std::string_view hidden = sealed.substr(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::string tag(sealed.substr(sealed.size() - tag_bytes));
  std::string secret(hidden.size(), '\0');
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  expect(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(std::string_view(key_)),
                            bytes_of(nonce)) == 1);
  expect(EVP_DecryptUpdate(context.get(), nullptr, &size, bytes_of(label), size_of(label)) == 1);
  expect(EVP_DecryptUpdate(context.get(), bytes_of(secret), &size, bytes_of(hidden), size_of(hidden)) == 1);
  expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1);
  unsigned char nothing_more = 0;
  if (EVP_DecryptFinal_ex(context.get(), &nothing_more, &size) != 1) return std::nullopt;
  return secret;
}

std::string Seal::derived_key(std::string_view purpose) const { return hmac_sha256_hex(key_, purpose); }

}  // namespace twinline
