// What both clients are made of; for the .cpp files of this room.
#pragma once

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/graph/longest_wait.h"

namespace twinline {

inline std::optional<std::int64_t> retry_after_ms(std::string_view value) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error != std::errc() || end != value.data() + value.size() || seconds < 0) return std::nullopt;
  return std::min(seconds, longest_wait_ms / 1000) * 1000;
}

// The other side may have closed a kept connection meanwhile; then it is readable although nothing was asked.
inline bool still_quiet(boost::asio::ip::tcp::socket& socket) {
  char byte = 0;
  const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

// Verifies certificates by those of the system, or by a PEM file.
inline void trust(boost::asio::ssl::context& tls, const std::string& ca_file) {
  tls.set_verify_mode(boost::asio::ssl::verify_peer);
  if (ca_file.empty()) {
    tls.set_default_verify_paths();
  } else {
    tls.load_verify_file(ca_file);
  }
}

}  // namespace twinline
