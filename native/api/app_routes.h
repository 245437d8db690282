// /v1/apps…: the apps a partner manages, whether coexistence is enabled for them, and their sync.
//
// Enabling and the sync have the shapes of Gupshup's partner API, so that its callers find what they know: JSON or a form,
// any case of the sync's type, {"status":"error","message":…} where something is wrong.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "native/api/routes.h"
#include "native/going_live/affairs.h"
#include "native/going_live/going_live.h"

namespace twinline {

class AppRoutes {
 public:
  AppRoutes(Affairs& affairs, GoingLive& going_live) : affairs_(affairs), going_live_(going_live) {}

  // Must not outlive this.
  std::vector<Route> routes();

 private:
  std::string app_json(const StoredApp& app) const;
  Response list() const;
  Response create(const Call& call);
  Response show(const Call& call) const;
  Response configure(const Call& call);
  Response show_new_messages(const Call& call);
  Response request(const Call& call);
  Response grant(const Call& call);
  Response change(const std::string& app, const std::function<void(StoredApp&)>& adjust);
  void sync(const Call& call, const Reply& reply);
  void preflight(const Call& call, const Reply& reply);

  Affairs& affairs_;
  GoingLive& going_live_;
};

}  // namespace twinline
