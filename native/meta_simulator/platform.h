// The simulated Meta as one value: requests in, answers out, and the webhooks whose time has come. It knows no socket, no
// clock and no thread; whoever hosts it brings the time and carries the bodies.
//
//   /v24.0/…             the Graph API, with or without a version
//   /simulator/signup    the window of Embedded Signup, /simulator/phone the phones; both are pages for people
//   /simulator/state     what was asked of it, /simulator/truth?number=ID what a receiver must know of a history
//   /simulator/sends?number=ID  what was sent, as Meta counts it
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "native/http/server.h"
#include "native/meta_simulator/chats.h"
#include "native/meta_simulator/graph.h"
#include "native/meta_simulator/messaging.h"
#include "native/meta_simulator/phone.h"
#include "native/meta_simulator/platform_state.h"
#include "native/meta_simulator/signup.h"
#include "native/meta_simulator/story.h"

namespace twinline::simulator {

struct PlatformPlan {
  Scenario scenario = scenarios.front();
  WorldPlan world;  // seed, messages, threads; onboarded_at_s 0: some minutes before each connection
  double speed = 1;
  std::string app;  // the only app id that is known; empty: any
  std::string app_secret;
  std::string callback_url;      // where webhooks go
  bool refuses_at_once = false;  // see MessagingPlan
};

struct Post {
  Outbox::Id id = 0;
  std::string what;  // for a log
  std::function<std::string()> body;
};

class Platform {
 public:
  explicit Platform(PlatformPlan plan);
  // Goes on from what another run kept; its world is that of the other run.
  Platform(PlatformPlan plan, PlatformState kept, std::int64_t now_ms);
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  Outcome answer(const HttpRequest& request, std::int64_t now_ms);

  // What is to be posted now. `room`: whether more live traffic is welcome. Each is delivered again after a restart
  // unless it is acknowledged.
  std::vector<Post> due(std::int64_t now_ms, bool room = true);
  void acknowledge(Outbox::Id id);

  const PlatformState& state() const { return state_; }
  // Changes with whatever is to be kept.
  std::uint64_t version() const { return version_; }

 private:
  Response simulator_page(const HttpRequest& request, std::int64_t now_ms);
  Response show_state();
  Response show_truth(const HttpRequest& request);
  Response show_sends(const HttpRequest& request);

  void hear(const Outgoing& outgoing, std::int64_t now_ms);

  PlatformPlan plan_;
  PlatformState state_;
  Story story_;
  Chats chats_;
  Messaging messaging_;
  Graph graph_;
  Signup signup_;
  Phone phone_;
  std::uint64_t delivered_ = 0, dropped_ = 0;
  std::uint64_t version_ = 1;
};

}  // namespace twinline::simulator
