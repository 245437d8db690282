// Builds the answer of data/answer.mjs from messages in order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "native/bytes/sha256.h"

namespace twinline::bench {

class Answer {
 public:
  void add(std::string_view thread, std::string_view id, std::int64_t at, std::string_view status,
           std::string_view text) {
    line_.clear();
    line_.append(thread).append("\x1f").append(id).append("\x1f").append(std::to_string(at)).append("\x1f");
    line_.append(status).append("\x1f").append(text).append("\x1e");
    hash_.update(line_);
    ++messages_;
  }
  std::string end() { return R"({"messages":)" + std::to_string(messages_) + R"(,"digest":")" + hash_.hex() + "\"}"; }

 private:
  Sha256 hash_;
  std::string line_;
  std::uint64_t messages_ = 0;
};

}  // namespace twinline::bench
