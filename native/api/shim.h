// Every path of the shim and who may take it.
//
//     GET POST /webhooks/meta                     Meta                        signature
//     GET      /healthz /readyz                   supervisors                 free
//     GET      /metrics                           Prometheus                  token
//     POST     /v1/login /v1/logout               the dashboard               free
//     …        /v1/…                              dashboard and partners      token or login cookie, or a signed link
//     …        /v24.0/…                           clients of the Cloud API    token
//     GET      anything else                      the dashboard's files       free
//
// The paths below /v1 stand beside what answers them (number_routes.h and its like); the shim looks them up and checks who
// calls.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "native/api/counters.h"
#include "native/api/links.h"
#include "native/api/routes.h"
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
  // `metrics` gives Prometheus text.
  Shim(const ShimSecrets& secrets, StaticFiles files, Links links, Intake& intake, Counters& counters,
       std::function<std::string()> metrics, std::vector<Route> v1);

  void handle(HttpRequest request, const Reply& reply) const;
  // How long the body of a request may be, by its head: what is uploaded is longer than all else.
  std::size_t body_limit(const HttpRequest& head) const;
  const std::vector<Route>& routes() const { return routes_.all(); }

 private:
  std::vector<Route> own_routes() const;
  bool may(Access access, const HttpRequest& request, const std::vector<std::string>& names) const;
  Response log_in(const HttpRequest& request) const;

  Sessions sessions_;
  Links links_;
  Webhook webhook_;
  StaticFiles files_;
  Counters& counters_;
  std::function<std::string()> metrics_;
  Routes routes_;
};

}  // namespace twinline
