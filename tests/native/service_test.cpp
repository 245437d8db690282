#include "native/api/service.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "native/http/signature.h"
#include "tests/native/raw_connection.h"
#include "tests/native/running_shim.h"
#include "tests/native/webhook_body.h"
#include "tests/support/catch.h"

using namespace twinline;
using nlohmann::json;

namespace {

// Stores only when it is allowed to.
class GatedJournal final : public Journal {
 public:
  GatedJournal(std::atomic<bool>& asked, std::atomic<bool>& open, bool works)
      : asked_(asked), open_(open), works_(works) {}
  Stored<> append(const std::vector<Delivery>& deliveries) override {
    asked_ = true;
    while (!open_) std::this_thread::yield();
    if (!works_) return StoreError{"disk full"};
    return below_->append(deliveries);
  }
  Stored<> note(const std::vector<OnboardingNote>& notes) override { return below_->note(notes); }
  Stored<std::vector<Delivery>> read(std::int64_t lane, std::int64_t after, std::size_t limit,
                                     std::size_t bytes) override {
    return below_->read(lane, after, limit, bytes);
  }
  Stored<std::vector<std::int64_t>> lanes() override { return below_->lanes(); }
  Stored<std::int64_t> count() override { return below_->count(); }

 private:
  std::unique_ptr<Journal> below_ = make_memory_journal();
  std::atomic<bool>& asked_;
  std::atomic<bool>& open_;
  bool works_;
};

std::string header_of(const std::string& answer, const std::string& name) {
  const std::size_t begin = answer.find("\r\n" + name + ": ");
  if (begin == std::string::npos) return "";
  const std::size_t value = begin + name.size() + 4;
  return answer.substr(value, answer.find("\r\n", value) - value);
}

// The whole answer as it stands on the wire.
std::string raw(const RunningShim& shim, const std::string& request) {
  RawConnection connection(shim.service->port());
  connection.send(request);
  return connection.read_to_end();
}

}  // namespace

TEST_CASE("a webhook is taken only with the signature of its bytes", "[shim]") {
  RunningShim shim;
  const std::string body = text_body("1001", "wamid.A", "hello");
  CHECK(shim.send("POST", "/webhooks/meta", {}, body).status == 401);
  const Answer wrong = shim.send("POST", "/webhooks/meta", {{"X-Hub-Signature-256", sign_body("other", body)}}, body);
  CHECK(wrong.status == 401);
  CHECK(wrong.body.empty());
  CHECK(*shim.journal().count() == 0);
  CHECK(shim.post(body) == 200);
  const auto stored = shim.journal().read(0, 0, 10, 1000);
  REQUIRE(stored->size() == 1);
  CHECK(stored->front().body == body);
  CHECK(stored->front().signature == sign_body(shim_secret, body));
  CHECK(stored->front().received_ms > 1'600'000'000'000);
}

TEST_CASE("a webhook is answered only after the journal has it", "[shim]") {
  std::atomic<bool> asked = false;
  std::atomic<bool> open = false;
  RunningShim shim(std::make_unique<GatedJournal>(asked, open, true));
  std::atomic<int> status = -1;
  std::thread posting([&] { status = shim.post("{}"); });
  while (!asked) std::this_thread::yield();
  // A second request goes its whole way meanwhile: the first has had every chance to be answered.
  RawConnection other(shim.service->port());
  other.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(other.read_to_end().starts_with("HTTP/1.1 200"));
  CHECK(status == -1);
  open = true;
  posting.join();
  CHECK(status == 200);
}

TEST_CASE("what could not be stored is answered 503, and the shim is not ready", "[shim]") {
  std::atomic<bool> asked = false;
  std::atomic<bool> open = true;
  RunningShim shim(std::make_unique<GatedJournal>(asked, open, false));
  CHECK(shim.get("/readyz").status == 200);
  CHECK(shim.post("{}") == 503);
  while (shim.service->counters().storing) std::this_thread::yield();
  CHECK(shim.get("/readyz").status == 503);
  CHECK(shim.get("/healthz").status == 200);
}

TEST_CASE("a body over 4 MiB is refused, one of 4 MiB is taken", "[shim]") {
  RunningShim shim;
  CHECK(shim.post(std::string((4U << 20) + 1, ' ')) == 413);
  CHECK(shim.post(std::string(4U << 20, ' ')) == 200);
  CHECK(*shim.journal().count() == 1);
}

TEST_CASE("what cannot be understood is stored, answered 200 and counted", "[shim]") {
  RunningShim shim;
  CHECK(shim.post("no JSON") == 200);
  CHECK(shim.post(R"({"something":"else"})") == 200);
  shim.wait_for_projection();
  const json status = json::parse(shim.get("/v1/status").body);
  CHECK(status["deliveries"] == 2);
  CHECK(status["projected"] == 2);
  CHECK(status["issues"] == 1);
  CHECK(status["version"].is_string());
}

TEST_CASE("Meta's verification is answered with its challenge, for the right token only", "[shim]") {
  RunningShim shim;
  const std::string path = "/webhooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
  const Answer answer = shim.send("GET", path + "verify%20me");
  CHECK(answer.status == 200);
  CHECK(answer.body == "1158201444");
  CHECK(shim.send("GET", path + "wrong").status == 403);
  CHECK(shim.send("GET", "/webhooks/meta").status == 403);
  CHECK(shim.send("PUT", "/webhooks/meta").status == 405);
}

TEST_CASE("/v1 wants the token or the cookie of a login", "[shim]") {
  RunningShim shim;
  for (const char* path :
       {"/v1/session", "/v1/numbers", "/v1/status", "/v1/numbers/1/records", "/v1/nothing", "/metrics"}) {
    INFO(path);
    CHECK(shim.send("GET", path).status == 401);
    CHECK(shim.send("GET", path, {{"Authorization", "Bearer wrong"}}).status == 401);
    CHECK(shim.send("GET", path, {{"Cookie", "twinline_session=9999999999.00"}}).status == 401);
  }
  CHECK(json::parse(shim.send("GET", "/v1/session").body)["error"]["code"] == "unauthorized");
  CHECK(shim.get("/v1/session").body == R"({"role":"admin"})");
  CHECK(shim.get("/v1/nothing").status == 404);
  CHECK(shim.get("/metrics").body.find("twinline_deliveries_total 0\n") != std::string::npos);
}

TEST_CASE("a login gives a cookie that scripts cannot read, a logout takes it back", "[shim]") {
  RunningShim shim;
  CHECK(shim.send("POST", "/v1/login", {}, R"({"token":"wrong"})").status == 401);
  CHECK(shim.send("POST", "/v1/login", {}, "token").status == 400);
  const std::string body = R"({"token":"admin token"})";
  const std::string answer = raw(shim, "POST /v1/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
                                           std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(answer.starts_with("HTTP/1.1 204"));
  const std::string cookie = header_of(answer, "Set-Cookie");
  CHECK(cookie.find("; HttpOnly") != std::string::npos);
  CHECK(cookie.find("; SameSite=Strict") != std::string::npos);
  CHECK(shim.send("GET", "/v1/session", {{"Cookie", "a=b; " + cookie.substr(0, cookie.find(';'))}}).status == 200);
  CHECK(shim.send("POST", "/v1/logout").status == 204);
}

TEST_CASE("the numbers seen are listed with their phone, account and version", "[shim]") {
  RunningShim shim;
  CHECK(shim.post(text_body("1001", "wamid.A", "hello")) == 200);
  shim.wait_for_projection();
  const json numbers = json::parse(shim.get("/v1/numbers").body)["numbers"];
  REQUIRE(numbers.size() == 1);
  CHECK(numbers[0]["number"] == "1001");
  CHECK(numbers[0]["phone"] == "4930123");
  CHECK(numbers[0]["waba"] == "900");
  CHECK(numbers[0]["version"].is_string());
}

TEST_CASE("records come as lines that end with a version, which gives only what is new", "[shim]") {
  RunningShim shim;
  CHECK(shim.post(text_body("1001", "wamid.A", "hello")) == 200);
  shim.wait_for_projection();
  const std::string all = shim.get("/v1/numbers/1001/records").body;
  CHECK(all.find(R"("text":"hello")") != std::string::npos);
  const std::string last = all.substr(all.rfind('\n', all.size() - 2) + 1);
  const std::string version = json::parse(last)["version"];
  CHECK(shim.get("/v1/numbers/1001/records?since=" + version).body == last);
  CHECK(shim.get("/v1/numbers/1001/records?since=unknown").body == all);
  const std::string nothing = shim.get("/v1/numbers/7/records").body;
  CHECK(json::parse(nothing).contains("version"));
}

TEST_CASE("who follows a number is told what comes later", "[shim]") {
  RunningShim shim;
  RawConnection follower(shim.service->port());
  follower.send(
      "GET /v1/numbers/1001/records?follow=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin token\r\n\r\n");
  CHECK(follower.read_until("{\"version\":").find("application/x-ndjson") != std::string::npos);
  follower.forget();
  CHECK(shim.post(text_body("1001", "wamid.A", "first")) == 200);
  CHECK(follower.read_until("\"version\"").find("first") != std::string::npos);
  follower.forget();
  CHECK(shim.post(text_body("1001", "wamid.B", "second")) == 200);
  const std::string later = follower.read_until("\"version\"");
  CHECK(later.find("second") != std::string::npos);
  CHECK(later.find("first") == std::string::npos);
  shim.service->stop();
  CHECK(follower.read_to_end().ends_with("0\r\n\r\n"));
}

TEST_CASE("the dashboard's files are served with caching and safety headers", "[shim]") {
  RunningShim shim;
  const auto get = [&](const std::string& path, const std::string& more = "") {
    return raw(shim, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n");
  };
  const std::string index = get("/");
  CHECK(index.ends_with("<html>dashboard</html>"));
  CHECK(header_of(index, "Cache-Control") == "no-cache");
  CHECK(header_of(index, "X-Content-Type-Options") == "nosniff");
  const std::string policy = header_of(index, "Content-Security-Policy");
  CHECK(policy.find("'wasm-unsafe-eval'") != std::string::npos);
  CHECK(policy.find("'unsafe-eval'") == std::string::npos);
  CHECK(get("/numbers/1001/inbox").ends_with("<html>dashboard</html>"));
  CHECK(get("/missing.js").starts_with("HTTP/1.1 404"));
  const std::string asset = get("/assets/app-1234.js");
  CHECK(asset.ends_with("app()"));
  CHECK(header_of(asset, "Content-Type") == "text/javascript; charset=utf-8");
  CHECK(header_of(asset, "Cache-Control").find("immutable") != std::string::npos);
  CHECK(get("/", "If-None-Match: " + header_of(index, "ETag") + "\r\n").starts_with("HTTP/1.1 304"));
}

TEST_CASE("pages may load Meta's signup script only where an app and its configuration are set", "[shim]") {
  const auto policy_with = [](const std::string& app, const std::string& config) {
    RunningShim shim(make_memory_journal(), [&](ServiceOptions& options) {
      options.going_live.meta_app_id = app;
      options.going_live.meta_config_id = config;
    });
    return header_of(raw(shim, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "Content-Security-Policy");
  };
  CHECK(policy_with("1", "2").find("script-src 'self' 'wasm-unsafe-eval' https://connect.facebook.net;") !=
        std::string::npos);
  CHECK(policy_with("1", "").find("facebook") == std::string::npos);
  CHECK(policy_with("", "").find("facebook") == std::string::npos);
}

TEST_CASE("nothing outside the dashboard's folder is served", "[shim]") {
  RunningShim shim;
  std::ofstream(shim.folder / "../twinline-outside.txt") << "secret";
  for (const char* path :
       {"/../twinline-outside.txt", "/assets/../../twinline-outside.txt", "/%2e%2e/twinline-outside.txt",
        "/..%2ftwinline-outside.txt", "//etc/passwd", "/..\\twinline-outside.txt"}) {
    INFO(path);
    const std::string answer =
        raw(shim, std::string("GET ") + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(answer.find("secret") == std::string::npos);
    CHECK(answer.find("root:") == std::string::npos);
  }
  std::filesystem::remove(shim.folder / "../twinline-outside.txt");
}

TEST_CASE("where everything known of a message came from is told", "[shim]") {
  RunningShim shim;
  CHECK(shim.post(text_body("1001", "wamid.A/+x==", "hello")) == 200);
  CHECK(shim.post(text_body("1001", "wamid.B", "another")) == 200);
  CHECK(shim.post(text_body("1001", "wamid.A/+x==", "hello")) == 200);
  shim.wait_for_projection();
  const Answer answer = shim.get("/v1/numbers/1001/messages/wamid.A%2F%2Bx%3D%3D/facts");
  CHECK(answer.status == 200);
  const json facts = json::parse(answer.body).at("facts");
  REQUIRE(facts.size() == 2);
  CHECK(facts[0]["delivery"] == 1);
  CHECK(facts[1]["delivery"] == 3);
  CHECK(facts[0]["received"].get<std::int64_t>() > 1'600'000'000'000);
  CHECK(facts[0]["path"] == "/entry/0/changes/0/value/messages/0");
  CHECK(facts[0]["event"]["event"] == "message");
  CHECK(facts[0]["event"]["text"] == "hello");

  CHECK(shim.get("/v1/numbers/1001/messages/wamid.C/facts").status == 404);
  CHECK(shim.get("/v1/numbers/1002/messages/wamid.B/facts").status == 404);
  CHECK(shim.send("GET", "/v1/numbers/1001/messages/wamid.B/facts").status == 401);
}
