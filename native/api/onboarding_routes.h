// /v1/onboardings…: what people tell of an attempt to bring an app live, what Meta's window said, and what it means now.
//
// Who holds the signed link of an onboarding may use its paths without a login.
#pragma once

#include <string>
#include <vector>

#include "native/api/links.h"
#include "native/api/routes.h"
#include "native/going_live/affairs.h"
#include "native/going_live/going_live.h"

namespace twinline {

class OnboardingRoutes {
 public:
  OnboardingRoutes(Affairs& affairs, GoingLive& going_live, Links links)
      : affairs_(affairs), going_live_(going_live), links_(std::move(links)) {}

  // Must not outlive this.
  std::vector<Route> routes();

 private:
  std::string onboarding_text(const Attempt& attempt) const;
  Response list(const Call& call) const;
  Response begin(const Call& call);
  Response show(const std::string& id, int status = 200) const;
  Response tell(const Call& call);
  Response signup_event(const Call& call);
  Response code(const Call& call);
  Response pin(const Call& call);
  Response taken(const std::string& id, const Stored<std::string>& why_not) const;
  Response link(const Call& call) const;
  Response signup_settings() const;
  std::string address_of(const HttpRequest& request) const;
  bool is_signup_page(std::string_view origin) const;

  Affairs& affairs_;
  GoingLive& going_live_;
  Links links_;
};

}  // namespace twinline
