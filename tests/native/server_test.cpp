#include "native/http/server.h"

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "native/http/client.h"
#include "tests/native/raw_connection.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

std::string address(const HttpServer& server, const std::string& path) {
  return "http://127.0.0.1:" + std::to_string(server.port()) + path;
}

// Writes bytes as they are and reads until the server closes.
std::string talk(const HttpServer& server, const std::string& bytes) {
  RawConnection connection(server.port());
  connection.send(bytes);
  return connection.read_to_end();
}

class CountTo final : public ResponseStream {
 public:
  explicit CountTo(int last) : last_(last) {}
  Piece next() override {
    if (now_ == last_) return {.last = true};
    return {.bytes = std::to_string(++now_) + "\n"};
  }

 private:
  int now_ = 0, last_;
};

// Says what it is told to from outside, when woken.
class Told final : public ResponseStream {
 public:
  std::atomic<int> asked = 0;
  std::atomic<bool> ready = false;
  Piece next() override {
    ++asked;
    if (ready) return {.bytes = "told\n", .last = true};
    return {.wait_ms = 60'000};
  }
};

}  // namespace

TEST_CASE("a request arrives whole and its answer comes back", "[server]") {
  HttpServer server({}, [](HttpRequest request, Reply reply) {
    reply.send({201,
                {{"X-Seen", request.method + " " + request.path + "?" + request.query}},
                std::string(request.header("x-one")) + request.body});
  });
  REQUIRE_FALSE(server.start());
  HttpClient client;
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.send({"POST", address(server, "/a%20b?c=%20"), {{"X-One", "1"}}, "body"});
    CHECK(answer.status == 201);
    CHECK(answer.body == "1body");
  }
  CHECK(talk(server, "GET /a%20b?c=%20 HTTP/1.0\r\n\r\n").find("X-Seen: GET /a b?c=%20\r\n") != std::string::npos);
}

TEST_CASE("an answer may come later and from another thread", "[server]") {
  std::vector<std::thread> threads;
  HttpServer server({.threads = 1}, [&](HttpRequest request, Reply reply) {
    threads.emplace_back([reply, body = std::move(request.body)] { reply.send({200, {}, body}); });
  });
  REQUIRE_FALSE(server.start());
  HttpClient client;
  CHECK(client.send({"POST", address(server, "/"), {}, "later"}).body == "later");
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("a request that nobody answers, or whose handler throws, gets 500", "[server]") {
  HttpServer server({}, [](const HttpRequest& request, const Reply&) {
    if (request.path == "/throw") throw std::runtime_error("no");
  });
  REQUIRE_FALSE(server.start());
  HttpClient client;
  CHECK(client.send({"GET", address(server, "/"), {}, ""}).status == 500);
  CHECK(client.send({"GET", address(server, "/throw"), {}, ""}).status == 500);
}

TEST_CASE("a request can be dropped: the connection ends without an answer", "[server]") {
  HttpServer server({}, [](const HttpRequest&, const Reply& reply) { reply.drop(); });
  REQUIRE_FALSE(server.start());
  CHECK(talk(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").empty());
}

TEST_CASE("a client that closes its side before its answer is told of once, and a half that still listens gets it",
          "[server]") {
  std::optional<Reply> asked;
  std::promise<void> came, gone;
  std::atomic<int> told = 0;
  HttpServer server({}, [&](const HttpRequest&, const Reply& reply) {
    reply.when_gone([&] {
      ++told;
      gone.set_value();
    });
    asked = reply;
    came.set_value();
  });
  REQUIRE_FALSE(server.start());
  RawConnection half(server.port());
  half.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  came.get_future().wait();
  CHECK(told == 0);
  half.close_sending();
  gone.get_future().wait();
  asked->send({200, {}, "late"});
  CHECK(half.read_to_end().find("late") != std::string::npos);
  CHECK(told == 1);
  asked.reset();  // before the server
}

TEST_CASE("a client that closes before anybody asks, or by a reset, is told of too", "[server]") {
  std::vector<Reply> asked;
  std::promise<void> both;
  HttpServer server({.threads = 1}, [&](const HttpRequest&, const Reply& reply) {
    asked.push_back(reply);
    if (asked.size() == 2) both.set_value();
  });
  REQUIRE_FALSE(server.start());
  {
    RawConnection closed(server.port());
    closed.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    RawConnection reset(server.port());
    reset.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    both.get_future().wait();
    reset.reset_at_end();
  }
  for (const Reply& reply : asked) {
    const auto gone = std::make_shared<std::promise<void>>();
    reply.when_gone([gone] { gone->set_value(); });
    gone->get_future().wait();
    reply.send({200});
  }
  asked.clear();  // before the server
}

TEST_CASE("who is answered is not gone, and a request that waits behind another one is no end", "[server]") {
  std::promise<Reply> first;
  std::atomic<int> told = 0, count = 0;
  HttpServer server({}, [&](const HttpRequest&, const Reply& reply) {
    reply.when_gone([&] { ++told; });
    if (++count == 1) return first.set_value(reply);
    reply.send({200, {}, "second"});
  });
  REQUIRE_FALSE(server.start());
  {
    RawConnection client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const Reply waiting = first.get_future().get();
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    waiting.send({200, {}, "first"});
    const std::string& got = client.read_until("second");
    CHECK(got.find("first") < got.find("second"));
  }
  server.stop();
  CHECK(told == 0);
}

TEST_CASE("a body over the limit is 413, whether announced or not, and the handler never sees it", "[server]") {
  std::atomic<int> handled = 0;
  HttpServer server({.max_body_bytes = 1000}, [&](const HttpRequest&, const Reply& reply) {
    ++handled;
    reply.send({200});
  });
  REQUIRE_FALSE(server.start());
  HttpClient client;
  CHECK(client.send({"POST", address(server, "/"), {}, std::string(1000, 'x')}).status == 200);
  CHECK(client.send({"POST", address(server, "/"), {}, std::string(1001, 'x')}).status == 413);
  CHECK(client.send({"POST", address(server, "/"), {}, std::string(3'000'000, 'x')}).status == 413);
  CHECK(talk(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                         std::string(2000, 'x') + "\r\n0\r\n\r\n")
            .starts_with("HTTP/1.1 413"));
  CHECK(handled == 1);
}

TEST_CASE("headers over the limit are 431, what is no HTTP is 400", "[server]") {
  HttpServer server({.max_header_bytes = 2000}, [](const HttpRequest&, const Reply& reply) { reply.send({200}); });
  REQUIRE_FALSE(server.start());
  CHECK(talk(server, "GET / HTTP/1.1\r\nX: " + std::string(5000, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431"));
  CHECK(talk(server, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
}

TEST_CASE("who dribbles is cut off", "[server]") {
  HttpServer server({.idle_timeout_ms = 20, .header_timeout_ms = 20, .body_timeout_ms = 20},
                    [](const HttpRequest&, const Reply& reply) { reply.send({200}); });
  REQUIRE_FALSE(server.start());
  CHECK(talk(server, "").empty());
  CHECK(talk(server, "GET / HT").empty());
  CHECK(talk(server, "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab").empty());
}

TEST_CASE("a client that asks first is told to go on", "[server]") {
  HttpServer server({}, [](const HttpRequest& request, const Reply& reply) { reply.send({200, {}, request.body}); });
  REQUIRE_FALSE(server.start());
  const std::string answer =
      talk(server, "POST / HTTP/1.1\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab");
  CHECK(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200"));
}

TEST_CASE("a stream is sent piece by piece until it ends, and the connection goes on", "[server]") {
  HttpServer server(
      {}, [](const HttpRequest&, const Reply& reply) { reply.stream({200}, std::make_shared<CountTo>(300)); });
  REQUIRE_FALSE(server.start());
  HttpClient client;
  for (int i = 0; i < 2; ++i) {
    const Answer answer = client.send({"GET", address(server, "/"), {}, ""});
    CHECK(answer.status == 200);
    CHECK(answer.body.ends_with("299\n300\n"));
  }
}

TEST_CASE("a stream that has nothing to say is asked again when woken", "[server]") {
  const auto told = std::make_shared<Told>();
  std::promise<std::function<void()>> waker;
  HttpServer server({}, [&](const HttpRequest&, const Reply& reply) {
    waker.set_value(reply.waker());
    reply.stream({200}, told);
  });
  REQUIRE_FALSE(server.start());
  auto answer = std::async(std::launch::async, [&] {
    return HttpClient().send({"GET", address(server, "/"), {}, ""});
  });
  const std::function<void()> wake = waker.get_future().get();
  while (told->asked == 0) std::this_thread::yield();
  told->ready = true;
  wake();
  CHECK(answer.get().body == "told\n");
  wake();
}

TEST_CASE("stopping ends streams and idle connections at once", "[server]") {
  const auto told = std::make_shared<Told>();
  HttpServer server({}, [&](const HttpRequest& request, const Reply& reply) {
    if (request.path == "/stream") return reply.stream({200}, told);
    reply.send({200});
  });
  REQUIRE_FALSE(server.start());
  HttpClient idle;
  REQUIRE(idle.send({"GET", address(server, "/"), {}, ""}).status == 200);
  auto answer = std::async(std::launch::async, [&] {
    return HttpClient().send({"GET", address(server, "/stream"), {}, ""});
  });
  while (told->asked == 0) std::this_thread::yield();
  server.stop();
  CHECK(answer.get().status == 200);
  CHECK(idle.send({"GET", address(server, "/"), {}, ""}).status == 0);
  CHECK_FALSE(idle.problem().empty());
}

TEST_CASE("an address in use is an error in words", "[server]") {
  HttpServer first({}, [](const HttpRequest&, const Reply&) {});
  REQUIRE_FALSE(first.start());
  HttpServer second({.port = first.port()}, [](const HttpRequest&, const Reply&) {});
  const auto problem = second.start();
  REQUIRE(problem);
  CHECK(problem->find("cannot listen on 127.0.0.1:") == 0);
}
