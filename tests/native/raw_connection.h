// A bare TCP connection to a server under test: writes bytes as they are, reads until something has come.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>

namespace twinline {

class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port) : file_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_ = ::connect(file_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~RawConnection() { ::close(file_); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  void send(const std::string& bytes) {
    for (std::size_t sent = 0; open_ && sent < bytes.size();) {
      const auto now = ::send(file_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (now <= 0) return;
      sent += static_cast<std::size_t>(now);
    }
  }
  // All that has come when `text` is in it, or when the server has closed.
  const std::string& read_until(const std::string& text) {
    while (open_ && received_.find(text) == std::string::npos) read_piece();
    return received_;
  }
  const std::string& read_to_end() {
    while (open_) read_piece();
    return received_;
  }
  void forget() { received_.clear(); }
  void close_sending() { ::shutdown(file_, SHUT_WR); }
  // The other side sees an error instead of an end.
  void reset_at_end() {
    const linger now{1, 0};
    ::setsockopt(file_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }

 private:
  void read_piece() {
    char piece[4096];
    const auto got = ::read(file_, piece, sizeof piece);
    if (got <= 0) {
      open_ = false;
    } else {
      received_.append(piece, static_cast<std::size_t>(got));
    }
  }

  int file_;
  bool open_ = false;
  std::string received_;
};

}  // namespace twinline
