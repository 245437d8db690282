// /v1/numbers/{number}/sends…, …/queue, …/allowed and …/media: what is sent, what waits and why, and what may be sent now.
//
// A batch is NDJSON of up to 10,000 lines, taken in one transaction; each line is answered by one, so a bad one is no reason
// to refuse the others. Times are Unix seconds.
#pragma once

#include <string>
#include <vector>

#include "native/api/campaign_routes.h"
#include "native/api/outgoing.h"
#include "native/api/routes.h"

namespace twinline {

class SendRoutes {
 public:
  SendRoutes(Sending& sending, CampaignOffice& campaigns) : sending_(sending), campaigns_(campaigns) {}

  // Must not outlive this.
  std::vector<Route> routes();

 private:
  void batch(const Call& call, const Reply& reply);
  Response list(const Call& call);
  Response show(const Call& call);
  void cancel(const Call& call, const Reply& reply);
  void decide(const Call& call, const Reply& reply);
  Response queue(const Call& call);
  Response pause(const Call& call);
  Response resume(const Call& call);
  Response allowed(const Call& call);
  void media(const Call& call, const Reply& reply);
  Response send_answer(const std::string& number, const std::string& id, int status = 200);

  Sending& sending_;
  CampaignOffice& campaigns_;
};

}  // namespace twinline
