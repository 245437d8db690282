#include "native/api/shim.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "native/api/answers.h"
#include "native/api/description.h"

namespace twinline {
namespace {

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Response plain(int status, std::string text) { return {status, {{"Content-Type", "text/plain"}}, std::move(text)}; }

Response method_not_allowed(const std::string& allowed) {
  Response response = error_answer(405, "method_not_allowed", "This path takes " + allowed + " only.");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

Response no_such_path() { return error_answer(404, "not_found", "There is no such path."); }

constexpr std::string_view how_to_get_in = "Log in, or send the admin token as Authorization: Bearer.";

}  // namespace

Shim::Shim(const ShimSecrets& secrets, StaticFiles files, Links links, Intake& intake, Counters& counters,
           std::function<std::string()> metrics, std::vector<Route> v1)
    : sessions_(secrets.admin_token),
      links_(std::move(links)),
      webhook_(secrets.app_secret, secrets.verify_token, intake, counters),
      files_(std::move(files)),
      counters_(counters),
      metrics_(std::move(metrics)) {
  routes_.add(own_routes());
  routes_.add(std::move(v1));
}

std::vector<Route> Shim::own_routes() const {
  return {
      {"GET", "/webhooks/meta", Access::free,
       at_once([this](const Call& call) { return webhook_.verify(call.request); })},
      {"POST", "/webhooks/meta", Access::free,
       [this](Call call, const Reply& reply) { webhook_.take(std::move(call.request), reply, now_ms()); }},
      {"GET", "/healthz", Access::free, at_once([](const Call&) { return plain(200, "ok\n"); })},
      {"GET", "/readyz", Access::free, at_once([this](const Call&) {
         return counters_.storing ? plain(200, "ready\n") : plain(503, "the store fails\n");
       })},
      {"GET", "/metrics", Access::admin, at_once([this](const Call&) {
         return Response{200, {{"Content-Type", "text/plain; version=0.0.4"}}, metrics_()};
       })},
      {"POST", "/v1/login", Access::free, at_once([this](const Call& call) { return log_in(call.request); })},
      {"POST", "/v1/logout", Access::free, at_once([](const Call&) {
         return Response{204, {{"Set-Cookie", Sessions::log_out()}}};
       })},
      {"GET", "/v1/openapi.json", Access::admin,
       at_once([](const Call&) { return json_answer(200, std::string(description())); })},
      {"GET", "/v1/session", Access::admin,
       at_once([](const Call&) { return json_answer(200, R"({"role":"admin"})"); })},
  };
}

void Shim::handle(HttpRequest request, const Reply& reply) const {
  auto [route, names, allowed] = routes_.find(request.method, request.path);
  if (route != nullptr) {
    if (!may(route->access, request, names)) return reply.send(route->refusal(401, "unauthorized", how_to_get_in));
    return route->handler({std::move(request), std::move(names)}, reply);
  }
  const bool behind_token = request.path == "/v1" || request.path.starts_with("/v1/");
  if (!allowed.empty() && !behind_token) return reply.send(method_not_allowed(allowed));
  if (!behind_token) return reply.send(files_.answer(request));
  if (!may(Access::admin, request, names)) return reply.send(error_answer(401, "unauthorized", how_to_get_in));
  reply.send(allowed.empty() ? no_such_path() : method_not_allowed(allowed));
}

bool Shim::may(Access access, const HttpRequest& request, const std::vector<std::string>& names) const {
  if (access == Access::free) return true;
  const std::int64_t now_s = now_ms() / 1000;
  if (sessions_.allows(request, now_s)) return true;
  if (access == Access::admin) return false;
  const auto opened = links_.opens(request.header("X-Onboarding-Link"), now_s);
  if (!opened) return false;
  return access == Access::page || (!names.empty() && names.front() == *opened);
}

std::size_t Shim::body_limit(const HttpRequest& head) const {
  const Route* const route = routes_.find(head.method, head.path).route;
  return route != nullptr && route->most_body_bytes > 0 && may(route->access, head, {}) ? route->most_body_bytes : 0;
}

Response Shim::log_in(const HttpRequest& request) const {
  const nlohmann::json body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("token") || !body["token"].is_string()) {
    return error_answer(400, "bad_request", "Send {\"token\":\"…\"} as JSON.");
  }
  const bool secure = request.header("X-Forwarded-Proto") == "https";
  const auto cookie = sessions_.log_in(body["token"].get_ref<const std::string&>(), now_ms() / 1000, secure);
  if (!cookie) return error_answer(401, "wrong_token", "This is not the admin token.");
  return {204, {{"Set-Cookie", *cookie}}};
}

}  // namespace twinline
