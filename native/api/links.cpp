#include "native/api/links.h"

#include <charconv>

#include "native/bytes/sha256.h"

namespace twinline {

std::string Links::make(std::string_view onboarding, std::int64_t expires_s) const {
  const std::string text = std::string(onboarding) + "-" + std::to_string(expires_s);
  return text + "-" + signature(text);
}

std::optional<std::string> Links::opens(std::string_view link, std::int64_t now_s) const {
  const std::size_t last = link.rfind('-');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  const std::string_view text = link.substr(0, last);
  const std::size_t first = text.rfind('-');
  if (first == std::string_view::npos) return std::nullopt;
  if (!equal_in_constant_time(signature(text), link.substr(last + 1))) return std::nullopt;
  std::int64_t expires_s = 0;
  std::from_chars(text.data() + first + 1, text.data() + text.size(), expires_s);
  if (now_s >= expires_s) return std::nullopt;
  return std::string(text.substr(0, first));
}

std::string Links::signature(std::string_view text) const { return hmac_sha256_hex(key_, text); }

}  // namespace twinline
