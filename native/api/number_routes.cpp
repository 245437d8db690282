#include "native/api/number_routes.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "core/history/number.h"
#include "native/api/answers.h"
#include "native/api/facts_stream.h"
#include "native/api/records_stream.h"
#include "native/http/url.h"
#include "native/version.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

// With an empty version: a number that was brought live before anything came from it.
void add_unheard(const std::vector<std::string>& connected, std::vector<NumberVersion>& numbers) {
  for (const std::string& number : connected) {
    const bool heard =
        std::any_of(numbers.begin(), numbers.end(), [&](const NumberVersion& known) { return known.number == number; });
    if (!heard) numbers.push_back({number, ""});
  }
}

}  // namespace

std::vector<Route> NumberRoutes::routes() const {
  return {
      {"GET", "/v1/numbers", Access::admin, at_once([this](const Call&) { return numbers(); })},
      {"GET", "/v1/status", Access::admin, at_once([this](const Call&) { return status(); })},
      {"GET", "/v1/numbers/{number}/records", Access::admin,
       [this](const Call& call, const Reply& reply) { records(call.names[0], call.request, reply); }},
      {"GET", "/v1/numbers/{number}/messages/{id…}/facts", Access::admin,
       [this](const Call& call, const Reply& reply) { facts(call.names[0], call.names[1], reply); }},
  };
}

Response NumberRoutes::numbers() const {
  auto known = records_.numbers();
  if (!known) return error_answer(503, "store_failed", "The store cannot be read now; try again.");
  add_unheard(affairs_.numbers(), *known);
  ordered_json rows = ordered_json::array();
  for (const NumberVersion& entry : *known) {
    const KnownNumber number = lives_.number(entry.number);
    ordered_json row = {{"number", number.number}};
    for (const auto& [name, text] :
         {std::pair("phone", number.phone), {"name", number.name}, {"waba", number.waba}, {"app", number.app}}) {
      if (!text.empty()) row[name] = text;
    }
    row.update(ordered_json::parse(lives_.summary_json(number), nullptr, false));
    row["version"] = entry.version;
    rows.push_back(std::move(row));
  }
  return json_answer(
      200, ordered_json{{"numbers", std::move(rows)}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

Response NumberRoutes::status() const {
  const ordered_json body = {{"version", version()},
                             {"deliveries", counters_.deliveries.load()},
                             {"projected", counters_.projected.load()},
                             {"issues", counters_.issues.load()}};
  return json_answer(200, body.dump());
}

void NumberRoutes::records(const std::string& number, const HttpRequest& request, const Reply& reply) const {
  const bool follow = query_value(request.query, "follow") == "1";
  const auto stream =
      std::make_shared<RecordsStream>(records_, number, query_value(request.query, "since").value_or(""), follow);
  if (follow) stream->keep(followers_.add(number, reply.waker()));
  reply.stream(
      {200, {{"Content-Type", "application/x-ndjson"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}}},
      stream);
}

void NumberRoutes::facts(const std::string& number, const std::string& id, const Reply& reply) const {
  const auto lines = records_.load({{number, message_key(id)}});
  if (!lines) return reply.send(error_answer(503, "store_failed", "The store cannot be read now; try again."));
  History message;
  Decoder decoder;
  for (const std::string& line : *lines) {
    if (const auto record = decoder(line)) message.apply(**record);
  }
  auto ids = message.ids_of(number, id);
  if (ids.empty()) return reply.send(error_answer(404, "not_found", "No message of this number has that id."));
  reply.stream(
      {200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}}},
      std::make_shared<FactsStream>(journal_, number, std::move(ids)));
}

}  // namespace twinline
