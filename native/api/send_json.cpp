#include "native/api/send_json.h"

#include "core/sending/words.h"
#include "native/sending/axis.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t ms = 1000;

void some(ordered_json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}
void some(ordered_json& object, const char* name, std::int64_t at_ms) {
  if (at_ms != 0) object[name] = at_ms / ms;
}

void explain(ordered_json& object, std::int64_t code, const Policy& policy) {
  const ErrorRule* const rule = policy.error(code, std::nullopt, date_of(unix_now_ms() / ms));
  if (rule == nullptr) return;
  object["meaning"] = rule->meaning;
  object["action"] = rule->action;
}

EndKind end_kind_of(SendState state) {
  return state == SendState::in_doubt ? EndKind::in_doubt
         : state == SendState::failed ? EndKind::failed
                                      : EndKind::dropped;
}

}  // namespace

ordered_json send_json(const StoredSend& stored, const NumberQueue* queue, const Policy& policy) {
  StoredSend send = stored;
  std::optional<Outlook> outlook;
  const bool open = send.state == SendState::waiting || send.state == SendState::in_flight;
  if (queue != nullptr && open) {
    // In memory it may be further than on disk.
    if (const auto standing = queue->standing(send.id)) {
      send = standing->send;
      if (send.state == SendState::waiting) outlook = standing->outlook;
    }
  }
  ordered_json body = {{"id", send.id}, {"to", send.to}};
  some(body, "type", send.type);
  some(body, "preview", send.preview);
  some(body, "lane", send.lane);
  some(body, "campaign", send.campaign);
  body["state"] = to_string(send.state);
  if (outlook && outlook->why != WaitReason::nothing) {
    body["why"] = name_of(outlook->why);
    body["why_text"] = to_string(outlook->why);
  }
  if (outlook && outlook->estimate_ms != never_ms) body["estimate_s"] = unix_of(outlook->estimate_ms) / ms;
  if (send.state > SendState::in_flight && !send.reason.empty()) {
    if (send.state != SendState::accepted) body["why"] = name_of_end(end_kind_of(send.state), send.why);
    body["why_text"] = send.reason;
  }
  body["attempts"] = send.attempts;
  some(body, "submitted_s", send.submitted_ms);
  some(body, "started_s", send.started_ms);
  some(body, "ended_s", send.ended_ms);
  some(body, "wamid", send.wamid);
  some(body, "status", send.status);
  if (send.error_code != 0) {
    ordered_json error = {{"code", send.error_code}};
    some(error, "title", send.error_title);
    some(error, "details", send.error_details);
    explain(error, send.error_code, policy);
    body["error"] = std::move(error);
  }
  return body;
}

ordered_json failures_json(const std::vector<FailureCount>& failures, const Policy& policy) {
  ordered_json list = ordered_json::array();
  for (const FailureCount& failure : failures) {
    ordered_json one = {{"code", failure.code}, {"count", failure.count}};
    some(one, "title", failure.title);
    explain(one, failure.code, policy);
    some(one, "last_s", failure.last_ms);
    list.push_back(std::move(one));
  }
  return list;
}

ordered_json queue_json(const NumberQueue::View& view) {
  ordered_json body = {{"rate", view.rate}, {"rate_now", view.rate_now}};
  some(body, "paused", view.paused);
  some(body, "stopped", view.stopped);
  body["lanes"] = ordered_json::array();
  for (std::size_t lane = 0; lane < lane_count; ++lane) {
    const NumberQueue::LaneView& one = view.lanes[lane];
    ordered_json row = {{"lane", lane_names[lane]}, {"waiting", one.waiting}, {"in_flight", one.in_flight}};
    if (one.last_out_s != 0) row["last_out_s"] = one.last_out_s;
    if (one.ends_s != 0) row["ends_s"] = one.ends_s;
    body["lanes"].push_back(std::move(row));
  }
  body["seconds"] = ordered_json::array();
  for (const NumberQueue::Second& second : view.seconds) {
    body["seconds"].push_back({{"at", second.at_s}, {"out", second.out}, {"in", second.in}});
  }
  return body;
}

}  // namespace twinline
