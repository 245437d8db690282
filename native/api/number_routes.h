// /v1/numbers, /v1/numbers/{number}/records and /v1/status: what the store knows, for the dashboard and for partners.
#pragma once

#include <string>

#include "native/api/counters.h"
#include "native/api/followers.h"
#include "native/http/server.h"
#include "native/store/records.h"

namespace twinline {

class NumberRoutes {
 public:
  NumberRoutes(Records& records, Followers& followers, Counters& counters)
      : records_(records), followers_(followers), counters_(counters) {}

  Response numbers() const;
  Response status() const;
  // ?since=VERSION&follow=1
  void records(const std::string& number, const HttpRequest& request, const Reply& reply) const;

 private:
  Records& records_;
  Followers& followers_;
  Counters& counters_;
};

}  // namespace twinline
