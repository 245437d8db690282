// The life of a number now, as JSON for the API and the dashboard.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/lifecycle/new_messages.h"
#include "core/lifecycle/number_state.h"
#include "core/policy/policy.h"

namespace twinline {

// Whose life it is; empty members are left out.
struct LifeNames {
  std::string_view number;
  std::string_view waba;
  std::string_view app;
};

// {"number","waba","app","stage","indicator":"coexistence|cloud_api","may_send","contacts":SYNC,"history":SYNC,
//  "advice":[{"kind","urgency","sync","until","text"}],"wants","changes_at","registers":{…},
//  "keep_alive":{"alive_at","warn_at","urge_at","overdue_at"},"removal":{"at","reason","initiated_by","meaning","action"},
//  "restrictions":[…],"gaps":[{"from","until"}],"new_messages":"at_once|after_sync","held_back":{"since","until"},
//  "disconnect"}
// SYNC = {"stage","text","asked_at","expected_by","answered_at","request_id","error":{"code","meaning","action"},"declined_at",
//  "first_data_at","last_data_at","progress","window_ends_at","estimated_end_at"}
// Members without a value are absent; a number of the Cloud API alone has no syncs and no keep_alive.
std::string life_json(const LifeNames& names, const NumberState& state, const NewMessagesChoice& new_messages,
                      const Policy& policy, std::int64_t now_s);

// For a list of numbers: {"stage","indicator","next":{"text","until","urgency"},"quality","limit"}.
std::string life_summary_json(const NumberState& state, const Policy& policy, std::int64_t now_s);

// The restrictions that hold now: [{"type","at","expires_at","text"}].
std::string restrictions_json(const NumberState& state, const Policy& policy, std::int64_t now_s);

// Where in the app a business ends the connection; no call to Meta can. Empty for a number of the Cloud API alone.
std::string_view how_to_disconnect(const NumberState& state);

// When the phone has to be opened; nothing before an onboarding or a sign of life, nor for a number of the Cloud API alone.
struct KeepAlive {
  std::int64_t alive_at = 0;  // the last sign of life
  std::int64_t warn_at = 0;
  std::int64_t urge_at = 0;
  std::int64_t overdue_at = 0;
};
std::optional<KeepAlive> keep_alive_of(const NumberState& state, const Policy& policy, std::int64_t now_s);

}  // namespace twinline
