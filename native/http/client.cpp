#include "native/http/client.h"

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "native/http/client_parts.h"
#include "native/http/url.h"

namespace twinline {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

}  // namespace

struct HttpClient::State {
  explicit State(ClientOptions given) : options(std::move(given)) {}

  asio::awaitable<void> connect(const Url& url);
  asio::awaitable<Answer> exchange(const Url& url, const Request& request);
  template <class Stream>
  asio::awaitable<Answer> exchange_on(Stream& stream, const Url& url, const Request& request);
  void forget_connection() {
    plain.reset();
    secure.reset();
    buffer.clear();
  }

  ClientOptions options;
  asio::io_context io{1};
  std::optional<asio::ssl::context> tls;
  std::optional<beast::tcp_stream> plain;
  std::optional<TlsStream> secure;
  beast::flat_buffer buffer;
  void close_connection() {
    if (plain) plain->close();
    if (secure) beast::get_lowest_layer(*secure).close();
  }

  std::string connected_to;
  std::string problem;
  bool written = false;  // perhaps only in part
  std::atomic<bool> abandoned = false;
};

asio::awaitable<void> HttpClient::State::connect(const Url& url) {
  const std::string wanted = (url.tls ? "https " : "http ") + url.host + " " + url.port;
  if (connected_to == wanted) {
    if (secure && still_quiet(beast::get_lowest_layer(*secure).socket())) co_return;
    if (plain && still_quiet(plain->socket())) co_return;
  }
  forget_connection();
  connected_to = wanted;

  const auto limit = std::chrono::milliseconds(options.connect_timeout_ms);
  tcp::resolver resolver(io);
  const auto endpoints = co_await resolver.async_resolve(url.host, url.port, asio::use_awaitable);
  if (!url.tls) {
    plain.emplace(io);
    plain->expires_after(limit);
    co_await plain->async_connect(endpoints, asio::use_awaitable);
    plain->socket().set_option(tcp::no_delay(true));
    co_return;
  }
  if (!tls) {
    tls.emplace(asio::ssl::context::tls_client);
    trust(*tls, options.ca_file);
  }
  secure.emplace(io, *tls);
  secure->set_verify_callback(asio::ssl::host_name_verification(url.host));
  SSL_set_tlsext_host_name(secure->native_handle(), url.host.c_str());
  beast::tcp_stream& below = beast::get_lowest_layer(*secure);
  below.expires_after(limit);
  co_await below.async_connect(endpoints, asio::use_awaitable);
  below.socket().set_option(tcp::no_delay(true));
  co_await secure->async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
}

template <class Stream>
asio::awaitable<Answer> HttpClient::State::exchange_on(Stream& stream, const Url& url, const Request& request) {
  http::request<http::string_body> message;
  message.method_string(request.method);
  message.target(url.target);
  message.version(11);
  message.set(http::field::host, url.authority());
  for (const auto& [name, value] : request.headers) message.insert(name, value);
  message.body() = request.body;
  message.prepare_payload();
  message.keep_alive(true);

  beast::get_lowest_layer(stream).expires_after(std::chrono::milliseconds(options.answer_timeout_ms));
  written = true;
  co_await http::async_write(stream, message, asio::use_awaitable);
  http::response_parser<http::string_body> parser;
  parser.body_limit(options.max_answer_bytes);
  parser.skip(request.method == "HEAD");
  co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
  beast::get_lowest_layer(stream).expires_never();

  auto got = parser.release();
  const bool keep = got.keep_alive();
  Answer answer;
  answer.status = got.result_int();
  answer.retry_after_ms = retry_after_ms(got[http::field::retry_after]);
  answer.body = std::move(got.body());
  if (!keep) connected_to.clear();
  co_return answer;
}

asio::awaitable<Answer> HttpClient::State::exchange(const Url& url, const Request& request) {
  co_await connect(url);
  if (abandoned) throw std::runtime_error("abandoned before it was sent");
  if (url.tls) co_return co_await exchange_on(*secure, url, request);
  co_return co_await exchange_on(*plain, url, request);
}

HttpClient::HttpClient(ClientOptions options) : state_(std::make_unique<State>(std::move(options))) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

Answer HttpClient::send(const Request& request) {
  State& state = *state_;
  state.problem.clear();
  state.written = false;
  const std::optional<Url> url = parse_url(request.url);
  if (!url) {
    state.problem = "not an http or https address: " + request.url;
    return {};
  }
  if (state.abandoned) {
    state.problem = "abandoned before it was sent";
    return {};
  }
  Answer answer;
  asio::co_spawn(state.io, state.exchange(*url, request), [&](const std::exception_ptr& failure, Answer got) {
    if (!failure) {
      answer = std::move(got);
      return;
    }
    try {
      std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
      state.problem = error.code().message();  // what() adds places in the library
    } catch (const std::exception& error) {
      state.problem = error.what();
    }
  });
  state.io.restart();
  state.io.run();
  if (!state.problem.empty()) {
    state.forget_connection();
    state.connected_to.clear();
  }
  return answer;
}

void HttpClient::abandon() {
  state_->abandoned = true;
  asio::post(state_->io, [state = state_.get()] { state->close_connection(); });
}

const std::string& HttpClient::problem() const { return state_->problem; }

bool HttpClient::nothing_written() const { return !state_->written; }

}  // namespace twinline
