#include "native/api/onboarding_routes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/graph/signup.h"
#include "core/lifecycle/onboarding_json.h"
#include "core/lifecycle/registration.h"
#include "native/api/body.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t usual_link_s = 7 * 24 * 3600;
constexpr std::int64_t longest_link_s = 30 * 24 * 3600;

Response no_such(const char* what) {
  return error_answer(404, "not_found", std::string("There is no such ") + what + ".");
}
Response store_failed() { return error_answer(503, "store_failed", "The store cannot be written now; try again."); }

// https://example.com:1 of https://example.com:1/a/page
std::string origin_of(std::string_view url) {
  const std::size_t host = url.find("://");
  if (host == std::string_view::npos) return {};
  return std::string(url.substr(0, url.find_first_of("/?#", host + 3)));
}

}  // namespace

std::vector<Route> OnboardingRoutes::routes() {
  return {
      {"POST", "/v1/apps/{app}/onboardings", Access::admin, at_once([this](const Call& call) { return begin(call); })},
      {"GET", "/v1/apps/{app}/onboardings", Access::admin, at_once([this](const Call& call) { return list(call); })},
      {"GET", "/v1/onboardings/{id}", Access::link, at_once([this](const Call& call) { return show(call.names[0]); })},
      {"PUT", "/v1/onboardings/{id}/steps/{step}", Access::link,
       at_once([this](const Call& call) { return tell(call); })},
      {"POST", "/v1/onboardings/{id}/signup-events", Access::link,
       at_once([this](const Call& call) { return signup_event(call); })},
      {"POST", "/v1/onboardings/{id}/code", Access::link, at_once([this](const Call& call) { return code(call); })},
      {"POST", "/v1/onboardings/{id}/pin", Access::link, at_once([this](const Call& call) { return pin(call); })},
      {"POST", "/v1/onboardings/{id}/link", Access::admin, at_once([this](const Call& call) { return link(call); })},
      {"GET", "/v1/signup-settings", Access::page, at_once([this](const Call&) { return signup_settings(); })},
  };
}

std::string OnboardingRoutes::onboarding_text(const Attempt& attempt) const {
  OnboardingView view = going_live_.view(attempt);
  // What stands in the way of the sync is known here only: it is about this host, not about Meta.
  if (const auto obstacle = going_live_.obstacle(attempt.app)) {
    const auto sync = std::find_if(view.steps.begin(), view.steps.end(),
                                   [](const StepView& step) { return step.step == OnboardingStep::sync; });
    if (sync != view.steps.end() && sync->state == StepState::waiting) {
      sync->text = "The sync waits, since its answer would be lost. " + obstacle->why + " " + obstacle->fix;
      if (view.next == OnboardingStep::sync) view.text = sync->text;
    }
  }
  return onboarding_json(attempt.id, attempt.facts, view);
}

Response OnboardingRoutes::list(const Call& call) const {
  if (!affairs_.app(call.names[0])) return no_such("app");
  std::string texts;
  for (const Attempt& attempt : affairs_.attempts_of(call.names[0])) {
    texts += (texts.empty() ? "" : ",") + onboarding_text(attempt);
  }
  return json_answer(200, "{\"onboardings\":[" + texts + "]}");
}

Response OnboardingRoutes::begin(const Call& call) {
  const auto app = affairs_.app(call.names[0]);
  if (!app) return no_such("app");
  const ordered_json body = body_of(call.request);
  if (const auto refused = wrong_body(body, {"way"}, R"({"way":"coexistence"} or {"way":"cloud_api"})"))
    return *refused;
  const std::int64_t now_s = GoingLive::now_s();
  std::vector<Onboarding> facts = {created_fact(app->id, now_s)};
  if (body.contains("way")) {
    const auto way = told_fact(OnboardingStep::choose_way, dumped(body["way"]), now_s);
    if (!way) return error_answer(400, "bad_value", way.error().place + " " + way.error().what);
    facts.push_back(*way);
  }
  if (!app->enabled_by.empty()) facts.push_back(*told_fact(OnboardingStep::enable, "true", now_s));
  const auto attempt = affairs_.begin_attempt(app->id, facts, now_s);
  if (!attempt) return store_failed();
  going_live_.look_at({app->id});
  return show(attempt->id, 201);
}

Response OnboardingRoutes::show(const std::string& id, int status) const {
  const auto attempt = affairs_.attempt(id);
  return attempt ? json_answer(status, onboarding_text(*attempt)) : no_such("onboarding");
}

Response OnboardingRoutes::tell(const Call& call) {
  const auto attempt = affairs_.attempt(call.names[0]);
  if (!attempt) return no_such("onboarding");
  const auto step = parse_onboarding_step(call.names[1]);
  if (!step) return no_such("step");
  const ordered_json body = body_of(call.request);
  if (const auto refused = wrong_body(body, {"value"}, R"({"value":…})")) return *refused;
  if (!body.contains("value")) return error_answer(400, "bad_request", R"(Send {"value":…}.)");
  // Enabling belongs to the app, and not to whoever goes through the steps.
  if (*step == OnboardingStep::enable) {
    return error_answer(409, "not_here", "Coexistence is enabled for the app: PUT /v1/apps/{id}/config.");
  }
  if (*step == OnboardingStep::registration) {
    return error_answer(409, "not_here", "A PIN is handed over by POST /v1/onboardings/{id}/pin.");
  }
  const std::int64_t at_s = time_to_tell(attempt->facts, *step, GoingLive::now_s());
  const auto fact = told_fact(*step, dumped(body["value"]), at_s);
  if (!fact) return error_answer(400, "bad_value", fact.error().place + " " + fact.error().what);
  if (!affairs_.add(attempt->id, *fact, at_s)) return store_failed();
  going_live_.look_at({attempt->app});
  return show(attempt->id);
}

Response OnboardingRoutes::signup_event(const Call& call) {
  const auto attempt = affairs_.attempt(call.names[0]);
  if (!attempt) return no_such("onboarding");
  const ordered_json body = body_of(call.request);
  if (const auto refused = wrong_body(body, {"origin", "message"}, R"({"origin":"…","message":"…"})")) return *refused;
  const std::string origin = text_of(body, "origin");
  if (!is_meta_origin(origin) && !is_signup_page(origin)) {
    return error_answer(403, "foreign_origin", "This message does not come from Meta: " + origin);
  }
  std::int64_t now_s = GoingLive::now_s();
  // Whatever the window says, it says after it was opened, though both may be in one second.
  const auto opened = attempt->facts.told.find(OnboardingStep::continue_with_meta);
  if (opened != attempt->facts.told.end()) now_s = std::max(now_s, opened->second.at);
  const auto message = body.find("message");
  const std::string text = message == body.end()  ? ""
                           : message->is_string() ? text_of(body, "message")
                                                  : dumped(*message);
  // Meta's window posts other messages too; they say nothing.
  if (const auto event = read_signup_event(text, now_s)) {
    if (!affairs_.add(attempt->id, signup_fact(*event), now_s)) return store_failed();
    going_live_.look_at({attempt->app});
  }
  return show(attempt->id);
}

Response OnboardingRoutes::code(const Call& call) {
  const auto attempt = affairs_.attempt(call.names[0]);
  if (!attempt) return no_such("onboarding");
  const ordered_json body = body_of(call.request);
  if (const auto refused = wrong_body(body, {"code"}, R"({"code":"…"})")) return *refused;
  std::string code = text_of(body, "code");
  if (code.empty()) return error_answer(400, "bad_request", R"(Send {"code":"…"} as Meta's window gave it.)");
  return taken(attempt->id, going_live_.take_code(attempt->id, std::move(code)));
}

// `why_not` as GoingLive gives it.
Response OnboardingRoutes::taken(const std::string& id, const Stored<std::string>& why_not) const {
  if (!why_not) return store_failed();
  return why_not->empty() ? show(id, 202) : error_answer(409, "not_wanted", *why_not);
}

Response OnboardingRoutes::pin(const Call& call) {
  const auto attempt = affairs_.attempt(call.names[0]);
  if (!attempt) return no_such("onboarding");
  const ordered_json body = body_of(call.request);
  if (const auto refused = wrong_body(body, {"pin"}, R"({"pin":"…"})")) return *refused;
  std::string pin = text_of(body, "pin");
  if (!is_registration_pin(pin)) return error_answer(400, "bad_value", R"(Send {"pin":"…"}, six digits.)");
  return taken(attempt->id, going_live_.take_pin(attempt->id, std::move(pin)));
}

// Where people find this shim: as configured, else as the caller did.
std::string OnboardingRoutes::address_of(const HttpRequest& request) const {
  const std::string& configured = going_live_.settings().public_url;
  if (!configured.empty()) return configured;
  const std::string scheme = request.header("X-Forwarded-Proto") == "https" ? "https://" : "http://";
  return scheme + std::string(request.header("Host"));
}

Response OnboardingRoutes::link(const Call& call) const {
  const auto attempt = affairs_.attempt(call.names[0]);
  if (!attempt) return no_such("onboarding");
  const ordered_json body = body_of(call.request);
  if (const auto refused = wrong_body(body, {"valid_s"}, R"({"valid_s":604800})")) return *refused;
  std::int64_t valid_s = usual_link_s;
  if (body.contains("valid_s")) {
    if (!body["valid_s"].is_number_integer()) return error_answer(400, "bad_value", "valid_s is a number of seconds.");
    valid_s = body["valid_s"].get<std::int64_t>();
  }
  if (valid_s < 1 || valid_s > longest_link_s) return error_answer(400, "bad_value", "A link lives up to 30 days.");
  const std::int64_t expires = GoingLive::now_s() + valid_s;
  const std::string url = address_of(call.request) + "/onboard/" + links_.make(attempt->id, expires);
  return json_answer(200, dumped({{"url", url}, {"expires", expires}}));
}

Response OnboardingRoutes::signup_settings() const {
  const GoingLiveSettings& settings = going_live_.settings();
  const std::string version = settings.api(date_of(GoingLive::now_s()), "").version;
  return json_answer(200, dumped({{"app_id", settings.meta_app_id},
                                  {"config_id", settings.meta_config_id},
                                  {"graph_version", version},
                                  {"signup_page", settings.signup_page}}));
}

bool OnboardingRoutes::is_signup_page(std::string_view origin) const {
  const std::string own = origin_of(going_live_.settings().signup_page);
  return !own.empty() && own == origin;
}

}  // namespace twinline
