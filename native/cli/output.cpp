#include "native/cli/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>

namespace twinline {
namespace {

constexpr std::size_t piece = 1U << 16;

}  // namespace

void Output::write(std::string_view bytes) {
  if (closed_) return;
  waiting_ += bytes;
  if (waiting_.size() >= piece) flush();
}

bool Output::finish() {
  flush();
  if (problem_.empty()) return true;
  std::cerr << "twinline: standard output: " << problem_ << '\n';
  return false;
}

void Output::flush() {
  for (std::size_t sent = 0; sent < waiting_.size() && !closed_;) {
    const auto now = ::write(STDOUT_FILENO, waiting_.data() + sent, waiting_.size() - sent);
    if (now >= 0) {
      sent += static_cast<std::size_t>(now);
    } else if (errno != EINTR) {
      closed_ = true;
      if (errno != EPIPE) problem_ = std::strerror(errno);
    }
  }
  waiting_.clear();
}

}  // namespace twinline
