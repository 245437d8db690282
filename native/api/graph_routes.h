// The paths of Meta's Graph API that callers know: the same bodies, answers and errors, the admin token as bearer token.
//
//     POST     /v24.0/{number}/messages     paced: waits for its turn and for Meta's answer, which is handed through
//     …        /v24.0/{anything else}       handed to Meta with the token of the app it belongs to, unpaced
//
// An existing client of the Cloud API works by changing its base URL. `Prefer: respond-async` answers 202 with our id when
// the message is durable; `Idempotency-Key` makes a repetition harmless for 24 hours. A message whose caller hung up before it
// started is not sent, unless a key was given: then a repetition is expected, waits for the same message and gets its answer.
#pragma once

#include <string>
#include <vector>

#include "native/api/outgoing.h"
#include "native/api/routes.h"
#include "native/sending/campaign_office.h"

namespace twinline {

class GraphRoutes {
 public:
  GraphRoutes(Sending& sending, CampaignOffice& campaigns) : sending_(sending), campaigns_(campaigns) {}

  // Must not outlive this. To be asked after all others: they take what nobody else did below /v{major}.{minor}.
  std::vector<Route> routes();

 private:
  void message(const Call& call, const Reply& reply);
  void pass_on(const Call& call, const Reply& reply);
  void answer_known(const std::shared_ptr<NumberQueue>& queue, const SendKey& known, const std::string& hash,
                    bool async, const Reply& reply);
  void wait(const std::shared_ptr<NumberQueue>& queue, const std::string& id, bool may_cancel, const Reply& reply);
  void take_back_when_gone(const std::weak_ptr<NumberQueue>& queue, const std::string& id, const Reply& reply);
  void forward(const std::string& app, const std::string& version, Request request, const Reply& reply);

  Sending& sending_;
  CampaignOffice& campaigns_;
};

}  // namespace twinline
