#include "native/api/care_routes.h"

#include <nlohmann/json.hpp>

#include "core/decode/phone.h"
#include "core/lifecycle/life_json.h"
#include "native/api/body.h"
#include "native/http/url.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

Date today() { return date_of(GoingLive::now_s()); }

// What was reported of each template, the latest first, beside what Meta says of it now.
void add_histories(const std::vector<LifeEvent>& events, ordered_json& templates) {
  for (const LifeEvent& event : events) {
    const ordered_json reported = ordered_json::parse(event.event, nullptr, false);
    if (!reported.is_object() || text_of(reported, "event") != "template") continue;
    const auto content = reported.find("content");
    if (content == reported.end() || !content->is_object()) continue;
    const std::string name = text_of(*content, "message_template_name");
    std::string text = text_of(reported, "name");
    if (const std::string reason = text_of(reported, "reason"); !reason.empty()) text += " (" + reason + ")";
    for (ordered_json& one : templates) {
      if (one.is_object() && text_of(one, "name") == name)
        one["history"].push_back({{"at", event.at_s}, {"text", text}});
    }
  }
}

// Which members are changed: "about, email".
std::string member_names(const HttpRequest& request) {
  const ordered_json body = body_of(request);
  std::string names;
  if (!body.is_object()) return names;
  for (const auto& entry : body.items()) names += (names.empty() ? "" : ", ") + entry.key();
  return names;
}

}  // namespace

std::vector<Route> CareRoutes::routes() {
  const auto later = [this](void (CareRoutes::*member)(const Call&, const Reply&)) {
    return [this, member](const Call& call, const Reply& reply) { (this->*member)(call, reply); };
  };
  const std::string profile = "/v1/numbers/{number}/profile";
  const std::string templates = "/v1/numbers/{number}/templates";
  return {
      {"GET", "/v1/numbers/{number}/account", Access::admin, later(&CareRoutes::account)},
      {"GET", profile, Access::admin, later(&CareRoutes::profile)},
      {"POST", profile, Access::admin, later(&CareRoutes::change_profile)},
      {"GET", templates, Access::admin, later(&CareRoutes::templates)},
      {"POST", templates, Access::admin, later(&CareRoutes::create_template)},
      {"DELETE", templates, Access::admin, later(&CareRoutes::delete_template)},
  };
}

namespace {

Response no_token() {
  return error_answer(409, "no_token", "There is no access token of this number: connect it first.");
}

// What is wrong with a request that makes no sense; it is told before anything is sent.
std::optional<Response> wrong(const std::function<Result<Request>(const GraphApi&)>& make) {
  const auto made = make({});
  if (made) return std::nullopt;
  const Error& error = made.error();
  return error_answer(400, "bad_value", error.place + (error.place.empty() ? "" : ": ") + error.what);
}

}  // namespace

void CareRoutes::ask(const KnownNumber& number, const Make& make, Read read, const Reply& reply) {
  if (const auto refused = wrong(make)) return reply.send(*refused);
  going_live_.call(
      number.app, [&](const GraphApi& api) { return *make(api); },
      [reply, read = std::move(read)](const std::optional<Answer>& answer) {
        reply.send(answer ? read(*answer) : no_token());
      });
}

void CareRoutes::change(const KnownNumber& number, const GoingLive::ChangeKind& kind, const Make& make, Read read,
                        const Reply& reply) {
  if (const auto refused = wrong(make)) return reply.send(*refused);
  using Called = GoingLive::Called;
  going_live_.change(
      number, kind, [&](const GraphApi& api) { return *make(api); },
      [reply, read = std::move(read)](Called called, const Answer& answer) {
        if (called == Called::no_token) return reply.send(no_token());
        if (called == Called::answered) return reply.send(read(answer));
        if (called == Called::not_sent) {
          return reply.send(
              error_answer(502, "not_reached", "Meta was not reached, so nothing was changed; try again."));
        }
        reply.send(
            error_answer(503, "store_failed", "The store cannot be written now, so nothing was changed; try again."));
      });
}

void CareRoutes::account(const Call& call, const Reply& reply) {
  const KnownNumber number = lives_.number(call.names[0]);
  going_live_.call(
      number.app, [&number](const GraphApi& api) { return read_number_account(api, number.number); },
      [this, number, reply](const std::optional<Answer>& answer) { reply.send(account_of(number, answer)); });
}

// What is known here fills what Meta does not say.
Response CareRoutes::account_of(const KnownNumber& number, const std::optional<Answer>& answer) const {
  ordered_json account = ordered_json::object();
  const auto put = [&account](const char* name, const std::string& told, const std::string& known) {
    if (!told.empty() || !known.empty()) account[name] = told.empty() ? known : told;
  };
  const auto reply = answer ? read_number_answer(*answer, policy(), today()) : GraphReply<NumberInfo>();
  const NumberInfo info = reply ? *reply.value : NumberInfo{};
  put("waba", number.waba, "");
  put("phone", info.phone, number.phone);
  put("name", info.name, number.name);
  put("quality", info.quality, number.state.quality ? number.state.quality->value : "");
  put("limit", info.limit, number.state.messaging_limit ? number.state.messaging_limit->value : "");
  account["restrictions"] =
      ordered_json::parse(restrictions_json(number.state, policy(), GoingLive::now_s()), nullptr, false);
  put("platform_type", info.platform_type, "");
  if (info.is_on_biz_app) account["is_on_biz_app"] = *info.is_on_biz_app;
  put("disconnect", std::string(how_to_disconnect(number.state)), "");
  return json_answer(200, dumped(account));
}

void CareRoutes::profile(const Call& call, const Reply& reply) {
  const KnownNumber number = lives_.number(call.names[0]);
  ask(
      number, [&](const GraphApi& api) { return read_profile(api, number.number); },
      [this](const Answer& answer) {
        const auto read = read_profile_answer(answer, policy(), today());
        return read ? json_answer(200, read->json) : meta_answer(read.error);
      },
      reply);
}

void CareRoutes::change_profile(const Call& call, const Reply& reply) {
  const KnownNumber number = lives_.number(call.names[0]);
  change(
      number, {"change_profile", member_names(call.request)},
      [&](const GraphApi& api) { return twinline::change_profile(api, number.number, call.request.body); },
      [this](const Answer& answer) {
        const auto read = read_done(answer, policy(), today());
        return read ? json_answer(200, R"({"success":true})") : meta_answer(read.error);
      },
      reply);
}

void CareRoutes::templates(const Call& call, const Reply& reply) {
  const KnownNumber number = lives_.number(call.names[0]);
  const std::string after = query_value(call.request.query, "after").value_or("");
  ask(
      number, [&](const GraphApi& api) { return list_templates(api, number.waba, after); },
      [this, number](const Answer& answer) {
        const auto read = read_templates_answer(answer, policy(), today());
        if (!read) return meta_answer(read.error);
        ordered_json list = ordered_json::parse(read->json, nullptr, false);
        const auto events = records_.events(number.number, number.waba, phone_digits(number.phone));
        if (events && list.is_array()) add_histories(*events, list);
        ordered_json body = {{"data", std::move(list)}};
        if (!read->after.empty()) body["after"] = read->after;
        return json_answer(200, dumped(body));
      },
      reply);
}

void CareRoutes::create_template(const Call& call, const Reply& reply) {
  const KnownNumber number = lives_.number(call.names[0]);
  change(
      number, {"create_template", text_of(body_of(call.request), "name")},
      [&](const GraphApi& api) { return twinline::create_template(api, number.waba, call.request.body); },
      [this](const Answer& answer) {
        const auto read = read_object_answer(answer, policy(), today());
        return read ? json_answer(201, read->json) : meta_answer(read.error);
      },
      reply);
}

void CareRoutes::delete_template(const Call& call, const Reply& reply) {
  const KnownNumber number = lives_.number(call.names[0]);
  const std::string name = query_value(call.request.query, "name").value_or("");
  if (name.empty()) return reply.send(error_answer(400, "bad_request", "Say which: ?name=…"));
  change(
      number, {"delete_template", name},
      [&](const GraphApi& api) { return twinline::delete_template(api, number.waba, name); },
      [this](const Answer& answer) {
        const auto read = read_done(answer, policy(), today());
        return read ? json_answer(200, R"({"success":true})") : meta_answer(read.error);
      },
      reply);
}

}  // namespace twinline
