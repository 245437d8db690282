// Every path of the shim and who may take it.
//
//     GET POST /webhooks/meta                     Meta                        signature
//     GET      /healthz /readyz                   supervisors                 free
//     GET      /metrics                           Prometheus                  token
//     POST     /v1/login /v1/logout               the dashboard               free
//     GET      /v1/session /v1/numbers /v1/status /v1/numbers/{number}/records   token or login cookie
//              /v1/numbers/{number}/messages/{id}/facts
//     GET      anything else                      the dashboard's files       free
#pragma once

#include "native/api/counters.h"
#include "native/api/followers.h"
#include "native/api/number_routes.h"
#include "native/api/session.h"
#include "native/api/static_files.h"
#include "native/api/webhook.h"
#include "native/http/server.h"

namespace twinline {

struct ShimSecrets {
  std::string app_secret;
  std::string verify_token;
  std::string admin_token;
};

class Shim {
 public:
  // Everything given by reference must outlive the shim.
  Shim(ShimSecrets secrets, std::string dashboard_folder, Intake& intake, Journal& journal, Records& records,
       Followers& followers, Counters& counters);

  void handle(HttpRequest request, const Reply& reply) const;

 private:
  Response answer_v1(const HttpRequest& request) const;
  Response log_in(const HttpRequest& request) const;

  Sessions sessions_;
  Webhook webhook_;
  NumberRoutes numbers_;
  StaticFiles files_;
  Followers& followers_;
  Counters& counters_;
};

}  // namespace twinline
