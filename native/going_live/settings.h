// What going live needs to know about the world: where the Graph API is, which app of Meta's is ours, which policy holds.
#pragma once

#include <string>

#include "core/graph/requests.h"
#include "core/policy/date.h"
#include "core/policy/policy.h"

namespace twinline {

struct GoingLiveSettings {
  std::string graph_url = "https://graph.facebook.com";
  std::string graph_version{};  // empty: the newest that lives, by the policy
  std::string meta_app_id{};
  std::string meta_config_id{};  // of Embedded Signup
  std::string app_secret{};
  std::string public_url{};   // where Meta finds this shim
  std::string signup_page{};  // stands in for Meta's signup window, on the simulator
  std::string data_folder{};  // whose disk must not be full
  bool sync_by_itself = true;
  Policy policy{};

  GraphApi api(Date day, std::string token) const {
    return {graph_url, graph_version.empty() ? std::string(policy.newest_graph_version(day)) : graph_version,
            std::move(token)};
  }
};

}  // namespace twinline
