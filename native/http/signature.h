// Meta's signature of a webhook: `X-Hub-Signature-256: sha256=<hex>`, HMAC-SHA256 of the body's exact bytes by the app secret.
//
// Only bytes count: a body that was parsed and written again has another signature. Checking takes the same time wherever
// the signatures differ.
#pragma once

#include <string>
#include <string_view>

namespace twinline {

// The header's value, `sha256=` included.
std::string sign_body(std::string_view app_secret, std::string_view body);
bool signature_matches(std::string_view app_secret, std::string_view body, std::string_view header_value);

}  // namespace twinline
