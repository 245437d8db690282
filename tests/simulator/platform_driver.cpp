#include "tests/simulator/platform_driver.h"

#include <utility>

#include "tests/support/catch.h"

namespace twinline::tests {

using namespace simulator;

PlatformPlan plan_of(std::string_view scenario) {
  PlatformPlan plan;
  plan.scenario = *find_scenario(scenario);
  // Tests ask for bodies of their own; what goes on for ever has a test of its own.
  plan.scenario.live_afterwards = false;
  plan.world = {1, 1'782'863'700, 400, 8};
  plan.app_secret = "secret";
  plan.callback_url = "http://shim/webhooks/meta";
  return plan;
}

Outcome Driver::carry(std::string_view method, const std::string& path, const std::string& content_type,
                      std::string body) {
  HttpRequest request;
  request.method = method;
  const std::size_t mark = path.find('?');
  request.path = path.substr(0, mark);
  if (mark != std::string::npos) request.query = path.substr(mark + 1);
  request.headers.emplace_back("host", "meta");
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  if (!content_type.empty()) request.headers.emplace_back("content-type", content_type);
  request.body = std::move(body);
  Outcome outcome = platform.answer(request, now_ms);
  after_ms = outcome.after_ms;
  lost = outcome.lost;
  return outcome;
}

Answered Driver::call_raw(std::string_view method, const std::string& path, const Json& body) {
  const Response response = body.is_null() ? carry(method, path, "", "").response
                                           : carry(method, path, "application/json", body.dump()).response;
  return {response.status, Json::parse(response.body, nullptr, false)};
}

Answered Driver::post(const std::string& path, const std::string& content_type, std::string body) {
  const Response response = carry("POST", "/v24.0/" + path, content_type, std::move(body)).response;
  return {response.status, Json::parse(response.body, nullptr, false)};
}

std::string Driver::get(const std::string& path) { return carry("GET", path, "", "").response.body; }

Answered Driver::call(std::string_view method, const std::string& path, const Json& body) {
  return call_raw(method, "/v24.0/" + path, body);
}

Answered Driver::ask(const std::string& path, const Json& question) {
  return call_raw("POST", "/simulator/" + path, question);
}

std::string Driver::sign_up(const Json& more) {
  Json question = {{"app_id", "77"}, {"portfolio", 0}, {"number", 0}};
  question.update(more);
  const Answered done = ask("signup/complete", question);
  REQUIRE(done.status == 200);
  message = done.body.at("message").get<std::string>();
  waba = Json::parse(message).at("data").at("waba_id").get<std::string>();
  const Json known = state();
  for (const Json& each : known.at("numbers")) {
    if (each.at("waba") == waba && each.at("link") == "connected") number = each.at("number").get<std::string>();
  }
  return done.body.at("code").get<std::string>();
}

Answered Driver::exchange(const std::string& code) {
  const Answered answer = call("GET", "oauth/access_token?client_id=77&client_secret=secret&code=" + code);
  if (answer.status == 200) token = answer.body.at("access_token").get<std::string>();
  return answer;
}

void Driver::connect(const Json& more) {
  REQUIRE(exchange(sign_up(more)).status == 200);
  REQUIRE(call("POST", waba + "/subscribed_apps").body.at("success") == true);
}

Answered Driver::sync(std::string_view type) {
  return call("POST", number + "/smb_app_data", {{"messaging_product", "whatsapp"}, {"sync_type", type}});
}

std::vector<std::string> Driver::bodies(std::int64_t span_ms) {
  std::vector<std::string> told;
  const std::int64_t end_ms = now_ms + span_ms;
  for (;; now_ms = std::min(end_ms, now_ms + 100)) {
    for (const Post& post : platform.due(now_ms)) {
      told.push_back(post.body());
      platform.acknowledge(post.id);
    }
    if (now_ms == end_ms) return told;
  }
}

std::vector<Json> Driver::of_field(const std::vector<std::string>& bodies, std::string_view field) {
  std::vector<Json> values;
  for (const std::string& body : bodies) {
    const Json json = Json::parse(body);
    for (const Json& entry : json.at("entry")) {
      for (const Json& change : entry.at("changes")) {
        if (change.at("field") == field) values.push_back(change.at("value"));
      }
    }
  }
  return values;
}

}  // namespace twinline::tests
