// Meta's `/messages` on a free port, as far as tests of sending need it: counts what it received and when, and answers as
// told.
//
// What it counts is its own: it shares no code with what paces. An answer may be held back, be an error, or never come.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "native/http/server.h"
#include "tests/support/catch.h"

namespace twinline {

class FakeMessages {
 public:
  struct Got {
    std::int64_t at_ms = 0;
    nlohmann::json body;
    std::string raw, path, token;
  };
  // What to answer the nth message; nothing: the answer is held back until release().
  using Answer = std::function<std::optional<Response>(const Got& got, std::size_t nth)>;

  explicit FakeMessages(std::uint16_t port = 0)
      : server_({.port = port, .max_body_bytes = 16U << 20},
                [this](const HttpRequest& request, const Reply& reply) { take(request, reply); }) {
    REQUIRE_FALSE(server_.start());
  }
  ~FakeMessages() { release(); }

  std::uint16_t port() const { return server_.port(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

  void answer_with(Answer answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }
  void release() {
    std::vector<std::pair<Reply, Response>> waiting;
    {
      const std::lock_guard lock(mutex_);
      answer_ = {};
      waiting.swap(held_);
    }
    for (const auto& [reply, response] : waiting) reply.send(response);
  }
  std::vector<Got> got() {
    const std::lock_guard lock(mutex_);
    return got_;
  }
  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return got_.size();
  }
  void wait_for(std::size_t messages) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return got_.size() >= messages; });
  }
  // The most that came in any 1000 ms.
  std::size_t highest_in_a_second() {
    const std::lock_guard lock(mutex_);
    std::size_t highest = 0;
    for (std::size_t first = 0, last = 0; last < got_.size(); ++last) {
      while (got_[last].at_ms - got_[first].at_ms >= 1000) ++first;
      highest = std::max(highest, last - first + 1);
    }
    return highest;
  }

  static Response accepted(std::size_t nth, const std::string& to) {
    const nlohmann::ordered_json body = {{"messaging_product", "whatsapp"},
                                         {"contacts", {{{"input", to}, {"wa_id", to}}}},
                                         {"messages", {{{"id", "wamid.S" + std::to_string(nth)}}}}};
    return {200, {{"Content-Type", "application/json"}}, body.dump()};
  }
  static Response refused(std::int64_t code, const std::string& title, Headers headers = {}) {
    const nlohmann::ordered_json body = {{"error",
                                          {{"message", "(#" + std::to_string(code) + ") " + title},
                                           {"type", "OAuthException"},
                                           {"code", code},
                                           {"fbtrace_id", "A"}}}};
    headers.emplace_back("Content-Type", "application/json");
    return {400, headers, body.dump()};
  }

 private:
  void take(const HttpRequest& request, const Reply& reply) {
    const std::int64_t now =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
            .count();
    if (!request.path.ends_with("/messages")) {
      return reply.send({200, {{"Content-Type", "application/json"}}, R"({"success":true})"});
    }
    const std::lock_guard lock(mutex_);
    Got got{now, nlohmann::json::parse(request.body, nullptr, false), request.body, request.path,
            std::string(request.header("Authorization"))};
    const std::size_t nth = got_.size() + 1;
    got_.push_back(got);
    const std::string to = got.body.is_object() ? got.body.value("to", "") : "";
    const Response usual = accepted(nth, to);
    const std::optional<Response> answer = answer_ ? answer_(got, nth) : std::optional(usual);
    if (answer) {
      reply.send(*answer);
    } else {
      held_.emplace_back(reply, usual);
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Got> got_;
  std::vector<std::pair<Reply, Response>> held_;
  Answer answer_;
  HttpServer server_;
};

}  // namespace twinline
