#include "native/http/signature.h"

#include "native/bytes/sha256.h"

namespace twinline {

std::string sign_body(std::string_view app_secret, std::string_view body) {
  return "sha256=" + hmac_sha256_hex(app_secret, body);
}

bool signature_matches(std::string_view app_secret, std::string_view body, std::string_view header_value) {
  return equal_in_constant_time(sign_body(app_secret, body), header_value);
}

}  // namespace twinline
