// Carries out HTTP requests: http and https, certificates verified, one connection kept open between calls.
//
//     HttpClient client;
//     const Answer answer = client.send({"POST", "http://127.0.0.1:8080/webhooks/meta", {{"Content-Type", "…"}}, body});
//     if (answer.status == 0) log(client.problem());
//
// A request is written at most once: whether to repeat it is the caller's decision. Redirects are not followed. Blocking,
// and not thread-safe but for abandon(): one client a thread. A client that talks to several hosts keeps the connection to
// the last one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/http.h"

namespace twinline {

struct ClientOptions {
  std::int64_t connect_timeout_ms = 5'000;  // connecting and the TLS handshake
  std::int64_t answer_timeout_ms = 30'000;  // from the first byte written to the last byte read
  std::size_t max_answer_bytes = 64U << 20;
  std::string ca_file;  // PEM file of trusted certificates; empty: those of the system
};

class HttpClient {
 public:
  explicit HttpClient(ClientOptions options = {});
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  // Status 0: no answer came; problem() says why. Host and Content-Length are filled in.
  Answer send(const Request& request);
  const std::string& problem() const;
  // No byte of the last request was written (no address, no connection, no TLS), so it took no effect.
  bool nothing_written() const;
  // From any thread: a request in progress ends without an answer, as do all later ones.
  void abandon();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace twinline
