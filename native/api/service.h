// The running shim: stores, intake, projection and HTTP server, put together and taken apart in the right order.
//
//     Service service(options, {journal, records, ledger}, seal, log);
//     if (auto problem = service.start()) …          listening on service.port()
//     service.stop();                                what was accepted is stored before it returns
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "native/api/app_routes.h"
#include "native/api/care_routes.h"
#include "native/api/counters.h"
#include "native/api/followers.h"
#include "native/api/graph_routes.h"
#include "native/api/life_routes.h"
#include "native/api/number_routes.h"
#include "native/api/onboarding_routes.h"
#include "native/api/send_routes.h"
#include "native/api/shim.h"
#include "native/going_live/affairs.h"
#include "native/going_live/going_live.h"
#include "native/http/server.h"
#include "native/projection/projection.h"
#include "native/sending/sending.h"
#include "native/store/intake.h"
#include "native/store/ledger.h"
#include "native/store/seal.h"

namespace twinline {

struct ServiceOptions {
  ServerOptions server{};
  ShimSecrets secrets{};
  std::string dashboard_folder{};
  GoingLiveSettings going_live{};  // its secrets are taken from those above
  SendingSettings sending{};
};

struct Stores {
  Journal& journal;
  Records& records;
  Ledger& ledger;
  Sends& sends;
};

// Called from several threads.
struct ServiceLog {
  std::function<void(const std::string&)> info;
  std::function<void(const std::string&)> problem;
};

class Service {
 public:
  // The stores must outlive the service.
  Service(ServiceOptions options, Stores stores, Seal seal, ServiceLog log);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // What is wrong, or nothing.
  std::optional<std::string> start();
  void stop();
  std::uint16_t port() const { return server_->port(); }
  const Counters& counters() const { return counters_; }
  // All paths that it serves but those of files.
  const std::vector<Route>& routes() const { return shim_->routes(); }

 private:
  Links links() const { return Links(seal_.derived_key("onboarding links")); }
  std::vector<Route> v1_routes();
  std::optional<std::string> count_what_is_there();
  std::optional<std::string> load_affairs();
  Sending::Around around_sending();
  Intake::Events intake_events();
  Projection::Events projection_events();

  ServiceOptions options_;
  Stores stores_;
  Seal seal_;
  ServiceLog log_;
  Counters counters_;
  Followers followers_;
  Affairs affairs_;
  GoingLive going_live_;
  LifeRoutes lives_;
  NumberRoutes numbers_;
  AppRoutes apps_;
  OnboardingRoutes onboardings_;
  CareRoutes care_;
  Sending sending_;
  CampaignOffice campaigns_;
  SendRoutes sends_;
  CampaignRoutes campaign_routes_;
  GraphRoutes graph_;
  std::optional<Projection> projection_;
  std::optional<Shim> shim_;
  // The server ends last, but stops first: replies that wait in the intake must find it.
  std::optional<HttpServer> server_;
  std::optional<Intake> intake_;
};

}  // namespace twinline
