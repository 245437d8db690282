#include "native/api/shim.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "native/api/answers.h"

namespace twinline {
namespace {

constexpr std::string_view numbers_path = "/v1/numbers/";
constexpr std::string_view records_path = "/records";

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// The {number} of /v1/numbers/{number}/records.
std::optional<std::string> number_in(std::string_view path) {
  if (!path.starts_with(numbers_path) || !path.ends_with(records_path)) return std::nullopt;
  if (path.size() < numbers_path.size() + records_path.size()) return std::nullopt;
  path.remove_prefix(numbers_path.size());
  path.remove_suffix(records_path.size());
  if (path.find('/') != std::string_view::npos) return std::nullopt;
  return std::string(path);
}

// The {number} and {id} of /v1/numbers/{number}/messages/{id}/facts. Ids may have slashes.
struct NumberAndId {
  std::string number, id;
};

std::optional<NumberAndId> message_in(std::string_view path) {
  constexpr std::string_view messages = "/messages/", facts = "/facts";
  if (!path.starts_with(numbers_path) || !path.ends_with(facts)) return std::nullopt;
  path.remove_prefix(numbers_path.size());
  const auto number = path.substr(0, path.find('/'));
  path.remove_prefix(number.size());
  if (number.empty() || !path.starts_with(messages) || path.size() <= messages.size() + facts.size())
    return std::nullopt;
  path.remove_prefix(messages.size());
  path.remove_suffix(facts.size());
  return NumberAndId{std::string(number), std::string(path)};
}

Response plain(int status, std::string text) { return {status, {{"Content-Type", "text/plain"}}, std::move(text)}; }

Response method_not_allowed(std::string allowed) {
  Response response = error_answer(405, "method_not_allowed", "This path takes " + allowed + " only.");
  response.headers.emplace_back("Allow", std::move(allowed));
  return response;
}

}  // namespace

Shim::Shim(ShimSecrets secrets, std::string dashboard_folder, Intake& intake, Journal& journal, Records& records,
           Followers& followers, Counters& counters)
    : sessions_(std::move(secrets.admin_token)),
      webhook_(std::move(secrets.app_secret), std::move(secrets.verify_token), intake, counters),
      numbers_(journal, records, followers, counters),
      files_(std::move(dashboard_folder)),
      followers_(followers),
      counters_(counters) {}

void Shim::handle(HttpRequest request, const Reply& reply) const {
  const std::string& path = request.path;
  const bool get = request.method == "GET" || request.method == "HEAD";
  if (path == "/webhooks/meta") {
    if (request.method == "POST") return webhook_.take(std::move(request), reply, now_ms());
    return reply.send(get ? webhook_.verify(request) : method_not_allowed("GET, POST"));
  }
  if (path == "/healthz") return reply.send(plain(200, "ok\n"));
  if (path == "/readyz") return reply.send(counters_.storing ? plain(200, "ready\n") : plain(503, "the store fails\n"));
  const bool behind_token = path == "/metrics" || path == "/v1" || path.starts_with("/v1/");
  if (!behind_token) return reply.send(files_.answer(request));

  if (path == "/v1/login") return reply.send(request.method == "POST" ? log_in(request) : method_not_allowed("POST"));
  if (path == "/v1/logout") {
    if (request.method != "POST") return reply.send(method_not_allowed("POST"));
    return reply.send({204, {{"Set-Cookie", Sessions::log_out()}}});
  }
  if (!sessions_.allows(request, now_ms() / 1000)) {
    return reply.send(error_answer(401, "unauthorized", "Log in, or send the admin token as Authorization: Bearer."));
  }
  if (!get) return reply.send(method_not_allowed("GET"));
  if (const auto number = number_in(path)) return numbers_.records(*number, request, reply);
  if (const auto message = message_in(path)) return numbers_.facts(message->number, message->id, reply);
  reply.send(answer_v1(request));
}

Response Shim::answer_v1(const HttpRequest& request) const {
  if (request.path == "/v1/session") return json_answer(200, R"({"role":"admin"})");
  if (request.path == "/v1/numbers") return numbers_.numbers();
  if (request.path == "/v1/status") return numbers_.status();
  if (request.path == "/metrics") {
    return {200, {{"Content-Type", "text/plain; version=0.0.4"}}, metrics_text(counters_, followers_.count())};
  }
  return error_answer(404, "not_found", "There is no such path.");
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
