#include "native/api/campaign_routes.h"

#include <algorithm>
#include <utility>

#include "native/api/body.h"
#include "native/api/send_json.h"
#include "native/sending/axis.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t ms = 1000;
constexpr std::size_t most_recipients = 100'000;
constexpr std::size_t most_bytes = 64U << 20;

Response store_failed() { return error_answer(503, "store_failed", "The store cannot be used now; try again."); }
Response no_such_number() {
  return error_answer(404, "not_found", "This number is not connected here: bring it live first.");
}
Response no_such_campaign() { return error_answer(404, "not_found", "This number has no such campaign."); }
Response bad(const std::string& what) { return error_answer(400, "bad_value", what); }

std::int64_t seconds_of(const ordered_json& body, const char* name) {
  const auto member = body.find(name);
  return member != body.end() && member->is_number_integer() ? member->get<std::int64_t>() : 0;
}

// Says what is wrong, or nothing.
std::optional<std::string> read_wish(const ordered_json& body, CampaignWish& wish) {
  if (!body.is_object()) return "Send a JSON object.";
  wish.name = text_of(body, "name");
  wish.lane = text_of(body, "lane");
  if (wish.lane.empty()) wish.lane = to_string(Lane::marketing);
  if (wish.name.empty() || wish.name.size() > 200) return "name: give the campaign a name of up to 200 bytes.";
  if (wish.lane != to_string(Lane::marketing) && wish.lane != to_string(Lane::utility)) {
    return "lane: a campaign is marketing or utility.";
  }
  const ordered_json chosen = body.value("template", ordered_json::object());
  if (chosen.is_object()) {
    wish.template_name = text_of(chosen, "name");
    wish.template_language = text_of(chosen, "language");
  }
  if (wish.template_name.empty() || wish.template_language.empty()) return "template: name and language are needed.";
  const auto recipients = body.find("recipients");
  if (recipients == body.end() || !recipients->is_array() || recipients->empty()) {
    return "recipients: a list of {\"to\",\"parameters\"} is needed.";
  }
  if (recipients->size() > most_recipients) return "recipients: at most 100,000 in one campaign.";
  for (const ordered_json& one : *recipients) {
    CampaignRecipient& recipient = wish.recipients.emplace_back();
    if (one.is_string()) recipient.to = one.get<std::string>();
    if (!one.is_object()) continue;
    recipient.to = text_of(one, "to");
    const auto parameters = one.find("parameters");
    if (parameters == one.end() || !parameters->is_array()) continue;
    for (const ordered_json& value : *parameters) {
      recipient.parameters.push_back(value.is_string() ? value.get<std::string>() : dumped(value));
    }
  }
  wish.not_before_s = seconds_of(body, "not_before");
  wish.expires_s = seconds_of(body, "expires");
  return std::nullopt;
}

struct Tally {
  std::int64_t all = 0, delivered = 0, read = 0, failed_later = 0, last_ended_ms = 0;
  std::array<std::int64_t, 6> by_state{};
};

void count(const CampaignCount& row, Tally& tally) {
  tally.all += row.count;
  tally.by_state[static_cast<std::size_t>(row.state)] += row.count;
  tally.last_ended_ms = std::max(tally.last_ended_ms, row.last_ended_ms);
  if (row.status == "delivered" || row.status == "read") tally.delivered += row.count;
  if (row.status == "read") tally.read += row.count;
  if (row.status == "failed" && row.state == SendState::accepted) tally.failed_later += row.count;
}

ordered_json campaign_json(const StoredCampaign& campaign, const Tally& tally, const NumberQueue& queue) {
  const auto in = [&](SendState state) { return tally.by_state[static_cast<std::size_t>(state)]; };
  const std::int64_t left = in(SendState::waiting) + in(SendState::in_flight);
  ordered_json body = {{"id", campaign.id}, {"name", campaign.name}, {"lane", campaign.lane}};
  if (!campaign.template_name.empty()) {
    body["template"] = {{"name", campaign.template_name}, {"language", campaign.template_language}};
  }
  const bool done = campaign.state == "running" && left == 0 && tally.all > 0;
  body["state"] = done ? "done" : campaign.state == "making" ? "running" : campaign.state;
  body["total"] = std::max(campaign.total, tally.all);
  body["waiting"] = in(SendState::waiting);
  body["in_flight"] = in(SendState::in_flight);
  body["accepted"] = in(SendState::accepted)-tally.failed_later;
  body["delivered"] = tally.delivered;
  body["read"] = tally.read;
  body["failed"] = in(SendState::failed) + tally.failed_later;
  body["dropped"] = in(SendState::dropped);
  body["in_doubt"] = in(SendState::in_doubt);
  body["created_s"] = campaign.created_s;
  if (left == 0) {
    if (tally.last_ended_ms != 0) body["ends_s"] = tally.last_ended_ms / ms;
  } else if (campaign.state == "running") {
    const Outlook outlook = queue.campaign_outlook(campaign.name);
    if (outlook.estimate_ms != never_ms) body["ends_s"] = unix_of(outlook.estimate_ms) / ms;
  }
  return body;
}

}  // namespace

ordered_json campaigns_json(Sending& sending, const CampaignOffice& campaigns, const NumberQueue& queue) {
  std::map<std::string, Tally> tallies;
  const auto counts = sending.sends().campaign_counts(queue.number());
  for (const CampaignCount& row : counts ? *counts : std::vector<CampaignCount>()) count(row, tallies[row.campaign]);
  ordered_json list = ordered_json::array();
  const std::vector<StoredCampaign> all = campaigns.of(queue.number());
  for (auto campaign = all.rbegin(); campaign != all.rend(); ++campaign) {
    list.push_back(campaign_json(*campaign, tallies[campaign->name], queue));
  }
  return list;
}

std::vector<Route> CampaignRoutes::routes() {
  const auto now = [this](Response (CampaignRoutes::*member)(const Call&)) {
    return at_once([this, member](const Call& call) { return (this->*member)(call); });
  };
  const auto ordered = [this](CampaignOffice::Order wanted) {
    return [this, wanted](const Call& call, const Reply& reply) { order(call, reply, wanted); };
  };
  const std::string all = "/v1/numbers/{number}/campaigns";
  std::vector<Route> rows = {
      {"POST", all + "/preview", Access::admin, now(&CampaignRoutes::preview)},
      {"POST", all, Access::admin, [this](const Call& call, const Reply& reply) { create(call, reply); }},
      {"GET", all, Access::admin, now(&CampaignRoutes::list)},
      {"GET", all + "/{id}", Access::admin, now(&CampaignRoutes::show)},
      {"POST", all + "/{id}/pause", Access::admin, ordered(CampaignOffice::Order::pause)},
      {"POST", all + "/{id}/resume", Access::admin, ordered(CampaignOffice::Order::resume)},
      {"POST", all + "/{id}/cancel", Access::admin, ordered(CampaignOffice::Order::cancel)},
  };
  rows[0].most_body_bytes = rows[1].most_body_bytes = most_bytes;
  return rows;
}

Response CampaignRoutes::list(const Call& call) {
  const auto queue = sending_.queue(call.names[0]);
  if (!queue) return json_answer(200, R"({"campaigns":[]})");
  return json_answer(200, dumped({{"campaigns", campaigns_json(sending_, campaigns_, *queue)}}));
}

Response CampaignRoutes::campaign_answer(const NumberQueue& queue, const std::string& id, int status) {
  for (const ordered_json& campaign : campaigns_json(sending_, campaigns_, queue)) {
    if (campaign["id"] == id) return json_answer(status, dumped(campaign));
  }
  return no_such_campaign();
}

Response CampaignRoutes::show(const Call& call) {
  const auto queue = sending_.queue(call.names[0]);
  return queue ? campaign_answer(*queue, call.names[1]) : no_such_number();
}

Response CampaignRoutes::preview(const Call& call) {
  const auto queue = sending_.queue(call.names[0]);
  if (!queue) return no_such_number();
  CampaignWish wish;
  if (const auto problem = read_wish(body_of(call.request), wish)) return bad(*problem);
  const CampaignPreview preview = campaigns_.preview(*queue, wish);
  ordered_json body = {{"recipients", preview.recipients}, {"duplicates", preview.duplicates}};
  body["invalid"] = ordered_json::array();
  for (const auto& one : preview.invalid) {
    body["invalid"].push_back({{"line", one.line}, {"to", one.to}, {"why", one.why}});
  }
  body["opted_out"] = preview.opted_out;
  if (preview.begins_s != 0) body["begins_s"] = preview.begins_s;
  if (preview.ends_s != 0) body["ends_s"] = preview.ends_s;
  body["per_minute"] = preview.per_minute;
  if (!preview.waits_for.empty()) body["waits_for"] = preview.waits_for;
  if (preview.users_limit != 0) {
    body["users_limit"] = preview.users_limit;
    body["users_reached"] = preview.users_reached;
  }
  if (preview.users_full_s != 0) body["users_full_s"] = preview.users_full_s;
  return json_answer(200, dumped(body));
}

void CampaignRoutes::create(const Call& call, const Reply& reply) {
  const auto queue = sending_.queue(call.names[0]);
  if (!queue) return reply.send(no_such_number());
  CampaignWish wish;
  if (const auto problem = read_wish(body_of(call.request), wish)) return reply.send(bad(*problem));
  const auto begun = campaigns_.make(queue, wish, [this, queue, reply](const std::optional<StoredCampaign>& made) {
    reply.send(made ? campaign_answer(*queue, made->id, 201) : store_failed());
  });
  if (begun == CampaignOffice::Begun::name_taken) {
    reply.send(error_answer(409, "name_taken", "This number has a campaign of that name."));
  } else if (begun == CampaignOffice::Begun::full) {
    reply.send(error_answer(429, "queue_full",
                            "With it too many messages of this number would wait: make it later, or smaller."));
  }
}

void CampaignRoutes::order(const Call& call, const Reply& reply, CampaignOffice::Order wanted) {
  const auto queue = sending_.queue(call.names[0]);
  if (!queue) return reply.send(no_such_number());
  const auto campaign = campaigns_.find(queue->number(), call.names[1]);
  if (!campaign) return reply.send(no_such_campaign());
  if (!campaigns_.order(*queue, campaign->id, wanted)) {
    return reply.send(error_answer(409, "cancelled", "This campaign has been cancelled, or is still being made."));
  }
  // When what it changed is durable.
  sending_.writer().submit({},
                           [this, queue, id = campaign->id, reply](bool) { reply.send(campaign_answer(*queue, id)); });
}

}  // namespace twinline
