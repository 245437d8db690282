#include "core/lifecycle/state_json.h"

#include "core/graph/requests.h"
#include "core/lifecycle/json_registers.h"

namespace twinline {
namespace {

using registers::Json;
using registers::text_of;
using registers::time_of;

struct TimeRegister {
  std::string_view name;
  std::optional<std::int64_t> NumberState::*time;
};
constexpr TimeRegister times[] = {
    {"signup_at", &NumberState::signup_at},
    {"onboarded_at", &NumberState::onboarded_at},
    {"cloud_api_at", &NumberState::cloud_api_at},
    {"registered_at", &NumberState::registered_at},
    {"subscribed_at", &NumberState::subscribed_at},
    {"offboarded_at", &NumberState::offboarded_at},
    {"reconnected_at", &NumberState::reconnected_at},
    {"seen_connected_at", &NumberState::seen_connected_at},
    {"seen_disconnected_at", &NumberState::seen_disconnected_at},
    {"alive_at", &NumberState::alive_at},
};

struct StatedRegister {
  std::string_view name;
  std::optional<Stated> NumberState::*stated;
};
constexpr StatedRegister stated_registers[] = {
    {"messaging_limit", &NumberState::messaging_limit},
    {"limit_change", &NumberState::limit_change},
    {"quality", &NumberState::quality},
};

Json stated_json(const Stated& stated) { return Json{{"at", stated.at}, {"value", stated.value}}; }

std::optional<Stated> read_stated(const Json& json, std::string_view member) {
  const Json* stated = registers::find(json, member);
  if (stated == nullptr || !stated->is_object()) return {};
  return Stated{time_of(*stated, "at").value_or(0), text_of(*stated, "value")};
}

Json sync_json(const NumberState::SyncKey& key, const SyncState& sync) {
  Json json{{"onboarding", key.first}, {"type", to_string(key.second)}};
  registers::put_time(json, "asked_at", sync.asked_at);
  registers::put_time(json, "last_asked_at", sync.last_asked_at);
  if (sync.answer) {
    Json answer{{"accepted", sync.answer->accepted}, {"at", sync.answer->at}};
    if (sync.answer->code != 0) answer["code"] = sync.answer->code;
    registers::put_text(answer, "request_id", sync.answer->request_id);
    json["answer"] = std::move(answer);
  }
  registers::put_time(json, "declined_at", sync.declined_at);
  registers::put_time(json, "first_data_at", sync.first_data_at);
  registers::put_time(json, "last_data_at", sync.last_data_at);
  if (sync.progress != 0) json["progress"] = sync.progress;
  return json;
}

void read_sync(const Json& json, NumberState& state) {
  const auto onboarding = time_of(json, "onboarding");
  const std::string type = text_of(json, "type");
  const bool contacts = type == to_string(SyncType::contacts);
  if (!onboarding || (!contacts && type != to_string(SyncType::history))) return;
  SyncState& sync = state.syncs[{*onboarding, contacts ? SyncType::contacts : SyncType::history}];
  sync.asked_at = time_of(json, "asked_at");
  sync.last_asked_at = time_of(json, "last_asked_at");
  if (const Json* answer = registers::find(json, "answer")) {
    sync.answer =
        SyncAnswer{registers::yes_no_of(*answer, "accepted").value_or(false), time_of(*answer, "at").value_or(0),
                   time_of(*answer, "code").value_or(0), text_of(*answer, "request_id")};
  }
  sync.declined_at = time_of(json, "declined_at");
  sync.first_data_at = time_of(json, "first_data_at");
  sync.last_data_at = time_of(json, "last_data_at");
  sync.progress = time_of(json, "progress").value_or(0);
}

}  // namespace

std::string write_state(const NumberState& fact) {
  Json json = Json::object();
  for (const TimeRegister& entry : times) registers::put_time(json, entry.name, fact.*entry.time);
  for (const std::int64_t at : fact.offboardings) json["offboardings"].push_back(at);
  for (const std::int64_t at : fact.reconnects) json["reconnects"].push_back(at);
  if (fact.removed) {
    Json removed{{"at", fact.removed->at}};
    registers::put_text(removed, "reason", fact.removed->reason);
    registers::put_text(removed, "initiated_by", fact.removed->initiated_by);
    json["removed"] = std::move(removed);
  }
  for (const StatedRegister& entry : stated_registers) {
    if (const auto& stated = fact.*entry.stated) json[std::string(entry.name)] = stated_json(*stated);
  }
  for (const auto& [type, restriction] : fact.restrictions) {
    json["restrictions"].push_back(
        Json{{"type", type}, {"at", restriction.at}, {"expires_at", restriction.expires_at}});
  }
  for (const auto& [key, sync] : fact.syncs) json["syncs"].push_back(sync_json(key, sync));
  return registers::dumped(json);
}

Result<NumberState> read_state(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return Error{ErrorCode::bad_json, 0, "", "the registers of a number must be one JSON object"};
  NumberState state;
  for (const TimeRegister& entry : times) state.*entry.time = time_of(json, entry.name);
  for (const Json* at : registers::elements_of(json, "offboardings")) {
    if (at->is_number_integer()) state.offboardings.insert(at->get<std::int64_t>());
  }
  for (const Json* at : registers::elements_of(json, "reconnects")) {
    if (at->is_number_integer()) state.reconnects.insert(at->get<std::int64_t>());
  }
  if (const Json* removed = registers::find(json, "removed")) {
    state.removed =
        Removal{time_of(*removed, "at").value_or(0), text_of(*removed, "reason"), text_of(*removed, "initiated_by")};
  }
  for (const StatedRegister& entry : stated_registers) state.*entry.stated = read_stated(json, entry.name);
  for (const Json* restriction : registers::elements_of(json, "restrictions")) {
    state.restrictions[text_of(*restriction, "type")] =
        Restriction{time_of(*restriction, "at").value_or(0), time_of(*restriction, "expires_at").value_or(0)};
  }
  for (const Json* sync : registers::elements_of(json, "syncs")) read_sync(*sync, state);
  return state;
}

}  // namespace twinline
