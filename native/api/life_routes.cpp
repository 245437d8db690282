#include "native/api/life_routes.h"

#include <nlohmann/json.hpp>

#include "core/history/number.h"
#include "core/lifecycle/life_json.h"
#include "native/api/body.h"
#include "native/going_live/going_live.h"
#include "native/going_live/timeline.h"

namespace twinline {

std::vector<Route> LifeRoutes::routes() const {
  return {
      {"GET", "/v1/numbers/{number}/life", Access::admin,
       at_once([this](const Call& call) { return life(call.names[0]); })},
      {"GET", "/v1/numbers/{number}/timeline", Access::admin,
       at_once([this](const Call& call) { return timeline(call.names[0]); })},
  };
}

KnownNumber LifeRoutes::number(const std::string& id) const {
  using nlohmann::ordered_json;
  const auto lines = records_.load({{id, std::string(number_key)}});
  ordered_json record = ordered_json::object();
  if (lines && !lines->empty()) record = ordered_json::parse(lines->front(), nullptr, false);
  if (!record.is_object()) record = ordered_json::object();
  return affairs_.number(id, text_of(record, "waba"), text_of(record, "phone"));
}

std::string LifeRoutes::summary_json(const KnownNumber& number) const {
  return life_summary_json(number.state, settings_.policy, GoingLive::now_s());
}

Response LifeRoutes::life(const std::string& id) const {
  const KnownNumber known = number(id);
  const NewMessagesChoice new_messages = new_messages_of(affairs_.app(known.app).value_or(StoredApp{}));
  return json_answer(200, life_json({known.number, known.waba, known.app}, known.state, new_messages, settings_.policy,
                                    GoingLive::now_s()));
}

Response LifeRoutes::timeline(const std::string& id) const {
  const auto json = timeline_json(number(id), affairs_, records_, settings_.policy);
  if (!json) return error_answer(503, "store_failed", "The store cannot be read now; try again.");
  return json_answer(200, *json);
}

}  // namespace twinline
