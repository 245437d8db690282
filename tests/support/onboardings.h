// An onboarding for tests: what people tell and Meta answers on the whole way, fact by fact, and what it means at a time.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/lifecycle/onboarding.h"
#include "core/lifecycle/onboarding_step.h"
#include "core/policy/load.h"
#include "tests/support/catch.h"

namespace twinline::onboardings {

using Step = OnboardingStep;
using Call = OnboardingCall;

inline constexpr std::int64_t t0 = 1782000000;  // June 2026

inline const Policy& connexease() {
  static const Policy policy = *builtin_policy("connexease");
  return policy;
}

inline Onboarding told(Step step, const char* json, std::int64_t at = t0) {
  const Result<Onboarding> fact = told_fact(step, json, at);
  if (!fact) FAIL(fact.error().place << ": " << fact.error().what);
  return *fact;
}

inline Onboarding said(const char* json, std::int64_t at) {
  const auto event = read_signup_event(json, at);
  REQUIRE(event);
  return signup_fact(*event);
}

inline Onboarding finished(std::int64_t at, const char* ids = R"("waba_id":"102","phone_number_id":"106")") {
  const std::string text =
      std::string(R"({"type":"WA_EMBEDDED_SIGNUP","event":"FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING","data":{)") + ids +
      "}}";
  return said(text.c_str(), at);
}

inline GraphReply<NumberList> listing(std::vector<NumberInfo> numbers) {
  GraphReply<NumberList> reply;
  reply.value = NumberList{std::move(numbers), ""};
  return reply;
}

inline NumberInfo number_on_app(std::string id, std::string phone = "+1 555 078 3881") {
  return {std::move(id), std::move(phone), "Lucky Shrub", "GREEN", "", "CLOUD_API", true};
}

inline Onboarding of(const std::vector<Onboarding>& facts) {
  Onboarding onboarding;
  for (const Onboarding& fact : facts) join(onboarding, fact);
  return onboarding;
}

// What a person tells before Meta's window.
inline std::vector<Onboarding> prepared() {
  return {
      created_fact("7", t0),
      told(Step::choose_way, R"("coexistence")"),
      told(Step::check_eligibility, R"({"app_version":"2.25.1","active_days":100,"official_business_account":false})"),
      told(Step::enable, "true"),
      told(Step::storage_region, R"("DE")"),
      told(Step::contact_details, R"({"name":"Anna","email":"anna@example.com","phone":"+49 30 1234","terms":true})"),
      told(Step::share_chats, "true"),
      told(Step::continue_with_meta, "true", t0 + 100)};
}

// The whole way, a fact each; the code came at t0 + 200.
inline constexpr std::int64_t code = t0 + 200;
inline std::vector<Onboarding> whole_way() {
  std::vector<Onboarding> facts = prepared();
  facts.push_back(finished(t0 + 199));
  facts.push_back(code_fact(code));
  facts.push_back(asked_fact({code, Call::exchange_code}, code + 1));
  facts.push_back(answered_fact({code, Call::exchange_code}, done_at(code + 2)));
  facts.push_back(asked_fact({code, Call::subscribe_app}, code + 2));
  facts.push_back(answered_fact({code, Call::subscribe_app}, done_at(code + 3)));
  facts.push_back(asked_fact({code, Call::list_numbers}, code + 3));
  facts.push_back(learned_from({code, Call::list_numbers}, listing({number_on_app("106")}), code + 4));
  return facts;
}

inline OnboardingView view(const Onboarding& onboarding, std::int64_t now, const NumberState& number = {}) {
  return next_step_of(onboarding, number, connexease(), now);
}

inline std::string next_of(const OnboardingView& view) {
  return view.next ? std::string(to_string(*view.next)) : "none";
}
inline std::string wants(const OnboardingView& view) { return view.wants ? std::string(to_string(*view.wants)) : ""; }
inline std::string state_of(const OnboardingView& view, Step step) {
  return std::string(to_string(view.steps[static_cast<std::size_t>(step)].state));
}

}  // namespace twinline::onboardings
