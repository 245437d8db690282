#include "native/api/session.h"

#include <charconv>

#include "native/bytes/sha256.h"

namespace twinline {
namespace {

constexpr std::string_view cookie_name = "twinline_session";
constexpr std::string_view bearer = "Bearer ";
constexpr std::int64_t session_s = 7 * 24 * 3600;

std::string_view cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
  }
  return {};
}

}  // namespace

Sessions::Sessions(std::string admin_token)
    : admin_token_(std::move(admin_token)), key_(hmac_sha256_hex(admin_token_, "twinline session cookie")) {}

bool Sessions::allows(const HttpRequest& request, std::int64_t now_s) const {
  const std::string_view authorization = request.header("Authorization");
  if (authorization.starts_with(bearer)) {
    return equal_in_constant_time(sha256_hex(authorization.substr(bearer.size())), sha256_hex(admin_token_));
  }
  const std::string_view value = cookie(request.header("Cookie"), cookie_name);
  const std::size_t dot = value.find('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view expiry = value.substr(0, dot);
  if (!equal_in_constant_time(seal(expiry), value.substr(dot + 1))) return false;
  std::int64_t until_s = 0;
  std::from_chars(expiry.data(), expiry.data() + expiry.size(), until_s);
  return now_s < until_s;
}

std::optional<std::string> Sessions::log_in(std::string_view token, std::int64_t now_s, bool secure) const {
  // Hashes have one length, so not even the token's length shows in the time this takes.
  if (!equal_in_constant_time(sha256_hex(token), sha256_hex(admin_token_))) return std::nullopt;
  const std::string expiry = std::to_string(now_s + session_s);
  return std::string(cookie_name) + "=" + expiry + "." + seal(expiry) +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(session_s) + (secure ? "; Secure" : "");
}

std::string Sessions::log_out() { return std::string(cookie_name) + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"; }

std::string Sessions::seal(std::string_view expiry) const { return hmac_sha256_hex(key_, expiry); }

}  // namespace twinline
