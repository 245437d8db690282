#include "core/lifecycle/life_json.h"

#include <algorithm>

#include "core/graph/requests.h"
#include "core/lifecycle/json_registers.h"
#include "core/lifecycle/next_step.h"
#include "core/lifecycle/state_json.h"
#include "core/lifecycle/sync_stage.h"

namespace twinline {
namespace {

using registers::Json;

std::string_view want_name(Want want) {
  constexpr std::string_view names[] = {"subscribe_app", "sync_contacts", "sync_history", "read_number"};
  return names[static_cast<std::size_t>(want)];
}

const SyncState* sync_of(const NumberState& state, SyncType type) {
  if (!state.onboarded_at) return nullptr;
  const auto found = state.syncs.find({*state.onboarded_at, type});
  return found == state.syncs.end() ? nullptr : &found->second;
}

// Where it would end if it went on as so far.
std::optional<std::int64_t> estimated_end(const SyncState& sync) {
  constexpr std::int64_t all = 100;
  if (!sync.first_data_at || !sync.last_data_at || sync.progress <= 0 || sync.progress >= all) return {};
  const std::int64_t took_s = *sync.last_data_at - *sync.first_data_at;
  if (took_s <= 0) return {};
  return *sync.first_data_at + took_s * all / sync.progress;
}

Json error_json(std::int64_t code, const Policy& policy, Date day) {
  Json json{{"code", code}};
  if (const ErrorRule* rule = policy.error(code, {}, day)) {
    json["meaning"] = rule->meaning;
    json["action"] = rule->action;
  }
  return json;
}

Json sync_view(SyncType type, SyncStage stage, const NumberState& state, const NextStep& step, const Policy& policy,
               std::int64_t now_s) {
  Json json{{"stage", to_string(stage)}};
  const auto advice =
      std::find_if(step.advice.begin(), step.advice.end(), [&](const Advice& entry) { return entry.sync == type; });
  if (advice != step.advice.end()) json["text"] = advice->text;
  if (state.onboarded_at && (stage == SyncStage::not_asked || stage == SyncStage::refused)) {
    json["window_ends_at"] = *state.onboarded_at + life_limits(policy, now_s).sync_window_s;
  }
  const SyncState* sync = sync_of(state, type);
  if (sync == nullptr) return json;
  registers::put_time(json, "asked_at", sync->asked_at);
  if (stage == SyncStage::accepted && sync->answer) {
    json["expected_by"] = sync->answer->at + life_limits(policy, now_s).history_start_s;
  }
  if (sync->answer) {
    json["answered_at"] = sync->answer->at;
    registers::put_text(json, "request_id", sync->answer->request_id);
    if (!sync->answer->accepted && sync->answer->code != code_not_sent)
      json["error"] = error_json(sync->answer->code, policy, date_of(now_s));
  }
  registers::put_time(json, "declined_at", sync->declined_at);
  registers::put_time(json, "first_data_at", sync->first_data_at);
  registers::put_time(json, "last_data_at", sync->last_data_at);
  if (type == SyncType::history && sync->last_data_at) json["progress"] = sync->progress;
  registers::put_time(json, "estimated_end_at", estimated_end(*sync));
  return json;
}

Json advice_json(const Advice& advice) {
  Json json{{"kind", to_string(advice.kind)}, {"urgency", to_string(advice.urgency)}};
  if (advice.sync) json["sync"] = *advice.sync == SyncType::contacts ? "contacts" : "history";
  registers::put_time(json, "until", advice.until);
  json["text"] = advice.text;
  return json;
}

Json removal_json(const Removal& removal, const Policy& policy, Date day) {
  Json json{{"at", removal.at}};
  registers::put_text(json, "reason", removal.reason);
  registers::put_text(json, "initiated_by", removal.initiated_by);
  if (const Explained* reason = policy.removal(removal.reason, day)) {
    json["meaning"] = reason->meaning;
    json["action"] = reason->action;
  }
  return json;
}

Json restrictions_of(const NumberState& state, const Policy& policy, std::int64_t now_s) {
  Json list = Json::array();
  for (const auto& [type, restriction] : state.restrictions) {
    if (restriction.expires_at != 0 && restriction.expires_at <= now_s) continue;
    Json entry{{"type", type}, {"at", restriction.at}};
    if (restriction.expires_at != 0) entry["expires_at"] = restriction.expires_at;
    const Explained* known = policy.restriction(type, date_of(now_s));
    entry["text"] = known == nullptr ? type : known->text();
    list.push_back(std::move(entry));
  }
  return list;
}

std::string_view indicator(const NumberState& state) { return is_cloud_api_only(state) ? "cloud_api" : "coexistence"; }

}  // namespace

std::string_view how_to_disconnect(const NumberState& state) {
  if (is_cloud_api_only(state)) return {};
  return "In the WhatsApp Business app on the phone: Settings, Account, Business Platform, Disconnect Account. It "
         "cannot "
         "be done from here.";
}

std::optional<KeepAlive> keep_alive_of(const NumberState& state, const Policy& policy, std::int64_t now_s) {
  if ((!state.onboarded_at && !state.alive_at) || is_cloud_api_only(state)) return {};
  const LifeLimits limits = life_limits(policy, now_s);
  const std::int64_t alive = *std::max({state.onboarded_at, state.reconnected_at, state.alive_at});
  return KeepAlive{alive, alive + limits.keep_alive_warn_s, alive + limits.keep_alive_urge_s,
                   alive + limits.keep_alive_overdue_s};
}

std::string life_json(const LifeNames& names, const NumberState& state, const NewMessagesChoice& new_messages,
                      const Policy& policy, std::int64_t now_s) {
  const NextStep step = next_step(state, policy, now_s);
  Json json{{"number", names.number}};
  registers::put_text(json, "waba", std::string(names.waba));
  registers::put_text(json, "app", std::string(names.app));
  json["stage"] = to_string(step.stage);
  json["indicator"] = indicator(state);
  json["may_send"] = step.may_send;
  if (state.onboarded_at && !is_cloud_api_only(state)) {
    json["contacts"] = sync_view(SyncType::contacts, step.contacts, state, step, policy, now_s);
    json["history"] = sync_view(SyncType::history, step.history, state, step, policy, now_s);
  }
  json["advice"] = Json::array();
  for (const Advice& advice : step.advice) json["advice"].push_back(advice_json(advice));
  if (step.wants) json["wants"] = want_name(*step.wants);
  registers::put_time(json, "changes_at", step.changes_at_s);
  json["registers"] = Json::parse(write_state(state), nullptr, false);
  if (const auto keep = keep_alive_of(state, policy, now_s)) {
    json["keep_alive"] = Json{{"alive_at", keep->alive_at},
                              {"warn_at", keep->warn_at},
                              {"urge_at", keep->urge_at},
                              {"overdue_at", keep->overdue_at}};
  }
  if (step.stage == NumberStage::removed && state.removed) {
    json["removal"] = removal_json(*state.removed, policy, date_of(now_s));
  }
  json["restrictions"] = restrictions_of(state, policy, now_s);
  json["gaps"] = Json::array();
  for (const Gap& gap : gaps_of(state, life_limits(policy, now_s).reconnect_skew_s)) {
    Json entry{{"from", gap.from}};
    registers::put_time(entry, "until", gap.until);
    json["gaps"].push_back(std::move(entry));
  }
  json["new_messages"] = to_string(new_messages.shown);
  if (const auto held = held_back(state, new_messages, policy, now_s)) {
    json["held_back"] = Json{{"since", held->since_s}, {"until", held->until_s}};
  }
  registers::put_text(json, "disconnect", std::string(how_to_disconnect(state)));
  return registers::dumped(json);
}

std::string restrictions_json(const NumberState& state, const Policy& policy, std::int64_t now_s) {
  return registers::dumped(restrictions_of(state, policy, now_s));
}

std::string life_summary_json(const NumberState& state, const Policy& policy, std::int64_t now_s) {
  const NextStep step = next_step(state, policy, now_s);
  Json json{{"stage", to_string(step.stage)}, {"indicator", indicator(state)}};
  if (!step.advice.empty()) {
    const Advice& first = step.advice.front();
    Json next{{"text", first.text}};
    registers::put_time(next, "until", first.until);
    next["urgency"] = to_string(first.urgency);
    json["next"] = std::move(next);
  }
  if (state.quality) json["quality"] = state.quality->value;
  if (state.messaging_limit) json["limit"] = state.messaging_limit->value;
  return registers::dumped(json);
}

}  // namespace twinline
