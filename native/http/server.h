// An HTTP/1.1 server: takes requests whole, hands them to one handler, sends what it answers.
//
// The handler may answer at once, later and from another thread (a webhook waits for its commit), or piece by piece (records
// that are followed); no thread waits for any of them. A slow reader costs the one piece it has not taken yet. Bodies above
// the limit are answered 413 and not kept, long headers 431, what is no HTTP 400; who dribbles is cut off. No TLS here: it
// belongs to the proxy in front.
//
//     HttpServer server({.host = "127.0.0.1", .port = 0}, [](HttpRequest request, Reply reply) { reply.send({200}); });
//     if (auto problem = server.start()) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinline {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;
  std::string path;   // decoded, without the query
  std::string query;  // as sent, without "?"
  Headers headers;
  std::string body;

  // The first header of that name, whatever its case; empty if there is none.
  std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  Headers headers{};
  std::string body{};
};

// A body made piece by piece. One piece is asked for at a time, and only after the one before has left.
class ResponseStream {
 public:
  virtual ~ResponseStream() = default;
  struct Piece {
    std::string bytes{};       // empty: nothing to say now
    bool last = false;         // the body ends here
    std::int64_t wait_ms = 0;  // when nothing was said: ask again then, or when woken
  };
  virtual Piece next() = 0;
};

// The right to answer one request, once, from any thread. Copies share it; if all go without an answer, 500 is sent.
// Must not outlive the server.
class Reply {
 public:
  struct Exchange;
  explicit Reply(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}

  void send(Response response) const;
  // `head` gives status and headers. Start it last: next() may be called at once.
  void stream(Response head, std::shared_ptr<ResponseStream> body) const;
  // Closes the connection without an answer.
  void drop() const;
  // `told` is called once, where the client closes the connection (or its sending side) while its answer is still open. Not
  // seen while a further request of it waits behind this one.
  void when_gone(std::function<void()> told) const;
  // Calling what this returns makes the server ask the stream again now. From any thread, also after the stream's end.
  std::function<void()> waker() const;

 private:
  std::shared_ptr<Exchange> exchange_;
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0: a free one, see HttpServer::port
  unsigned threads = 2;
  std::size_t max_body_bytes = 4U << 20;
  // Where a request may bring more, asked with its head (no body yet); never more than `most_body_bytes`.
  std::function<std::size_t(const HttpRequest& head)> body_limit{};
  std::size_t most_body_bytes = 0;
  std::uint32_t max_header_bytes = 16U << 10;
  std::int64_t idle_timeout_ms = 75'000;    // between two requests
  std::int64_t header_timeout_ms = 10'000;  // from a request's first byte to the end of its headers
  std::int64_t body_timeout_ms = 30'000;    // for the body
  std::int64_t write_timeout_ms = 30'000;   // for one answer or one piece
  std::int64_t stop_timeout_ms = 8'000;     // requests in progress are given that long when stopping
};

using RequestHandler = std::function<void(HttpRequest, Reply)>;

class HttpServer {
 public:
  HttpServer(ServerOptions options, RequestHandler handler);
  ~HttpServer();  // stops

  // Listens and returns; or says why it cannot.
  std::optional<std::string> start();
  std::uint16_t port() const;
  // Takes no more requests, closes idle connections at once, ends streams, lets requests in progress end, and returns.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace twinline
