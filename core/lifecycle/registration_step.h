// Where the registration of a number of the Cloud API alone stands: the part of next_step_of that is about the PIN.
//
// A PIN is wanted or there is a reason why not, and one that was handed over is still to be used or to be forgotten: the
// host keeps it in memory for no longer than that, and nowhere else.
#pragma once

#include <string>

#include "core/lifecycle/call_pace.h"
#include "core/lifecycle/onboarding_step.h"

namespace twinline {

struct RegistrationReading {
  StepState state = StepState::open;
  std::string text;        // empty: the step's guidance
  std::string why_no_pin;  // empty where a PIN may be handed over now
  bool keeps_pin = false;  // one that was handed over is still to be used
  bool registers = false;  // now, with that PIN
  bool looks = false;      // Meta is to be asked how the number stands, when it is its turn
};

// `number`: what is known of the number. `connected`: the signup has led to it.
RegistrationReading read_registration(const Onboarding& onboarding, const NumberState& number, bool connected,
                                      const CallLimits& limits, Watch& watch);

}  // namespace twinline
