// /v1/numbers/{number}/profile, …/templates and …/account: what Meta lets a partner read and change of a number.
//
// Each is asked of Meta with the stored token of the number's app. Meta's own members are passed on as they are; its errors
// come with what the policy says about them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/graph/answers.h"
#include "native/api/life_routes.h"
#include "native/api/routes.h"
#include "native/going_live/going_live.h"

namespace twinline {

class CareRoutes {
 public:
  CareRoutes(GoingLive& going_live, const LifeRoutes& lives, Records& records)
      : going_live_(going_live), lives_(lives), records_(records) {}

  // Must not outlive this.
  std::vector<Route> routes();

 private:
  using Make = std::function<Result<Request>(const GraphApi&)>;
  // The answer to give; called from another thread.
  using Read = std::function<Response(const Answer&)>;
  void ask(const KnownNumber& number, const Make& make, Read read, const Reply& reply);
  // The same for what changes something at Meta; it becomes an intent of the number.
  void change(const KnownNumber& number, const GoingLive::ChangeKind& kind, const Make& make, Read read,
              const Reply& reply);

  void account(const Call& call, const Reply& reply);
  void profile(const Call& call, const Reply& reply);
  void change_profile(const Call& call, const Reply& reply);
  void templates(const Call& call, const Reply& reply);
  void create_template(const Call& call, const Reply& reply);
  void delete_template(const Call& call, const Reply& reply);
  Response account_of(const KnownNumber& number, const std::optional<Answer>& answer) const;

  const Policy& policy() const { return going_live_.settings().policy; }

  GoingLive& going_live_;
  const LifeRoutes& lives_;
  Records& records_;
};

}  // namespace twinline
