// Who may use /v1: whoever shows the admin token, as a bearer token or by the cookie that a login with it gave.
//
// The cookie holds its expiry and a keyed hash of it, by a key derived from the token: nothing is stored, it survives a
// restart, and a new token ends all sessions. Comparisons take constant time. The clock is the caller's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "native/http/server.h"

namespace twinline {

class Sessions {
 public:
  explicit Sessions(std::string admin_token);

  bool allows(const HttpRequest& request, std::int64_t now_s) const;
  // The Set-Cookie header's value; nothing if the token is wrong. `secure`: the browser came by https.
  std::optional<std::string> log_in(std::string_view token, std::int64_t now_s, bool secure) const;
  static std::string log_out();

 private:
  std::string seal(std::string_view expiry) const;

  std::string admin_token_;
  std::string key_;
};

}  // namespace twinline
