// The life of a number as the API tells it.
#include "core/lifecycle/life_json.h"

#include <nlohmann/json.hpp>
#include <string>

#include "core/lifecycle/account_event.h"
#include "tests/support/catch.h"
#include "tests/support/lives.h"

using namespace twinline;
using namespace twinline::lives;

TEST_CASE("the life of a number is written for the API", "[lifecycle]") {
  using nlohmann::json;
  const auto life = [&](const NumberState& state, std::int64_t now) {
    return json::parse(life_json({"106", "102", "7"}, state, {}, meta(), now));
  };
  NumberState state = onboarded(t0);
  sync(state, SyncType::contacts).answer = accepted(t0 + 1);
  sync(state, SyncType::history).asked_at = t0 + 2;
  sync(state, SyncType::history).answer = accepted(t0 + 3);
  sync(state, SyncType::history).first_data_at = t0 + 100;
  sync(state, SyncType::history).last_data_at = t0 + 200;
  sync(state, SyncType::history).progress = 25;
  state.alive_at = t0 + 200;
  const json syncing = life(state, t0 + 201);
  CHECK(syncing["number"] == "106");
  CHECK(syncing["waba"] == "102");
  CHECK(syncing["app"] == "7");
  CHECK(syncing["stage"] == "syncing");
  CHECK(syncing["indicator"] == "coexistence");
  CHECK(syncing["may_send"] == true);
  CHECK(syncing["contacts"]["stage"] == "accepted");
  CHECK(syncing["history"]["stage"] == "arriving");
  CHECK(syncing["history"]["progress"] == 25);
  CHECK(syncing["history"]["estimated_end_at"] == t0 + 500);
  CHECK(syncing["history"]["request_id"] == "request-1");
  CHECK(syncing["advice"][0]["kind"] == "keep_app_open");
  CHECK(syncing["keep_alive"]["alive_at"] == t0 + 200);
  CHECK(syncing["keep_alive"]["warn_at"] == t0 + 200 + 10 * day);
  CHECK(syncing["keep_alive"]["urge_at"] == t0 + 200 + 12 * day);
  CHECK(syncing["keep_alive"]["overdue_at"] == t0 + 200 + 13 * day);
  CHECK(syncing["registers"]["onboarded_at"] == t0);
  CHECK(!syncing.contains("removal"));

  const json fresh = life(onboarded(t0), t0 + 1);
  CHECK(fresh["contacts"]["window_ends_at"] == t0 + day);
  CHECK(fresh["wants"] == "sync_contacts");

  join(state, state_of_account_event("PARTNER_REMOVED", t0 + day, "PRIMARY_INACTIVITY", "SYSTEM"));
  const json removed = life(state, t0 + day);
  CHECK(removed["stage"] == "removed");
  CHECK(removed["may_send"] == false);
  CHECK(removed["removal"]["reason"] == "PRIMARY_INACTIVITY");
  CHECK(!removed["removal"]["meaning"].get<std::string>().empty());
  CHECK(removed["disconnect"].get<std::string>().find("Business Platform") != std::string::npos);

  const json draft = life(NumberState{}, t0);
  CHECK(draft["stage"] == "draft");
  NumberState cloud = onboarded(t0);
  cloud.cloud_api_at = t0;
  const json alone = life(cloud, t0 + 1);
  CHECK(alone["indicator"] == "cloud_api");
  for (const char* of_the_app : {"disconnect", "keep_alive", "contacts", "history"}) CHECK(!alone.contains(of_the_app));
  CHECK(!draft.contains("keep_alive"));

  const json summary = json::parse(life_summary_json(onboarded(t0), meta(), t0 + 1));
  CHECK(summary["stage"] == "connected");
  CHECK(summary["next"]["until"] == t0 + day);
  CHECK(summary["next"]["urgency"] == "warning");
}
