// /v1/numbers/{number}/campaigns…: many messages of one template, made, looked at beforehand, paused and cancelled.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "native/api/routes.h"
#include "native/sending/campaign_office.h"

namespace twinline {

// All campaigns of a number, the newest first, with how far each has come.
nlohmann::ordered_json campaigns_json(Sending& sending, const CampaignOffice& campaigns, const NumberQueue& queue);

class CampaignRoutes {
 public:
  CampaignRoutes(Sending& sending, CampaignOffice& campaigns) : sending_(sending), campaigns_(campaigns) {}

  // Must not outlive this.
  std::vector<Route> routes();

 private:
  Response list(const Call& call);
  Response show(const Call& call);
  Response preview(const Call& call);
  void create(const Call& call, const Reply& reply);
  void order(const Call& call, const Reply& reply, CampaignOffice::Order order);
  Response campaign_answer(const NumberQueue& queue, const std::string& id, int status = 200);

  Sending& sending_;
  CampaignOffice& campaigns_;
};

}  // namespace twinline
