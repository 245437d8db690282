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

// Who has enabled it first is remembered.
void set_enabled(StoredApp& app, bool enabled, const char* by) {
  if (!enabled || app.enabled_by.empty()) app.enabled_by = enabled ? by : "";
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
  if (const auto refused = wrong_body(body, {"name"}, R"({"name":"…"})")) return *refused;
  const std::string name = text_of(body, "name");
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
  const ordered_json body = body_of(call.request);
  const std::string example =
      R"({"coexistenceEnabled":true} or {"newMessages":"at_once"} or "after_sync", as JSON or as a form)";
  const auto wrong = [&](const char* what) {
    return error_answer(400, "bad_value", std::string(what) + ". Send " + example + '.');
  };
  if (const auto refused = wrong_body(body, {"coexistenceEnabled", "newMessages"}, example)) return *refused;
  if (body.empty()) return wrong("There is nothing to change");
  const bool about_enabled = body.contains("coexistenceEnabled"), about_messages = body.contains("newMessages");
  const auto enabled = yes_no(body, "coexistenceEnabled");
  const auto shown = parse_new_messages(text_of(body, "newMessages"));
  if (about_enabled && !enabled) return wrong("/coexistenceEnabled is neither true nor false");
  if (about_messages && !shown) return wrong("/newMessages is none of its values");
  // A browser shows the cookie of its login: it is the portal.
  const bool by_browser = call.request.header("Authorization").empty();
  return change(call.names[0], [&](StoredApp& app) {
    if (about_messages && new_messages_of(app).shown != *shown) {
      app.new_messages = *shown == NewMessages::at_once ? "" : to_string(*shown);
      app.chosen_s = GoingLive::now_s();
    }
    if (about_enabled) set_enabled(app, *enabled, by_browser ? "portal" : "api");
  });
}

Response AppRoutes::show_new_messages(const Call& call) {
  return change(call.names[0], [](StoredApp& app) { app.shown_s = GoingLive::now_s(); });
}

Response AppRoutes::request(const Call& call) {
  if (!affairs_.app(call.names[0])) return no_such_app();
  const ordered_json body = body_of(call.request);
  if (const auto refused = wrong_body(body, {"contact", "reason"}, R"({"contact":"…","reason":"…"})")) return *refused;
  if (text_of(body, "contact").empty()) {
    return error_answer(400, "bad_request", R"(Send {"contact":"…","reason":"…"}: whom to answer, and why.)");
  }
  return change(call.names[0], [&](StoredApp& app) {
    app.requested_s = GoingLive::now_s();
    app.contact = text_of(body, "contact");
    app.reason = text_of(body, "reason");
  });
}

Response AppRoutes::grant(const Call& call) {
  const auto app = affairs_.app(call.names[0]);
  if (!app) return no_such_app();
  if (app->requested_s == 0) return error_answer(409, "not_requested", "Nobody has asked for this app.");
  return change(call.names[0], [](StoredApp& one) { set_enabled(one, true, "request"); });
}

Response AppRoutes::change(const std::string& id, const std::function<void(StoredApp&)>& adjust) {
  const auto changed = affairs_.change(id, adjust);
  if (!changed) return store_failed();
  if (!*changed) return no_such_app();
  const StoredApp& app = **changed;
  // An onboarding that was begun before shows it as its step.
  const bool enabled = !app.enabled_by.empty();
  const auto attempt = affairs_.latest_attempt(id);
  const Stated* const shown = attempt ? attempt->facts.told_for(OnboardingStep::enable) : nullptr;
  if (attempt && enabled != (shown != nullptr && shown->value == "true")) {
    const std::int64_t at_s = time_to_tell(attempt->facts, OnboardingStep::enable, GoingLive::now_s());
    const auto told = told_fact(OnboardingStep::enable, enabled ? "true" : "false", at_s);
    if (told && !affairs_.add(attempt->id, *told, at_s)) return store_failed();
  }
  going_live_.look_at({id});
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
