// The Graph API as a value in and a value out: what Meta would answer to a call at a time, and what the call sets off.
//
// Tokens come from the exchange of a signup's code (once, within 30 seconds) and reach one account; APP_ID|APP_SECRET
// reaches the app. What a token does not reach does not exist. Calls are counted by what they are, the refused included,
// and never kept with their secrets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "native/http/server.h"
#include "native/meta_simulator/graph_call.h"
#include "native/meta_simulator/graph_fault.h"
#include "native/meta_simulator/messaging.h"
#include "native/meta_simulator/outcome.h"
#include "native/meta_simulator/platform_state.h"
#include "native/meta_simulator/story.h"

namespace twinline::simulator {

struct GraphPlan {
  std::uint64_t seed = 1;
  std::string app;  // its id; empty: any
  std::string app_secret;
  std::string callback_url;
  Twist twist = Twist::none;
};

class Graph {
 public:
  // Requires: all outlive this.
  Graph(PlatformState& state, Story& story, Messaging& messaging, GraphPlan plan);

  Outcome answer(const HttpRequest& request, std::int64_t now_ms);

  // A code as the end of a signup hands it over. Lets the app in.
  std::string make_code(std::string_view app, std::string_view waba, std::int64_t now_ms);

 private:
  Outcome route(const ReadCall& call, std::int64_t now_ms);
  Response exchange(const ReadCall& call, std::int64_t now_ms);
  Response app_edge(const ReadCall& call);
  Response account_edge(const ReadCall& call, const Grant& grant, Portfolio& account, std::int64_t now_ms);
  Outcome number_edge(const ReadCall& call, PhoneNumber& number, std::int64_t now_ms);
  Response subscribed_apps(const ReadCall& call, const Grant& grant, Portfolio& account);
  Response list_numbers(const ReadCall& call, const Portfolio& account);
  Response request_sync(const ReadCall& call, PhoneNumber& number, std::int64_t now_ms);
  Outcome send_message(const ReadCall& call, PhoneNumber& number, std::int64_t now_ms);
  Response upload_media(const ReadCall& call, const PhoneNumber& number, std::int64_t now_ms);
  Response medium(const ReadCall& call, const Medium& medium, std::int64_t now_ms);
  Response download(const ReadCall& call, std::int64_t now_ms);
  Response debug_token(const ReadCall& call);

  // The grant of the call's token, if it reaches this account.
  const Grant* grant_for(const ReadCall& call, const Portfolio& account) const;
  bool is_app_token(const ReadCall& call, std::string_view app) const;
  Response fault(const GraphFault& fault);
  // Counts a call; where errors are inconsistent, its first answers are some of them.
  std::optional<Response> count(std::string_view what);
  std::string draw(std::string_view beginning, std::size_t length);

  PlatformState& state_;
  Story& story_;
  Messaging& messaging_;
  GraphPlan plan_;
};

Response json_response(const Json& json);
Response success_response();

}  // namespace twinline::simulator
