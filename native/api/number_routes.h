// /v1/numbers, /v1/numbers/{number}/records, …/messages/{id}/facts and /v1/status: what the store knows, for the dashboard
// and for partners.
#pragma once

#include <string>

#include "native/api/counters.h"
#include "native/api/followers.h"
#include "native/api/life_routes.h"
#include "native/api/routes.h"
#include "native/http/server.h"
#include "native/store/journal.h"
#include "native/store/records.h"

namespace twinline {

class NumberRoutes {
 public:
  NumberRoutes(Journal& journal, Records& records, Followers& followers, Counters& counters, const Affairs& affairs,
               const LifeRoutes& lives)
      : journal_(journal),
        records_(records),
        followers_(followers),
        counters_(counters),
        affairs_(affairs),
        lives_(lives) {}

  // Must not outlive this.
  std::vector<Route> routes() const;

 private:
  Response numbers() const;
  Response status() const;
  // ?since=VERSION&follow=1
  void records(const std::string& number, const HttpRequest& request, const Reply& reply) const;
  // Where everything that is known of a message came from.
  void facts(const std::string& number, const std::string& id, const Reply& reply) const;

  Journal& journal_;
  Records& records_;
  Followers& followers_;
  Counters& counters_;
  const Affairs& affairs_;
  const LifeRoutes& lives_;
};

}  // namespace twinline
