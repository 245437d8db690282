// /v1/numbers/{number}/life and …/timeline: what is known of the life of a number, and how it came to be.
#pragma once

#include <string>
#include <vector>

#include "native/api/routes.h"
#include "native/going_live/affairs.h"
#include "native/going_live/settings.h"
#include "native/store/records.h"

namespace twinline {

class LifeRoutes {
 public:
  LifeRoutes(const Affairs& affairs, const GoingLiveSettings& settings, Records& records)
      : affairs_(affairs), settings_(settings), records_(records) {}

  // Must not outlive this.
  std::vector<Route> routes() const;

  // With what the records know of a number that has no onboarding here.
  KnownNumber number(const std::string& id) const;
  // For a list: the summary of its life and the app it belongs to, as members of an object.
  std::string summary_json(const KnownNumber& number) const;

 private:
  Response life(const std::string& id) const;
  Response timeline(const std::string& id) const;

  const Affairs& affairs_;
  const GoingLiveSettings& settings_;
  Records& records_;
};

}  // namespace twinline
