// What the registers of an onboarding mean now: which step is next, what to tell people, what to ask Meta for, and until
// when that holds.
//
// next_step_of is a function of facts, policy and time. The order of the calls is fixed: the code is exchanged, then the
// app is subscribed before anything else, then the number is found. A code is used up by its first exchange, so an
// exchange without an answer is never repeated: the person starts the signup again. The other calls are safe to repeat
// and are, slower each time, until it has lasted too long (call_pace.h). A number of the WhatsApp Business app is never
// registered; one of the Cloud API alone is, with the PIN that a person enters (registration.h). When the number is
// found, its life (next_step.h) takes over.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/lifecycle/next_step.h"
#include "core/lifecycle/onboarding.h"
#include "core/lifecycle/problem.h"
#include "core/policy/policy.h"

namespace twinline {

enum class StepState : std::uint8_t {
  open,     // to be done
  waiting,  // begun; somebody's answer is awaited
  done,
  failed,   // stands still until somebody acts; the text says who and how
  skipped,  // this way has no such step
};

struct StepView {
  OnboardingStep step = OnboardingStep::choose_way;
  StepState state = StepState::open;
  std::string value;  // what a person told, as JSON; empty where nothing
  std::string text;   // for people: what to do, or what has happened
  bool operator==(const StepView&) const = default;
};

struct OnboardingView {
  NumberStage stage = NumberStage::draft;
  std::vector<StepView> steps;               // all, in their order
  std::optional<OnboardingStep> next;        // the first that is not done; nothing when live
  std::string text;                          // about that step
  std::optional<std::int64_t> until;         // its deadline
  std::optional<Problem> problem;            // the one to show
  std::optional<OnboardingCall> wants;       // at most one
  std::set<CallKey> keeps;                   // the calls whose code or PIN is still to be used; others are forgotten
  std::string why_no_pin;                    // empty where a PIN may be handed over now
  std::optional<std::int64_t> changes_at_s;  // when this may be another, if no fact arrives before
  bool operator==(const OnboardingView&) const = default;
};

// `number`: what is known otherwise of the number this onboarding leads to (deliveries, the sync); joined with what the
// onboarding itself tells.
OnboardingView next_step_of(const Onboarding& onboarding, const NumberState& number, const Policy& policy,
                            std::int64_t now_s);

std::string_view to_string(StepState state);

}  // namespace twinline
