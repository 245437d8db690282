#include "core/lifecycle/registration_step.h"

#include <algorithm>

#include "core/lifecycle/onboarding_words.h"
#include "core/lifecycle/registration.h"
#include "core/lifecycle/told.h"

namespace twinline {
namespace {

constexpr const char* registering = "The number is being registered.";

// When a PIN was handed over for this number; it belongs to no other.
std::optional<std::int64_t> entered_at(const Onboarding& onboarding) {
  const Stated* told = onboarding.told_for(OnboardingStep::registration);
  const bool fits = told != nullptr && text_of_told(told->value) == onboarding.number();
  return fits ? std::optional<std::int64_t>(told->at) : std::nullopt;
}

RegistrationReading not_needed(StepState state, const char* text, const char* why_no_pin) {
  RegistrationReading reading;
  reading.state = state;
  reading.text = text;
  reading.why_no_pin = why_no_pin;
  return reading;
}

// A PIN is at hand and was not used yet.
RegistrationReading with_pin(const Onboarding& onboarding, const MetaCall* call, std::int64_t entered,
                             const CallLimits& limits, Watch& watch) {
  RegistrationReading reading;
  if (watch.reached(entered + limits.pin_life_s)) {
    reading.text = "The PIN could not be used in time; enter it again.";
    return reading;
  }
  reading.state = StepState::waiting;
  reading.keeps_pin = true;
  reading.text = why_not_register(onboarding, watch.now_s());
  reading.looks = !reading.text.empty();
  if (reading.looks) return reading;
  watch.reached(onboarding.found_number()->at + found_holds_s);
  const bool in_vain = call != nullptr && never_sent(*call) && entered <= call->answer->at;
  reading.registers = !in_vain || watch.reached(call->answer->at + limits.first_pause_s);
  reading.text = in_vain ? "Meta was not reached; it is tried again." : registering;
  return reading;
}

}  // namespace

RegistrationReading read_registration(const Onboarding& onboarding, const NumberState& number, bool connected,
                                      const CallLimits& limits, Watch& watch) {
  if (onboarding.way() != Way::cloud_api) {
    return not_needed(StepState::skipped, "",
                      "Only a number of the Cloud API alone is registered; one of the app is so already.");
  }
  if (!connected) {
    return not_needed(StepState::open, "", "The number is not found yet; its PIN is entered when it is.");
  }
  if (onboarding.done(OnboardingCall::register_number)) {
    return not_needed(StepState::done, "The number is registered.", "The number is registered.");
  }
  if (number.registered_at >= number.onboarded_at) {
    constexpr const char* text = "Meta says that the number is registered already.";
    return not_needed(StepState::done, text, text);
  }
  const MetaCall* call = onboarding.call(OnboardingCall::register_number);
  const std::int64_t asked_at = call == nullptr ? 0 : call->asked_at.value_or(0);
  const std::int64_t answered_at = call == nullptr || !call->answer ? 0 : call->answer->at;
  const bool awaited = asked_at > answered_at;
  if (awaited && !watch.reached(asked_at + limits.answer_s)) {
    return not_needed(StepState::waiting, registering, "The number is being registered; Meta's answer is awaited.");
  }
  const auto entered = entered_at(onboarding);
  const bool unused = entered > std::max(asked_at, answered_at) || (entered && call != nullptr && never_sent(*call));
  if (unused) return with_pin(onboarding, call, *entered, limits, watch);

  RegistrationReading reading;
  // Whether the number is on a phone is asked before anybody looks for a PIN.
  reading.looks = !onboarding.found_number()->on_app;
  if (reading.looks) {
    reading.state = StepState::waiting;
    reading.text = why_not_register(onboarding, watch.now_s());
  }
  if (asked_at == 0) return reading;
  reading.state = StepState::failed;
  if (awaited || call->answer->outcome == Outcome::unknown) {
    reading.looks = true;  // it may have worked
    reading.text =
        "The answer was lost; Meta is asked how the number stands. Entering the PIN again does no harm, but Meta "
        "counts the attempts.";
  } else {
    reading.text = answer_text(*call->answer) + ' ' + call->answer->action;
  }
  return reading;
}

}  // namespace twinline
