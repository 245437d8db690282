#include "native/meta_simulator/meta_bytes.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <nlohmann/json.hpp>

namespace twinline::simulator {

std::string meta_bytes(const nlohmann::ordered_json& body) {
  const std::string ascii = body.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
  std::string out;
  out.reserve(ascii.size() + ascii.size() / 32);
  // Outside of strings JSON has no slash, so each one found is text.
  for (const char c : ascii) {
    if (c == '/') out += '\\';
    out += c;
  }
  return out;
}

std::string signature(std::string_view app_secret, std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), app_secret.data(), static_cast<int>(app_secret.size()),
       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data(), &size);
  std::string out = "sha256=";
  for (unsigned int i = 0; i < size; ++i) {
    out += digits[hash.at(i) >> 4U];
    out += digits[hash.at(i) & 15U];
  }
  return out;
}

}  // namespace twinline::simulator
