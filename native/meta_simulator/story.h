// What happens to the numbers of the simulated Meta in the course of a scenario: what asking for contacts and history sets
// off, when the phone is changed, how a connection ends. Times are those of the scenario, divided by the speed.
//
// Webhooks go to the outbox. Whether one of them may leave is asked when its time has come: only while the app is
// subscribed to the account and to the field, and what is not sent then is lost, as with Meta.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "native/meta_simulator/live.h"
#include "native/meta_simulator/onboarding.h"
#include "native/meta_simulator/platform_state.h"
#include "native/meta_simulator/scenarios.h"

namespace twinline::simulator {

struct StoryPlan {
  Scenario scenario = scenarios.front();
  double speed = 1;  // 0: as fast as possible
};

// The steps of the two synchronisations as the scenario has them, due times at speed 1 since the asking.
struct ToldSteps {
  std::vector<std::uint32_t> contacts, history;  // indices into Onboarding::steps
  std::map<std::uint32_t, std::int64_t> due_ms;
};
ToldSteps told_steps(const Onboarding& onboarding, Twist twist);

// Why a connection ended, as Meta words it.
struct Removal {
  std::string reason = "ACCOUNT_DISCONNECTED";
  std::string initiated_by = "USER";
  bool names_number = true;  // the shape that names a phone number, or the one that names the account
};

class Story {
 public:
  // Requires: the state outlives this.
  Story(PlatformState& state, StoryPlan plan);

  void connect(PhoneNumber& number, bool shares_chats, std::int64_t now_ms);
  void begin_contacts(PhoneNumber& number, std::int64_t now_ms);
  void begin_history(PhoneNumber& number, std::int64_t now_ms);
  void offboard(PhoneNumber& number, std::int64_t now_ms);
  void reconnect(PhoneNumber& number, std::int64_t now_ms);
  void remove(PhoneNumber& number, const Removal& removal, std::int64_t now_ms);
  void vanish(PhoneNumber& number);  // as remove, and nobody is told
  // What Meta thinks of the number: quality and limit, told by webhook where the limit changes.
  void rate(PhoneNumber& number, const std::string& quality, const std::string& limit, std::int64_t now_ms);
  // No messages begun by the business, for that long.
  void restrict(PhoneNumber& number, std::int64_t span_s, std::int64_t now_ms);
  void decide(Portfolio& account, Template& draft, std::int64_t now_ms);

  // Carries out an act. Live traffic waits where there is no room for it.
  void act(const Outgoing& act, std::int64_t now_ms, bool room);
  // Whether a webhook or a step may leave now.
  bool may_leave(const Outgoing& outgoing);
  // Makes the body; may be called later and from another thread.
  std::function<std::string()> body_of(const Outgoing& outgoing);
  void tell(const PhoneNumber& number, std::string_view field, std::string what, std::string body, std::int64_t due_ms);

  // Who the number's customers are and what was written. Requires: the number was connected once.
  const World& world_of(const PhoneNumber& number) { return *told_of(number).world; }
  const Onboarding& onboarding_of(const PhoneNumber& number) { return *told_of(number).onboarding; }
  // Live traffic begins anew where a state was read from a file.
  void resume(std::int64_t now_ms);
  std::int64_t paced(std::int64_t span_ms) const;

 private:
  struct Told {
    std::shared_ptr<const World> world;
    std::shared_ptr<const Onboarding> onboarding;
    ToldSteps steps;
  };
  const Told& told_of(const PhoneNumber& number);
  void push_steps(const PhoneNumber& number, const std::vector<std::uint32_t>& steps, std::int64_t now_ms);
  void push_ending(const PhoneNumber& number, std::int64_t now_ms);
  void push_act(const PhoneNumber& number, std::string_view name, std::int64_t due_ms);
  void account_event(const PhoneNumber& number, const Json& value, std::int64_t now_ms, std::int64_t later_ms = 0);
  void live(PhoneNumber& number, std::int64_t now_ms, bool room);
  void settle_template(const Outgoing& act, std::int64_t now_ms);
  void leave(PhoneNumber& number);

  PlatformState& state_;
  StoryPlan plan_;
  std::map<std::string, Told> told_;         // by number
  std::map<std::string, LiveTraffic> live_;  // by number
};

}  // namespace twinline::simulator
