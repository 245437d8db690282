#include "native/meta_simulator/platform.h"

#include <utility>

#include "native/http/url.h"
#include "native/meta_simulator/pages.h"
#include "native/meta_simulator/truth.h"

namespace twinline::simulator {
namespace {

constexpr std::string_view signup_path = "/simulator/signup", phone_path = "/simulator/phone";

PlatformState fresh_state(const PlatformPlan& plan) {
  PlatformState state;
  state.world = plan.world;
  state.portfolios = make_portfolios(plan.world.seed, plan.scenario.twist == Twist::several_numbers);
  state.fields = usual_fields();
  return state;
}

Response page(std::string_view html) {
  return {200,
          {{"Content-Type", "text/html; charset=utf-8"},
           {"Cache-Control", "no-store"},
           {"Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
            "connect-src 'self'; img-src data:"}},
          std::string(html)};
}

// A page elsewhere cannot send this type without asking first, and is not told that it may.
std::optional<Json> question_of(const HttpRequest& request) {
  if (!request.header("Content-Type").starts_with("application/json")) return {};
  Json question = Json::parse(request.body, nullptr, false);
  if (!question.is_object()) return {};
  return question;
}

Json time_or_null(const std::optional<std::int64_t>& at_ms) { return at_ms ? Json(*at_ms) : Json(nullptr); }

}  // namespace

Platform::Platform(PlatformPlan plan) : Platform(plan, fresh_state(plan), 0) {}

Platform::Platform(PlatformPlan plan, PlatformState kept, std::int64_t now_ms)
    : plan_(std::move(plan)),
      state_(std::move(kept)),
      story_(state_, {plan_.scenario, plan_.speed}),
      chats_(story_, state_.world.seed),
      messaging_(state_, story_, chats_, {state_.world.seed, plan_.scenario.twist, plan_.refuses_at_once}),
      graph_(state_, story_, messaging_,
             {state_.world.seed, plan_.app, plan_.app_secret, plan_.callback_url, plan_.scenario.twist}),
      signup_(state_, graph_, story_, {state_.world.seed, plan_.scenario}),
      phone_(state_, story_, chats_, messaging_, state_.world.seed) {
  story_.resume(now_ms);
}

Outcome Platform::answer(const HttpRequest& request, std::int64_t now_ms) {
  if (request.path == "/healthz") return Response{200, {}, "ok\n"};
  if (request.path.starts_with("/simulator/")) return simulator_page(request, now_ms);
  ++version_;
  return graph_.answer(request, now_ms);
}

Response Platform::simulator_page(const HttpRequest& request, std::int64_t now_ms) {
  const bool get = request.method == "GET";
  if (get && request.path == signup_path) return page(signup_page());
  if (get && request.path == phone_path) return page(phone_page());
  if (get && request.path == "/simulator/state") return show_state();
  if (get && request.path == "/simulator/truth") return show_truth(request);
  if (get && request.path == "/simulator/sends") return show_sends(request);
  if (get && request.path == "/simulator/phone/chats") {
    return phone_.show(query_value(request.query, "number").value_or(""),
                       query_value(request.query, "person").value_or(""));
  }
  if (request.method != "POST") return {404};
  const std::optional<Json> question = question_of(request);
  if (!question) return {415, {}, "a JSON object with Content-Type: application/json is expected\n"};
  ++version_;
  if (request.path == phone_path) return phone_.act(*question, now_ms);
  if (request.path.starts_with(std::string(signup_path) + "/")) {
    return signup_.answer(std::string_view(request.path).substr(signup_path.size() + 1), *question, now_ms);
  }
  return {404};
}

Response Platform::show_state() {
  Json json = {{"scenario", plan_.scenario.name}, {"seed", state_.world.seed}, {"counts", state_.counts},
               {"fields", state_.fields},         {"numbers", Json::array()},  {"calls", Json::array()}};
  for (const Portfolio& portfolio : state_.portfolios) {
    for (const PhoneNumber& number : portfolio.numbers) {
      json["numbers"].push_back({{"number", number.business.number},
                                 {"phone", number.business.phone},
                                 {"name", number.name},
                                 {"waba", portfolio.waba},
                                 {"business", portfolio.id},
                                 {"link", to_string(number.link)},
                                 {"on_app", number.on_app},
                                 {"subscribed", portfolio.subscribed},
                                 {"connected_at_ms", number.connected_at_ms},
                                 {"shares_chats", number.shares_chats},
                                 {"contacts_asked_ms", time_or_null(number.contacts_asked_ms)},
                                 {"history_asked_ms", time_or_null(number.history_asked_ms)},
                                 {"opened_at_ms", number.opened_at_ms},
                                 {"time_zone", number.time_zone},
                                 {"still_to_post", state_.outbox.open(number.business.number)}});
    }
  }
  for (const GraphCall& call : state_.calls) {
    json["calls"].push_back(
        {{"method", call.method}, {"path", call.path}, {"status", call.status}, {"at_ms", call.at_ms}});
  }
  json["webhooks"] = {{"delivered", delivered_}, {"dropped", dropped_}};
  return json_response(json);
}

Response Platform::show_truth(const HttpRequest& request) {
  const PhoneNumber* const number = state_.find_number(query_value(request.query, "number").value_or(""));
  if (number == nullptr || number->world_at_s == 0) return page_fault("no such number, or it was never connected");
  return json_response(truth_of(story_.world_of(*number), story_.onboarding_of(*number)));
}

Response Platform::show_sends(const HttpRequest& request) {
  const PhoneNumber* const number = state_.find_number(query_value(request.query, "number").value_or(""));
  if (number == nullptr) return page_fault("no such number; say ?number=ID");
  return json_response(messaging_.told(*number));
}

// Customers have written, whoever is told of it.
void Platform::hear(const Outgoing& outgoing, std::int64_t now_ms) {
  if (outgoing.field != "messages") return;
  const PhoneNumber* const number = state_.find_number(outgoing.number);
  if (number == nullptr) return;
  if (outgoing.kind == Outgoing::Kind::webhook) return messaging_.hear(*number, outgoing.text, now_ms);
  if (story_.may_leave(outgoing)) messaging_.hear(*number, story_.body_of(outgoing)(), now_ms);
}

std::vector<Post> Platform::due(std::int64_t now_ms, bool room) {
  std::vector<Post> posts;
  while (auto taken = state_.outbox.take(now_ms)) {
    ++version_;
    const auto& [id, outgoing] = *taken;
    hear(outgoing, now_ms);
    if (outgoing.kind == Outgoing::Kind::act) {
      story_.act(outgoing, now_ms, room);
      state_.outbox.settle(id);
    } else if (story_.may_leave(outgoing)) {
      posts.push_back({id, outgoing.what, story_.body_of(outgoing)});
    } else {
      ++dropped_;
      state_.outbox.settle(id);
    }
  }
  return posts;
}

void Platform::acknowledge(Outbox::Id id) {
  ++version_;
  ++delivered_;
  state_.outbox.settle(id);
}

}  // namespace twinline::simulator
