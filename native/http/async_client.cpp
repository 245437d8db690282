#include "native/http/async_client.h"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <map>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "native/http/client_parts.h"
#include "native/http/url.h"

namespace twinline {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;
using std::chrono::milliseconds;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
// Servers close what is idle; the shorter it is kept, the rarer one is found closed after it was written to.
constexpr milliseconds kept_for{15'000};
constexpr std::size_t most_kept = 64;

// One connection, plain or TLS.
struct Line {
  explicit Line(asio::io_context& io) : plain(std::in_place, io) {}
  Line(asio::io_context& io, asio::ssl::context& tls) : secure(std::in_place, io, tls) {}

  beast::tcp_stream& below() { return secure ? beast::get_lowest_layer(*secure) : *plain; }

  std::optional<beast::tcp_stream> plain;
  std::optional<TlsStream> secure;
  beast::flat_buffer buffer;
  Clock::time_point idle_since{};
};
using LinePtr = std::shared_ptr<Line>;

}  // namespace

struct AsyncClient::State {
  explicit State(ClientOptions given) : options(std::move(given)), thread([this] { io.run(); }) {}

  // What is asked and told around the bytes of a request.
  struct Watch {
    MayWrite may_write;
    Written written;
  };
  asio::awaitable<void> carry_out(Request request, Watch watch, Done done);
  asio::awaitable<CallEnd> call(Url url, Request request, Watch watch);
  asio::awaitable<LinePtr> connect(Url url, std::string& problem);
  template <class Stream>
  asio::awaitable<CallEnd> exchange(Stream& stream, LinePtr line, Url url, Request request, Watch watch);
  LinePtr kept(const std::string& name);
  void keep(const std::string& name, const LinePtr& line);

  ClientOptions options;
  std::atomic<bool> stopped = false;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  // All of these are touched on the client's thread only.
  std::optional<asio::ssl::context> tls;
  std::map<std::string, std::vector<LinePtr>> idle;
  std::set<LinePtr> busy;
  bool stopping = false;
  std::thread thread;
};

namespace {

std::string name_of(const Url& url) { return (url.tls ? "https " : "http ") + url.host + " " + url.port; }

http::request<http::string_body> message_of(const Url& url, Request request) {
  http::request<http::string_body> message;
  message.method_string(request.method);
  message.target(url.target);
  message.version(11);
  message.set(http::field::host, url.authority());
  for (const auto& [name, value] : request.headers) message.insert(name, value);
  message.body() = std::move(request.body);
  message.prepare_payload();
  message.keep_alive(true);
  return message;
}

}  // namespace

LinePtr AsyncClient::State::kept(const std::string& name) {
  std::vector<LinePtr>& lines = idle[name];
  while (!lines.empty()) {
    LinePtr line = std::move(lines.back());
    lines.pop_back();
    if (Clock::now() - line->idle_since < kept_for && still_quiet(line->below().socket())) return line;
  }
  return nullptr;
}

void AsyncClient::State::keep(const std::string& name, const LinePtr& line) {
  line->below().expires_never();
  line->idle_since = Clock::now();
  std::vector<LinePtr>& lines = idle[name];
  if (lines.size() >= most_kept) lines.erase(lines.begin());
  lines.push_back(line);
}

// Nothing, and the problem, where there is no way.
asio::awaitable<LinePtr> AsyncClient::State::connect(Url url, std::string& problem) {
  if (LinePtr line = kept(name_of(url))) co_return line;
  tcp::resolver resolver(io);
  const auto [unresolved, endpoints] = co_await resolver.async_resolve(url.host, url.port, no_throw);
  if (unresolved) {
    problem = unresolved.message();
    co_return nullptr;
  }
  if (url.tls && !tls) {
    tls.emplace(asio::ssl::context::tls_client);
    trust(*tls, options.ca_file);
  }
  const LinePtr line = url.tls ? std::make_shared<Line>(io, *tls) : std::make_shared<Line>(io);
  busy.insert(line);
  line->below().expires_after(milliseconds(options.connect_timeout_ms));
  auto [failed, endpoint] = co_await line->below().async_connect(endpoints, no_throw);
  if (!failed) {
    beast::error_code ignored;
    line->below().socket().set_option(tcp::no_delay(true), ignored);
  }
  if (!failed && url.tls) {
    line->secure->set_verify_callback(asio::ssl::host_name_verification(url.host));
    SSL_set_tlsext_host_name(line->secure->native_handle(), url.host.c_str());
    std::tie(failed) = co_await line->secure->async_handshake(asio::ssl::stream_base::client, no_throw);
  }
  busy.erase(line);
  if (failed) {
    problem = failed.message();
    co_return nullptr;
  }
  co_return line;
}

template <class Stream>
asio::awaitable<CallEnd> AsyncClient::State::exchange(Stream& stream, LinePtr line, Url url, Request request,
                                                      Watch watch) {
  const auto message = message_of(url, std::move(request));
  CallEnd end;
  if (!watch.may_write()) {
    keep(name_of(url), line);
    end.fate = CallFate::withheld;
    co_return end;
  }
  busy.insert(line);
  end.fate = CallFate::lost;
  line->below().expires_after(milliseconds(options.answer_timeout_ms));
  const auto [unwritten, written] = co_await http::async_write(stream, message, no_throw);
  if (unwritten) {
    busy.erase(line);
    end.problem = unwritten.message();
    // What TLS has handed to the socket is not known from here.
    if (written == 0 && line->plain) end.fate = CallFate::not_written;
    co_return end;
  }
  if (watch.written) watch.written();
  http::response_parser<http::string_body> parser;
  parser.body_limit(options.max_answer_bytes);
  parser.skip(message.method() == http::verb::head);
  const auto [unread, read] = co_await http::async_read(stream, line->buffer, parser, no_throw);
  busy.erase(line);
  if (unread) {
    end.problem = unread.message();
    co_return end;
  }
  auto got = parser.release();
  // Bytes behind an answer would be taken for the next one's.
  if (got.keep_alive() && line->buffer.size() == 0) keep(name_of(url), line);
  end.fate = CallFate::answered;
  end.answer.status = got.result_int();
  end.answer.retry_after_ms = retry_after_ms(got[http::field::retry_after]);
  end.content_type = got[http::field::content_type];
  end.answer.body = std::move(got.body());
  co_return end;
}

asio::awaitable<CallEnd> AsyncClient::State::call(Url url, Request request, Watch watch) {
  CallEnd end;
  const LinePtr line = co_await connect(url, end.problem);
  if (!line) co_return end;
  if (stopping) {
    end.problem = "the client has stopped";
    co_return end;
  }
  if (line->secure) {
    co_return co_await exchange(*line->secure, line, std::move(url), std::move(request), std::move(watch));
  }
  co_return co_await exchange(*line->plain, line, std::move(url), std::move(request), std::move(watch));
}

asio::awaitable<void> AsyncClient::State::carry_out(Request request, Watch watch, Done done) {
  CallEnd end;
  const std::optional<Url> url = parse_url(request.url);
  if (stopping) {
    end.problem = "the client has stopped";
  } else if (!url) {
    end.problem = "not an http or https address: " + request.url;
  } else {
    end = co_await call(*url, std::move(request), std::move(watch));
  }
  done(std::move(end));
}

AsyncClient::AsyncClient(ClientOptions options) : state_(std::make_unique<State>(std::move(options))) {}

AsyncClient::~AsyncClient() { stop(); }

void AsyncClient::send(Request request, MayWrite may_write, Done done, Written written) {
  State& state = *state_;
  if (state.stopped) {
    CallEnd end;
    end.problem = "the client has stopped";
    return done(std::move(end));
  }
  State::Watch watch{std::move(may_write), std::move(written)};
  asio::post(
      state.io, [&state, asked = std::move(request), around = std::move(watch), end = std::move(done)]() mutable {
        asio::co_spawn(state.io, state.carry_out(std::move(asked), std::move(around), std::move(end)), asio::detached);
      });
}

void AsyncClient::stop() {
  State& state = *state_;
  state.stopped = true;
  if (!state.thread.joinable()) return;
  asio::post(state.io, [&state] {
    state.stopping = true;
    for (const LinePtr& line : state.busy) line->below().close();
    state.idle.clear();
    state.work.reset();
  });
  state.thread.join();
  // What was handed in while it stopped is answered too.
  state.io.restart();
  state.io.poll();
}

}  // namespace twinline
