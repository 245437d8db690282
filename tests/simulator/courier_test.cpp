#include "native/meta_simulator/courier.h"

#include <spdlog/sinks/null_sink.h>

#include <map>
#include <mutex>

#include "native/meta_simulator/meta_bytes.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::simulator;

namespace {

std::shared_ptr<spdlog::logger> silent() {
  return std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::null_sink_mt>());
}

CourierOptions fast() {
  CourierOptions options;
  options.url = "http://target/webhooks/meta";
  options.app_secret = "secret";
  options.first_retry_ms = 1;
  options.longest_retry_ms = 4;
  return options;
}

constexpr std::int64_t patience_ms = 20'000;

}  // namespace

TEST_CASE("a body is posted, signed, until it is answered 200", "[simulator]") {
  std::mutex mutex;
  std::map<std::string, int> attempts;
  std::map<std::string, int> acknowledged;
  bool all_signed = true;
  const auto make_send = [&] {
    return [&](const Request& request) {
      const std::lock_guard lock(mutex);
      std::string sent;
      for (const auto& [name, value] : request.headers) {
        if (name == "X-Hub-Signature-256") sent = value;
      }
      all_signed = all_signed && request.method == "POST" && request.url == "http://target/webhooks/meta" &&
                   sent == signature("secret", request.body);
      const int attempt = ++attempts[request.body];
      Answer answer;
      // No answer, a failure, a refusal: Meta tries again after each.
      answer.status = attempt == 1 ? 0 : attempt == 2 ? 503 : attempt == 3 ? 401 : 200;
      return answer;
    };
  };
  Courier courier(fast(), make_send, silent());
  for (int i = 0; i < 20; ++i) {
    const std::string body = "{\"n\":" + std::to_string(i) + "}";
    courier.post({body, [body] { return body; },
                  [&, body] {
                    const std::lock_guard lock(mutex);
                    ++acknowledged[body];
                  }});
  }
  REQUIRE(courier.wait_until_pending(0, patience_ms));
  courier.stop();
  CHECK(all_signed);
  CHECK(attempts.size() == 20);
  for (const auto& [body, count] : attempts) {
    CHECK(count == 4);
    CHECK(acknowledged[body] == 1);
  }
  CHECK(courier.counts().posts == 80);
  CHECK(courier.counts().refused == 60);
  CHECK(courier.counts().taken == 20);
}

TEST_CASE("stopping leaves behind what the target does not take", "[simulator]") {
  Courier courier(
      fast(), [] { return [](const Request&) {
                     return Answer{500, "", {}};
                   }; }, silent());
  courier.post({"never taken", [] { return std::string("{}"); }, {}});
  CHECK_FALSE(courier.wait_until_pending(0, 20));
  courier.stop();
  CHECK(courier.counts().pending == 1);
}
