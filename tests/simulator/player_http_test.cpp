// The player over real sockets: its bodies must pass the check that a receiver makes.
#include <spdlog/sinks/null_sink.h>

#include <atomic>
#include <memory>
#include <string>

#include "native/http/client.h"
#include "native/http/server.h"
#include "native/http/signature.h"
#include "native/http/url.h"
#include "native/meta_simulator/player.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::simulator;

TEST_CASE("a burst passes a receiver that checks signatures and refuses every third post", "[simulator][http]") {
  std::atomic<int> posts = 0, forged = 0, taken = 0;
  HttpServer server({}, [&](HttpRequest request, Reply reply) {
    if (request.path == "/healthz") return reply.send({200});
    if (request.path != "/webhooks/meta") return reply.send({404});
    if (request.method == "GET") {
      const bool known = query_value(request.query, "hub.verify_token") == "token";
      return reply.send({known ? 200 : 403, {}, query_value(request.query, "hub.challenge").value_or("")});
    }
    if (!signature_matches("secret", request.body, request.header("X-Hub-Signature-256"))) {
      ++forged;
      return reply.send({401});
    }
    if (++posts % 3 == 0) return reply.send({503});
    ++taken;
    reply.send({200});
  });
  REQUIRE_FALSE(server.start().has_value());

  PlayOptions options;
  options.target = "http://127.0.0.1:" + std::to_string(server.port());
  options.app_secret = "secret";
  options.verify_token = "token";
  options.scenario = *find_scenario("burst");
  options.plan = {1, 1'782'864'000, 400, 8};
  options.speed = 0;
  options.first_retry_ms = 1;
  Stop stop;
  const auto make_send = []() -> Send {
    auto client = std::make_shared<HttpClient>();
    return [client](const Request& request) { return client->send(request); };
  };
  const Played played = play(options, make_send, stop,
                             std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::null_sink_mt>()));
  CHECK(played.problem.empty());
  CHECK(played.complete);
  CHECK(forged == 0);
  CHECK(taken > 20);
  CHECK(posts > taken);
  server.stop();
}
