// The simulated Meta over real sockets, both ways: a partner that calls its Graph API and takes its signed webhooks.
#include "native/meta_simulator/host.h"

#include <spdlog/sinks/null_sink.h>

#include <atomic>
#include <fstream>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "native/http/client.h"
#include "native/http/server.h"
#include "native/http/signature.h"
#include "native/http/url.h"
#include "tests/simulator/platform_driver.h"
#include "tests/simulator/reader.h"
#include "tests/simulator/scratch.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::simulator;

namespace {

std::shared_ptr<spdlog::logger> silent() {
  return std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::null_sink_mt>());
}

Send make_send() {
  auto client = std::make_shared<HttpClient>();
  return [client](const Request& request) { return client->send(request); };
}

// A partner's webhook address that keeps what it takes.
class Partner {
 public:
  Partner() : server_({}, [this](const HttpRequest& request, const Reply& reply) { take(request, reply); }) {
    REQUIRE_FALSE(server_.start().has_value());
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  std::size_t messages() {
    const std::lock_guard lock(mutex_);
    return reader_.messages.size();
  }
  std::atomic<int> forged = 0;

 private:
  void take(const HttpRequest& request, const Reply& reply) {
    if (request.method == "GET") {
      return reply.send({200, {}, query_value(request.query, "hub.challenge").value_or("")});
    }
    if (!signature_matches("secret", request.body, request.header("X-Hub-Signature-256"))) ++forged;
    const std::lock_guard lock(mutex_);
    reader_.read(request.body);
    reply.send({200});
  }

  std::mutex mutex_;
  tests::Reader reader_;
  HttpServer server_;
};

// A hosted platform in a thread of its own.
class Running {
 public:
  explicit Running(HostOptions options) {
    std::promise<std::uint16_t> told;
    auto port = told.get_future();
    thread_ = std::thread([this, options = std::move(options), told = std::move(told)]() mutable {
      played =
          host(std::move(options), make_send, stop_, silent(), [&](std::uint16_t bound) { told.set_value(bound); });
    });
    origin = "http://127.0.0.1:" + std::to_string(port.get());
  }
  ~Running() { end(); }
  void end() {
    stop_.request();
    if (thread_.joinable()) thread_.join();
  }
  Answer send(const std::string& method, const std::string& path, const std::string& token, const std::string& body) {
    Request request{method, origin + path, {{"Content-Type", "application/json"}}, body};
    if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
    return client_.send(request);
  }

  Played played;
  std::string origin;

 private:
  Stop stop_;
  HttpClient client_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("a partner signs up, subscribes, asks, and gets the whole history over HTTP, across a restart",
          "[simulator][http]") {
  const tests::Scratch scratch;
  Partner partner;
  HostOptions options;
  options.target = partner.url();
  options.verify_token = "token";
  options.platform = tests::plan_of("burst");
  options.state_file = scratch.folder / "meta.json";
  options.first_retry_ms = 1;

  std::string token, number;
  {
    Running meta(options);
    const auto done =
        nlohmann::json::parse(meta.send("POST", "/simulator/signup/complete", "", R"({"app_id":"77"})").body);
    const auto data = nlohmann::json::parse(done.at("message").get<std::string>()).at("data");
    number = data.at("phone_number_id").get<std::string>();
    const Answer exchanged = meta.send(
        "GET", "/v24.0/oauth/access_token?client_id=77&client_secret=secret&code=" + done.at("code").get<std::string>(),
        "", "");
    token = nlohmann::json::parse(exchanged.body).at("access_token").get<std::string>();
    const std::string waba = data.at("waba_id").get<std::string>();
    CHECK(meta.send("POST", "/v24.0/" + waba + "/subscribed_apps", token, "").status == 200);
    CHECK(partner.messages() == 0);
    meta.end();
    CHECK(meta.played.problem.empty());
  }
  Running meta(options);
  CHECK(meta.send("POST", "/v24.0/" + number + "/smb_app_data", token,
                  R"({"messaging_product":"whatsapp","sync_type":"history"})")
            .status == 200);
  for (int i = 0; i < 1'000 && partner.messages() < 400; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(partner.messages() == 400);
  CHECK(partner.forged == 0);
  CHECK(meta.send("GET", "/simulator/signup", "", "").body.find("<!doctype html>") != std::string::npos);
}

TEST_CASE("a state file of something else is a problem in words", "[simulator][http]") {
  const tests::Scratch scratch;
  HostOptions options;
  options.state_file = scratch.folder / "other.json";
  std::ofstream(options.state_file) << "{\"format\":1}";
  Stop stop;
  CHECK(host(options, make_send, stop, silent()).problem.find("name another file") != std::string::npos);
}
