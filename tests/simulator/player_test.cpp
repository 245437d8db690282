#include "native/meta_simulator/player.h"

#include <spdlog/sinks/null_sink.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>

#include "tests/simulator/reader.h"
#include "tests/simulator/scratch.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::simulator;

namespace {

// A target in memory: healthy after a few questions, verifies one token, takes bodies.
class Target {
 public:
  std::function<Send()> make_send() {
    return [this] { return [this](const Request& request) { return answer(request); }; };
  }

  std::vector<std::string> bodies() const {
    const std::lock_guard lock(mutex_);
    return bodies_;
  }
  // Stops the run once that many bodies were taken; what comes then is taken too, or refused.
  void stop_after(std::size_t bodies, Stop& stop) {
    stop_after_ = bodies;
    stop_ = &stop;
  }
  bool refuses_then = false;
  int questions_before_healthy = 2;

 private:
  Answer answer(const Request& request) {
    const std::lock_guard lock(mutex_);
    if (request.url == "http://target/healthz") return {questions_before_healthy-- > 0 ? 0 : 200, "", {}};
    if (request.method == "GET") {
      const std::string prefix = "http://target/webhooks/meta?hub.mode=subscribe&hub.challenge=";
      const std::string token = "&hub.verify_token=t%20%26k";
      if (request.url.rfind(prefix, 0) != 0) return {404, "", {}};
      const std::string rest = request.url.substr(prefix.size());
      const std::size_t end = rest.find('&');
      if (rest.substr(end) != token) return {403, "", {}};
      return {200, rest.substr(0, end), {}};
    }
    if (refuses_then && bodies_.size() >= stop_after_) return {503, "", {}};
    bodies_.push_back(request.body);
    if (stop_ != nullptr && bodies_.size() >= stop_after_) stop_->request();
    return {200, "", {}};
  }

  mutable std::mutex mutex_;
  std::vector<std::string> bodies_;
  std::size_t stop_after_ = 0;
  Stop* stop_ = nullptr;
};

PlayOptions options_of(std::string_view scenario) {
  PlayOptions options;
  options.target = "http://target";
  options.app_secret = "secret";
  options.verify_token = "t &k";
  options.scenario = *find_scenario(scenario);
  options.plan = {1, 1'782'864'000, 300, 8};
  options.speed = 0;
  options.first_retry_ms = 1;
  return options;
}

std::shared_ptr<spdlog::logger> silent() {
  return std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::null_sink_mt>());
}

std::size_t history_bodies(const std::vector<std::string>& bodies) {
  return static_cast<std::size_t>(std::count_if(bodies.begin(), bodies.end(), [](const std::string& body) {
    return body.find("\"history\":[") != std::string::npos;
  }));
}

}  // namespace

TEST_CASE("a burst tells its whole truth and ends", "[simulator]") {
  const tests::Scratch scratch;
  Target target;
  Stop stop;
  PlayOptions options = options_of("burst");
  options.expect_file = scratch.folder / "truth.json";
  const Played played = play(options, target.make_send(), stop, silent());
  CHECK(played.problem.empty());
  CHECK(played.complete);
  tests::Reader reader;
  for (const std::string& body : target.bodies()) reader.read(body);
  std::ifstream file(options.expect_file);
  const auto truth = nlohmann::json::parse(file);
  CHECK(truth.at("messages") == reader.messages.size());
  CHECK(truth.at("messages") == 300);
}

TEST_CASE("live traffic follows the history until it is stopped", "[simulator]") {
  Target target;
  Stop stop;
  target.stop_after(300, stop);
  const Played played = play(options_of("golive"), target.make_send(), stop, silent());
  CHECK(played.complete);
  CHECK(target.bodies().size() >= 300);
}

TEST_CASE("a second run with the same state sends no history again and no id twice", "[simulator]") {
  const tests::Scratch scratch;
  PlayOptions options = options_of("golive");
  options.state_file = scratch.folder / "state.json";
  Target first;
  Stop first_stop;
  first.stop_after(200, first_stop);
  REQUIRE(play(options, first.make_send(), first_stop, silent()).complete);
  CHECK(history_bodies(first.bodies()) > 3);

  // Another seed on the command line does not make it another business.
  options.plan.seed = 99;
  Target second;
  Stop second_stop;
  second.stop_after(50, second_stop);
  REQUIRE(play(options, second.make_send(), second_stop, silent()).complete);
  CHECK(history_bodies(second.bodies()) == 0);
  tests::Reader before, after;
  for (const std::string& body : first.bodies()) before.read(body);
  for (const std::string& body : second.bodies()) after.read(body);
  CHECK(before.number == after.number);
  for (const auto& [id, at] : after.times) CHECK(before.times.count(id) == 0);
}

TEST_CASE("a run that was stopped in the middle of the history goes on where it ended", "[simulator]") {
  const tests::Scratch scratch;
  PlayOptions options = options_of("burst");
  options.state_file = scratch.folder / "state.json";
  Target first;
  Stop first_stop;
  first.stop_after(10, first_stop);
  first.refuses_then = true;
  CHECK_FALSE(play(options, first.make_send(), first_stop, silent()).complete);
  Target second;
  Stop second_stop;
  CHECK(play(options, second.make_send(), second_stop, silent()).complete);
  CHECK_FALSE(second.bodies().empty());

  tests::Reader reader;
  for (const Target* target : {&first, &second}) {
    for (const std::string& body : target->bodies()) reader.read(body);
  }
  CHECK(reader.messages.size() == 300);
}

TEST_CASE("a target that does not verify is a problem, not a thing to wait for", "[simulator]") {
  Target target;
  Stop stop;
  PlayOptions options = options_of("burst");
  options.verify_token = "another";
  const Played played = play(options, target.make_send(), stop, silent());
  CHECK_FALSE(played.complete);
  CHECK(played.problem.find("TWINLINE_VERIFY_TOKEN") != std::string::npos);
  CHECK(target.bodies().empty());
}

TEST_CASE("the target is an origin or a full address", "[simulator]") {
  CHECK(webhook_url("http://127.0.0.1:8080") == "http://127.0.0.1:8080/webhooks/meta");
  CHECK(webhook_url("http://127.0.0.1:8080/") == "http://127.0.0.1:8080/webhooks/meta");
  CHECK(webhook_url("https://partner.example/in?a=1") == "https://partner.example/in?a=1");
  CHECK(health_url("https://partner.example/in?a=1") == "https://partner.example/healthz");
}
