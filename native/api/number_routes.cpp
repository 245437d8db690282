#include "native/api/number_routes.h"

#include <nlohmann/json.hpp>

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

// The number's own record carries its phone and its business account, where they are known.
void add_number_record(Records& records, const std::string& number, ordered_json& row) {
  const auto lines = records.load({{number, "n:"}});
  if (!lines || lines->empty()) return;
  const ordered_json record = ordered_json::parse(lines->front(), nullptr, false);
  if (!record.is_object()) return;
  for (const char* member : {"phone", "waba"}) {
    if (const auto value = record.find(member); value != record.end()) row[member] = *value;
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
  const auto known = records_.numbers();
  if (!known) return error_answer(503, "store_failed", "The store cannot be read now; try again.");
  ordered_json rows = ordered_json::array();
  for (const NumberVersion& number : *known) {
    ordered_json row = {{"number", number.number}};
    add_number_record(records_, number.number, row);
    row["version"] = number.version;
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
