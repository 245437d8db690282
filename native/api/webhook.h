// Meta's side of the shim: the verification handshake and the taking in of webhooks.
//
// A webhook is answered 200 only after its bytes are in the journal, whatever they say; 503 if they could not be stored, so
// that Meta sends them again. A wrong or missing signature is 401 and nothing else is said.
#pragma once

#include <string>

#include "native/api/counters.h"
#include "native/http/server.h"
#include "native/store/intake.h"

namespace twinline {

class Webhook {
 public:
  Webhook(std::string app_secret, std::string verify_token, Intake& intake, Counters& counters)
      : app_secret_(std::move(app_secret)),
        verify_token_(std::move(verify_token)),
        intake_(intake),
        counters_(counters) {}

  // GET: hub.mode, hub.verify_token, hub.challenge.
  Response verify(const HttpRequest& request) const;
  void take(HttpRequest request, const Reply& reply, std::int64_t now_ms) const;

 private:
  std::string app_secret_;
  std::string verify_token_;
  Intake& intake_;
  Counters& counters_;
};

}  // namespace twinline
