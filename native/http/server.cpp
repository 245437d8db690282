#include "native/http/server.h"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

#include "native/http/url.h"

namespace twinline {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using std::chrono::milliseconds;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
// What a client may still send after its body was refused, before the connection is cut without its having read why.
constexpr std::size_t drain_bytes = 64U << 20;
constexpr milliseconds drain_time{5'000};

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return beast::iequals(beast::string_view(a.data(), a.size()), beast::string_view(b.data(), b.size()));
}

}  // namespace

std::string_view HttpRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

// What a connection's coroutine and the owners of a Reply share. Everything but `executor` is touched on the strand only.
struct Reply::Exchange : std::enable_shared_from_this<Reply::Exchange> {
  explicit Exchange(asio::any_io_executor on) : executor(std::move(on)), changed(executor) {
    changed.expires_at(asio::steady_timer::time_point::max());
  }
  void answer(Response given, std::shared_ptr<ResponseStream> body) {
    if (answered) return;
    answered = true;
    response = std::move(given);
    stream = std::move(body);
    gone = {};
    changed.cancel();
  }
  void wake() {
    woken = true;
    changed.cancel();
  }

  asio::any_io_executor executor;
  asio::steady_timer changed;
  bool answered = false;
  bool dropped = false;
  bool woken = false;
  std::function<void()> gone;  // until there is an answer
  Response response;
  std::shared_ptr<ResponseStream> stream;
};

namespace {

// Held by every Reply of one request; when the last one goes unanswered, the client still gets to know.
class Unanswered {
 public:
  explicit Unanswered(std::shared_ptr<Reply::Exchange> exchange) : exchange_(std::move(exchange)) {}
  ~Unanswered() {
    asio::post(exchange_->executor, [exchange = exchange_] { exchange->answer({500}, nullptr); });
  }
  Unanswered(const Unanswered&) = delete;
  Unanswered& operator=(const Unanswered&) = delete;

 private:
  std::shared_ptr<Reply::Exchange> exchange_;
};

}  // namespace

void Reply::send(Response response) const {
  asio::dispatch(exchange_->executor, [exchange = exchange_, given = std::move(response)]() mutable {
    exchange->answer(std::move(given), nullptr);
  });
}

void Reply::stream(Response head, std::shared_ptr<ResponseStream> body) const {
  asio::dispatch(exchange_->executor,
                 [exchange = exchange_, given = std::move(head), made = std::move(body)]() mutable {
                   exchange->answer(std::move(given), std::move(made));
                 });
}

void Reply::drop() const {
  asio::dispatch(exchange_->executor, [exchange = exchange_] {
    exchange->dropped = !exchange->answered;
    exchange->answer({}, nullptr);
  });
}

void Reply::when_gone(std::function<void()> told) const {
  asio::dispatch(exchange_->executor, [exchange = exchange_, told = std::move(told)]() mutable {
    if (exchange->answered) return;
    exchange->gone = std::move(told);
    exchange->wake();
  });
}

std::function<void()> Reply::waker() const {
  // Not of exchange_, which ends with the last Reply: the stream goes on after it.
  return [weak = exchange_->weak_from_this()] {
    if (const auto exchange = weak.lock()) {
      asio::post(exchange->executor, [exchange] { exchange->wake(); });
    }
  };
}

namespace {

class Connection;

// The connections that live, so that stopping can reach them.
class Connections {
 public:
  // False: the server is stopping.
  bool add(Connection* connection, std::weak_ptr<Connection> weak) {
    const std::lock_guard lock(mutex_);
    open_.emplace(connection, std::move(weak));
    return !stopping_;
  }
  void remove(Connection* connection) {
    const std::lock_guard lock(mutex_);
    open_.erase(connection);
    if (open_.empty()) emptied_.notify_all();
  }
  // All there are; there will be no more.
  std::vector<std::shared_ptr<Connection>> stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    std::vector<std::shared_ptr<Connection>> found;
    for (const auto& [address, weak] : open_) {
      if (auto connection = weak.lock()) found.push_back(std::move(connection));
    }
    return found;
  }
  void wait_until_empty(milliseconds limit) {
    std::unique_lock lock(mutex_);
    emptied_.wait_for(lock, limit, [this] { return open_.empty(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable emptied_;
  std::unordered_map<Connection*, std::weak_ptr<Connection>> open_;
  bool stopping_ = false;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, const ServerOptions& options, const RequestHandler& handler, Connections& all)
      : stream_(std::move(socket)), options_(options), handler_(handler), all_(all) {}
  ~Connection() { all_.remove(this); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start() {
    if (!all_.add(this, weak_from_this())) return;
    asio::co_spawn(stream_.get_executor(), run(shared_from_this()), asio::detached);
  }
  void stop() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      self->stopping_ = true;
      if (self->idle_) self->stream_.close();
      if (self->streaming_) self->streaming_->wake();
    });
  }

 private:
  using Parser = http::request_parser<http::string_body>;

  asio::awaitable<void> run(std::shared_ptr<Connection> self);
  asio::awaitable<bool> wait_for_request();
  asio::awaitable<bool> read_request(Parser& parser);
  asio::awaitable<bool> answer(HttpRequest request, bool head_only, bool keep_alive);
  void watch_for_end(const std::shared_ptr<Reply::Exchange>& exchange);
  asio::awaitable<bool> write(Response response, bool head_only, bool keep_alive);
  asio::awaitable<bool> write_stream(Reply::Exchange& exchange, bool keep_alive);
  asio::awaitable<void> refuse(int status);

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  const ServerOptions& options_;
  const RequestHandler& handler_;
  Connections& all_;
  std::shared_ptr<Reply::Exchange> streaming_;
  bool idle_ = false;
  bool stopping_ = false;
};

HttpRequest head_of(const http::request<http::string_body>& message) {
  HttpRequest request;
  request.method = message.method_string();
  const std::string_view target(message.target().data(), message.target().size());
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = percent_decoded(target.substr(0, mark), false);
  request.query = target.substr(std::min(mark + 1, target.size()));
  for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
  return request;
}

HttpRequest taken(http::request<http::string_body>&& message) {
  HttpRequest request = head_of(message);
  request.body = std::move(message.body());
  return request;
}

template <class Body>
http::response<Body> head_of(const Response& response, bool keep_alive) {
  http::response<Body> message;
  message.version(11);
  message.result(static_cast<unsigned>(response.status));
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  message.keep_alive(keep_alive);
  return message;
}

asio::awaitable<void> Connection::run(std::shared_ptr<Connection> self) {
  for (bool more = true; more && !stopping_;) {
    if (buffer_.size() == 0 && !co_await wait_for_request()) break;
    Parser parser;
    parser.header_limit(options_.max_header_bytes);
    parser.body_limit(std::max(options_.max_body_bytes, options_.most_body_bytes));
    if (!co_await read_request(parser)) break;
    const bool head_only = parser.get().method() == http::verb::head;
    const bool keep_alive = parser.get().keep_alive();
    HttpRequest request = taken(parser.release());
    more = co_await answer(std::move(request), head_only, keep_alive);
  }
  beast::error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  (void)self;
}

asio::awaitable<bool> Connection::wait_for_request() {
  stream_.expires_after(milliseconds(options_.idle_timeout_ms));
  idle_ = true;
  const auto room = buffer_.prepare(8192);
  const auto [error, size] = co_await stream_.async_read_some(room, no_throw);
  idle_ = false;
  if (error) co_return false;
  buffer_.commit(size);
  co_return true;
}

// False: the connection is to be closed; what there was to say has been said.
asio::awaitable<bool> Connection::read_request(Parser& parser) {
  stream_.expires_after(milliseconds(options_.header_timeout_ms));
  auto [error, size] = co_await http::async_read_header(stream_, buffer_, parser, no_throw);
  if (!error) {
    if (options_.body_limit) {
      const std::size_t limit = std::max(options_.max_body_bytes, options_.body_limit(head_of(parser.get())));
      if (parser.content_length().value_or(0) > limit) {
        co_await refuse(413);
        co_return false;
      }
      parser.body_limit(limit);
    }
    stream_.expires_after(milliseconds(options_.body_timeout_ms));
    if (equal_ignoring_case(std::string_view(parser.get()[http::field::expect]), "100-continue")) {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      const auto bytes = asio::buffer(go_on);
      std::tie(error, size) = co_await asio::async_write(stream_, bytes, no_throw);
      if (error) co_return false;
    }
    std::tie(error, size) = co_await http::async_read(stream_, buffer_, parser, no_throw);
  }
  if (!error) co_return true;
  if (error == http::error::body_limit) {
    co_await refuse(413);
  } else if (error == http::error::header_limit) {
    co_await refuse(431);
  } else if (error != http::error::end_of_stream && error != http::error::partial_message &&
             error.category() == http::make_error_code(http::error::end_of_stream).category()) {
    co_await refuse(400);
  }
  co_return false;
}

// Says no, then reads on for a moment: a connection closed over unread bytes is reset, and the client would not see why.
asio::awaitable<void> Connection::refuse(int status) {
  Response response;  // named: g++ 12 destroys a temporary inside co_await twice
  response.status = status;
  if (!co_await write(std::move(response), false, false)) co_return;
  beast::error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  stream_.expires_after(drain_time);
  std::array<char, 16384> scrap;
  for (std::size_t drained = 0; drained < drain_bytes;) {
    const auto room = asio::buffer(scrap);
    const auto [error, size] = co_await stream_.async_read_some(room, no_throw);
    if (error) co_return;
    drained += size;
  }
}

asio::awaitable<bool> Connection::answer(HttpRequest request, bool head_only, bool keep_alive) {
  const auto exchange = std::make_shared<Reply::Exchange>(stream_.get_executor());
  try {
    auto unanswered = std::make_shared<Unanswered>(exchange);
    handler_(std::move(request), Reply(std::shared_ptr<Reply::Exchange>(std::move(unanswered), exchange.get())));
  } catch (const std::exception&) {
    exchange->answer({500}, nullptr);
  }
  bool watched = false;
  while (!exchange->answered) {
    if (exchange->gone && !std::exchange(watched, true)) watch_for_end(exchange);
    co_await exchange->changed.async_wait(no_throw);
  }
  beast::error_code ignored;
  if (watched) stream_.socket().cancel(ignored);
  if (exchange->dropped) co_return false;
  keep_alive = keep_alive && !stopping_;
  // HEAD gets the header of a stream, nothing of its body.
  if (!exchange->stream || head_only)
    co_return co_await write(std::move(exchange->response), head_only, keep_alive) && keep_alive;
  streaming_ = exchange;
  const bool written = co_await write_stream(*exchange, keep_alive);
  streaming_.reset();
  exchange->stream.reset();
  co_return written&& keep_alive;
}

// Readable and nothing to read: the client has closed its side.
void Connection::watch_for_end(const std::shared_ptr<Reply::Exchange>& exchange) {
  if (buffer_.size() > 0) return;
  const auto readable = [self = shared_from_this(), exchange](const beast::error_code& error) {
    char byte = 0;
    const auto got = ::recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    const bool ended = got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    if (!error && ended && exchange->gone) std::exchange(exchange->gone, {})();
  };
  stream_.socket().async_wait(tcp::socket::wait_read, readable);
}

asio::awaitable<bool> Connection::write(Response response, bool head_only, bool keep_alive) {
  auto message = head_of<http::string_body>(response, keep_alive);
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) message.content_length(response.body.size());
  if (!head_only && !bodiless) message.body() = std::move(response.body);
  stream_.expires_after(milliseconds(options_.write_timeout_ms));
  const auto [error, size] = co_await http::async_write(stream_, message, no_throw);
  co_return !error;
}

asio::awaitable<bool> Connection::write_stream(Reply::Exchange& exchange, bool keep_alive) {
  auto message = head_of<http::empty_body>(exchange.response, keep_alive);
  message.chunked(true);
  http::response_serializer<http::empty_body> serializer(message);
  stream_.expires_after(milliseconds(options_.write_timeout_ms));
  auto [error, size] = co_await http::async_write_header(stream_, serializer, no_throw);
  while (!error && !stopping_) {
    exchange.woken = false;
    const ResponseStream::Piece piece = exchange.stream->next();
    if (!piece.bytes.empty()) {
      const auto chunk = http::make_chunk(asio::buffer(piece.bytes));
      stream_.expires_after(milliseconds(options_.write_timeout_ms));
      std::tie(error, size) = co_await asio::async_write(stream_, chunk, no_throw);
    }
    if (piece.last) break;
    if (piece.bytes.empty() && !exchange.woken) {
      stream_.expires_never();
      exchange.changed.expires_after(milliseconds(piece.wait_ms));
      co_await exchange.changed.async_wait(no_throw);
    }
  }
  if (error) co_return false;
  const auto end = http::make_chunk_last();
  stream_.expires_after(milliseconds(options_.write_timeout_ms));
  std::tie(error, size) = co_await asio::async_write(stream_, end, no_throw);
  co_return !error;
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, asio::io_context& io, const ServerOptions& options,
                                 const RequestHandler& handler, Connections& connections) {
  for (;;) {
    tcp::socket socket(asio::make_strand(io));
    const auto [error] = co_await acceptor.async_accept(socket, no_throw);
    if (!acceptor.is_open()) co_return;
    if (error) {
      // Out of descriptors or a client gone already: the listening goes on.
      asio::steady_timer pause(acceptor.get_executor(), milliseconds(50));
      co_await pause.async_wait(no_throw);
      continue;
    }
    beast::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::make_shared<Connection>(std::move(socket), options, handler, connections)->start();
  }
}

}  // namespace

struct HttpServer::State {
  State(ServerOptions given, RequestHandler handling) : options(std::move(given)), handler(std::move(handling)) {}

  ServerOptions options;
  RequestHandler handler;
  Connections connections;
  asio::io_context io;
  tcp::acceptor acceptor{asio::make_strand(io)};
  std::vector<std::thread> threads;
  std::uint16_t port = 0;
};

HttpServer::HttpServer(ServerOptions options, RequestHandler handler)
    : state_(std::make_unique<State>(std::move(options), std::move(handler))) {}

HttpServer::~HttpServer() { stop(); }

std::optional<std::string> HttpServer::start() {
  State& state = *state_;
  try {
    tcp::resolver resolver(state.io);
    const auto found = resolver.resolve(state.options.host, std::to_string(state.options.port), tcp::resolver::passive);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    state.acceptor.open(endpoint.protocol());
    state.acceptor.set_option(tcp::acceptor::reuse_address(true));
    state.acceptor.bind(endpoint);
    state.acceptor.listen();
    state.port = state.acceptor.local_endpoint().port();
  } catch (const boost::system::system_error& error) {
    return "cannot listen on " + state.options.host + ":" + std::to_string(state.options.port) + ": " +
           error.code().message();
  }
  asio::co_spawn(state.acceptor.get_executor(),
                 accept_all(state.acceptor, state.io, state.options, state.handler, state.connections), asio::detached);
  for (unsigned i = 0; i < std::max(1U, state.options.threads); ++i) {
    state.threads.emplace_back([&state] { state.io.run(); });
  }
  return std::nullopt;
}

std::uint16_t HttpServer::port() const { return state_->port; }

void HttpServer::stop() {
  State& state = *state_;
  if (state.threads.empty()) return;
  asio::post(state.acceptor.get_executor(), [&state] {
    beast::error_code ignored;
    state.acceptor.close(ignored);
  });
  for (const auto& connection : state.connections.stop()) connection->stop();
  state.connections.wait_until_empty(milliseconds(state.options.stop_timeout_ms));
  state.io.stop();
  for (std::thread& thread : state.threads) thread.join();
  state.threads.clear();
}

}  // namespace twinline
