#include "native/api/app_routes.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "native/api/body.h"
#include "native/bytes/sha256.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t id_bytes = 8;

std::string dumped(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Response no_such_app() { return error_answer(404, "not_found", "There is no such app."); }
Response store_failed() { return error_answer(503, "store_failed", "The store cannot be written now; try again."); }

// As Gupshup answers what went wrong.
Response provider_error(int status, std::string_view message) {
  return json_answer(status, dumped({{"status", "error"}, {"message", message}}));
}
Response provider_refusal(int status, std::string_view, std::string_view message) {
  return provider_error(status, message);
}

// "true" of a form as well as true.
std::optional<bool> yes_no(const ordered_json& body, const char* name) {
  const auto member = body.find(name);
  if (member == body.end()) return std::nullopt;
  if (member->is_boolean()) return member->get<bool>();
  if (*member == "true") return true;
  if (*member == "false") return false;
  return std::nullopt;
}

std::optional<SyncType> sync_type_of(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) { return std::tolower(letter); });
  for (const SyncType type : {SyncType::contacts, SyncType::history}) {
    if (text == to_string(type)) return type;
  }
  return std::nullopt;
}

Response answer_of(const GoingLive::SyncOutcome& outcome) {
  using Kind = GoingLive::SyncOutcome::Kind;
  switch (outcome.kind) {
    case Kind::accepted:
      return json_answer(200, dumped({{"data", {{"messaging_product", "whatsapp"}, {"request_id", outcome.request_id}}},
                                      {"status", "success"}}));
    case Kind::not_now:
      return provider_error(409, outcome.text);
    case Kind::unknown:
      return provider_error(500, outcome.text);
    case Kind::refused:
      break;
  }
  const RetryAdvice advice = outcome.error->advice;
  const int status = advice == RetryAdvice::back_off ? 429 : advice == RetryAdvice::authorise ? 403 : 400;
  return provider_error(status, outcome.text);
}

}  // namespace

std::vector<Route> AppRoutes::routes() {
  return {
      {"GET", "/v1/apps", Access::admin, at_once([this](const Call&) { return list(); })},
      {"POST", "/v1/apps", Access::admin, at_once([this](const Call& call) { return create(call); })},
      {"GET", "/v1/apps/{app}", Access::admin, at_once([this](const Call& call) { return show(call); })},
      {"PUT", "/v1/apps/{app}/config", Access::admin, at_once([this](const Call& call) { return configure(call); })},
      {"POST", "/v1/apps/{app}/show-new-messages", Access::admin,
       at_once([this](const Call& call) { return show_new_messages(call); })},
      {"POST", "/v1/apps/{app}/coexistence-request", Access::admin,
       at_once([this](const Call& call) { return request(call); })},
      {"POST", "/v1/apps/{app}/coexistence-request/grant", Access::admin,
       at_once([this](const Call& call) { return grant(call); })},
      {"POST", "/v1/apps/{app}/coex/sync", Access::admin,
       [this](const Call& call, const Reply& reply) { sync(call, reply); }, provider_refusal},
      {"GET", "/v1/apps/{app}/coex/preflight", Access::admin,
       [this](const Call& call, const Reply& reply) { preflight(call, reply); }},
  };
}

std::string AppRoutes::app_json(const StoredApp& app) const {
  ordered_json coexistence = {{"enabled", !app.enabled_by.empty()},
                              {"how", app.enabled_by.empty() ? "none" : app.enabled_by}};
  if (app.requested_s != 0) {
    coexistence["requested_at"] = app.requested_s;
    coexistence["contact"] = app.contact;
    coexistence["reason"] = app.reason;
  }
  ordered_json json = {{"id", app.id}, {"name", app.name}, {"created", app.created_s}, {"coexistence", coexistence}};
  json["new_messages"] = to_string(new_messages_of(app).shown);
  const auto connected = affairs_.connected_attempt(app.id);
  const auto latest = affairs_.latest_attempt(app.id);
  if (connected) {
    json["number"] = connected->facts.number();
    json["waba"] = connected->facts.waba();
  }
  const auto& shown = connected ? connected : latest;
  json["stage"] = shown ? to_string(going_live_.view(*shown).stage) : to_string(NumberStage::draft);
  if (latest) json["onboarding"] = latest->id;
  return dumped(json);
}

Response AppRoutes::list() const {
  std::string apps;
  for (const StoredApp& app : affairs_.apps()) apps += (apps.empty() ? "" : ",") + app_json(app);
  return json_answer(200, "{\"apps\":[" + apps + "]}");
}

Response AppRoutes::create(const Call& call) {
  const ordered_json body = body_of(call.request);
  const std::string name = body.is_object() ? text_of(body, "name") : std::string();
  if (name.empty()) return error_answer(400, "bad_request", R"(Send {"name":"…"}, the name of the app.)");
  StoredApp app{random_hex(id_bytes), name, GoingLive::now_s()};
  if (!affairs_.put(app)) return store_failed();
  return json_answer(201, app_json(app));
}

Response AppRoutes::show(const Call& call) const {
  const auto app = affairs_.app(call.names[0]);
  return app ? json_answer(200, app_json(*app)) : no_such_app();
}

Response AppRoutes::configure(const Call& call) {
  auto app = affairs_.app(call.names[0]);
  if (!app) return no_such_app();
  const ordered_json body = body_of(call.request);
  const auto enabled = body.is_object() ? yes_no(body, "coexistenceEnabled") : std::nullopt;
  const bool about_messages = body.is_object() && body.contains("newMessages");
  const auto shown = about_messages ? parse_new_messages(text_of(body, "newMessages")) : std::nullopt;
  if (about_messages ? !shown : !enabled) {
    return error_answer(
        400, "bad_request",
        R"(Send {"coexistenceEnabled":true} or {"newMessages":"at_once"} or {"newMessages":"after_sync"}, )"
        "as JSON or as a form.");
  }
  if (shown) {
    app->new_messages = *shown == NewMessages::at_once ? "" : to_string(*shown);
    if (!affairs_.put(*app)) return store_failed();
  }
  if (!enabled) return json_answer(200, app_json(*app));
  // A browser shows the cookie of its login: it is the portal.
  const bool by_browser = call.request.header("Authorization").empty();
  return enable(*app, *enabled, by_browser ? "portal" : "api");
}

Response AppRoutes::show_new_messages(const Call& call) {
  auto app = affairs_.app(call.names[0]);
  if (!app) return no_such_app();
  app->shown_s = GoingLive::now_s();
  if (!affairs_.put(*app)) return store_failed();
  return json_answer(200, app_json(*app));
}

Response AppRoutes::request(const Call& call) {
  auto app = affairs_.app(call.names[0]);
  if (!app) return no_such_app();
  const ordered_json body = body_of(call.request);
  if (!body.is_object() || text_of(body, "contact").empty()) {
    return error_answer(400, "bad_request", R"(Send {"contact":"…","reason":"…"}: whom to answer, and why.)");
  }
  app->requested_s = GoingLive::now_s();
  app->contact = text_of(body, "contact");
  app->reason = text_of(body, "reason");
  if (!affairs_.put(*app)) return store_failed();
  return json_answer(200, app_json(*app));
}

Response AppRoutes::grant(const Call& call) {
  const auto app = affairs_.app(call.names[0]);
  if (!app) return no_such_app();
  if (app->requested_s == 0) return error_answer(409, "not_requested", "Nobody has asked for this app.");
  return enable(*app, true, "request");
}

Response AppRoutes::enable(StoredApp app, bool enabled, const std::string& by) {
  if (!enabled || app.enabled_by.empty()) app.enabled_by = enabled ? by : "";
  if (!affairs_.put(app)) return store_failed();
  // An onboarding that was begun before shows it as its step.
  const std::int64_t now_s = GoingLive::now_s();
  if (const auto attempt = affairs_.latest_attempt(app.id)) {
    const auto told = told_fact(OnboardingStep::enable, enabled ? "true" : "false", now_s);
    if (told && !affairs_.add(attempt->id, *told, now_s)) return store_failed();
    going_live_.look_at({app.id});
  }
  return json_answer(200, app_json(app));
}

void AppRoutes::sync(const Call& call, const Reply& reply) {
  const auto app = affairs_.app(call.names[0]);
  if (!app) return reply.send(provider_error(404, "There is no such app."));
  const ordered_json body = body_of(call.request);
  const auto type = body.is_object() ? sync_type_of(text_of(body, "syncType")) : std::nullopt;
  if (!type) return reply.send(provider_error(400, "syncType must be smb_app_state_sync or history"));
  if (app->enabled_by.empty()) return reply.send(provider_error(403, "Coexistence is not enabled for this app."));
  going_live_.sync(app->id, *type, [reply](const GoingLive::SyncOutcome& outcome) { reply.send(answer_of(outcome)); });
}

void AppRoutes::preflight(const Call& call, const Reply& reply) {
  if (!affairs_.app(call.names[0])) return reply.send(no_such_app());
  going_live_.preflight(call.names[0], [reply](const std::vector<PreflightCheck>& checks) {
    ordered_json rows = ordered_json::array();
    for (const PreflightCheck& check : checks) {
      ordered_json row = {{"check", check.check}, {"outcome", to_string(check.outcome)}, {"why", check.why}};
      if (check.outcome != CheckOutcome::passed) row["fix"] = check.fix;
      rows.push_back(std::move(row));
    }
    reply.send(json_answer(200, dumped({{"checks", std::move(rows)}})));
  });
}

}  // namespace twinline
