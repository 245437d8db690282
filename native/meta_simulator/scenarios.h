// What the simulator can play, by name.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace twinline::simulator {

// In which way a scenario leaves the usual path.
enum class Twist : std::uint8_t {
  none,
  declined,
  lost_answer,
  lost_code,
  late,
  used_up,
  nothing_arrives,
  gap,
  stalled,
  reordered,
  offboarded,
  reconnected_first,
  restricted,
  silent_disconnect,
  inconsistent_errors,
  inconsistent_events,
  not_eligible,
  error_object,
  several_numbers,
  dropped_answers,
  slow_answers,
  refuses,
  maintenance,
};

struct Scenario {
  std::string_view name;
  std::string_view sentence;  // for --help
  std::int64_t duration_ms;   // how long the onboarding takes at speed 1
  bool live_afterwards;       // whether traffic goes on for ever, or the scenario ends
  Twist twist = Twist::none;

  // Only golive and burst can be played to a target that never asks.
  bool needs_listen() const { return twist != Twist::none; }
};

inline constexpr std::int64_t usual_duration_ms = 40'000;

inline constexpr std::array<Scenario, 24> scenarios = {{
    {"golive", "A business goes live: contacts, six months of history within 40 s, then live traffic for ever.",
     usual_duration_ms, true},
    {"burst", "The same contacts and history as fast as they are taken, then the end.", 0, false},
    {"declined", "The business shares no chats: asking for the history is answered by webhook 2593109.",
     usual_duration_ms, true, Twist::declined},
    {"lost-answer", "The first answer to each smb_app_data is lost on its way, and what was asked for begins.",
     usual_duration_ms, true, Twist::lost_answer},
    {"lost-code", "The answer to the exchange of the first code is lost, and the code is used up.", usual_duration_ms,
     true, Twist::lost_code},
    {"late", "The 24 hours are over: smb_app_data is refused with 2593108.", usual_duration_ms, true, Twist::late},
    {"used-up", "Both types were asked for before: smb_app_data is refused with 2593107.", usual_duration_ms, true,
     Twist::used_up},
    {"nothing-arrives", "smb_app_data is accepted, and no webhook follows.", usual_duration_ms, true,
     Twist::nothing_arrives},
    {"gap", "Two chunks of the history never come.", usual_duration_ms, true, Twist::gap},
    {"stalled", "The history ends at about 60 %.", usual_duration_ms, true, Twist::stalled},
    {"reordered", "The last chunk comes first and the first one last.", usual_duration_ms, true, Twist::reordered},
    {"offboarded", "After the history the phone is changed: ACCOUNT_OFFBOARDED, later ACCOUNT_RECONNECTED.",
     usual_duration_ms, true, Twist::offboarded},
    {"reconnected-first", "As offboarded, and ACCOUNT_RECONNECTED arrives before ACCOUNT_OFFBOARDED.",
     usual_duration_ms, true, Twist::reconnected_first},
    {"restricted", "After the history Meta lowers the quality, changes the limit and restricts sending.",
     usual_duration_ms, true, Twist::restricted},
    {"silent-disconnect", "After the history the business disconnects, and no webhook tells it.", usual_duration_ms,
     true, Twist::silent_disconnect},
    {"inconsistent-errors", "Signup and Graph API fail in changing ways before they succeed.", usual_duration_ms, true,
     Twist::inconsistent_errors},
    {"inconsistent-events", "Some contacts, media and echoes are never told.", usual_duration_ms, true,
     Twist::inconsistent_events},
    {"not-eligible", "Signup refuses the number: it is not eligible.", usual_duration_ms, true, Twist::not_eligible},
    {"error-object", "Signup answers the number with an error object that says nothing.", usual_duration_ms, true,
     Twist::error_object},
    {"several-numbers", "The account has three numbers, and signup does not say which one was connected.",
     usual_duration_ms, true, Twist::several_numbers},
    {"dropped-answers", "Every fifth message is taken and not answered; every third of these was not taken either.",
     usual_duration_ms, true, Twist::dropped_answers},
    {"slow-answers", "Messages are answered after 1 to 8 seconds, one in twenty after 25.", usual_duration_ms, true,
     Twist::slow_answers},
    {"refuses", "One message in five is refused with 130429, 131056, 131000 or 131026.", usual_duration_ms, true,
     Twist::refuses},
    {"maintenance", "After the fifth message sending is refused with 131057 for 20 seconds.", usual_duration_ms, true,
     Twist::maintenance},
}};

constexpr const Scenario* find_scenario(std::string_view name) {
  for (const Scenario& scenario : scenarios) {
    if (scenario.name == name) return &scenario;
  }
  return nullptr;
}

}  // namespace twinline::simulator
