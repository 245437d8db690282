#include <algorithm>

#include "core/lifecycle/onboarding.h"
#include "core/lifecycle/told.h"

namespace twinline {
namespace {

void add_found(const NumberInfo& info, std::int64_t at_s, Onboarding& fact) {
  fact.found[info.id] =
      FoundNumber{at_s, info.phone, info.name, info.coexists(), info.is_on_biz_app, info.platform_type};
}

}  // namespace

Onboarding created_fact(std::string_view app, std::int64_t at_s) {
  Onboarding fact;
  fact.created_at = at_s;
  fact.app = app;
  return fact;
}

Result<Onboarding> told_fact(OnboardingStep step, std::string_view value_json, std::int64_t at_s) {
  Result<std::string> value = check_told(step, value_json);
  if (!value) return value.error();
  Onboarding fact;
  fact.told[step] = Stated{at_s, *value};
  return fact;
}

Onboarding signup_fact(const SignupEvent& event) {
  Onboarding fact;
  fact.signup.insert(event);
  return fact;
}

Onboarding code_fact(std::int64_t at_s) {
  Onboarding fact;
  fact.code_at = at_s;
  return fact;
}

Onboarding asked_fact(const CallKey& key, std::int64_t at_s) {
  Onboarding fact;
  fact.calls[key] = MetaCall{at_s, at_s, {}};
  return fact;
}

Onboarding answered_fact(const CallKey& key, const CallAnswer& answer) {
  Onboarding fact;
  fact.calls[key].answer = answer;
  return fact;
}

CallAnswer done_at(std::int64_t at_s) {
  CallAnswer answer;
  answer.outcome = Outcome::done;
  answer.at = at_s;
  return answer;
}

CallAnswer failed_at(std::int64_t at_s, const GraphError& error) {
  CallAnswer answer;
  answer.outcome = error.outcome;
  answer.at = at_s;
  const bool passing = error.advice == RetryAdvice::retry || error.advice == RetryAdvice::back_off;
  answer.again = passing || error.outcome == Outcome::unknown;
  answer.code = error.code.value_or(0);
  answer.subcode = error.subcode.value_or(0);
  answer.title = error.title;
  answer.details = error.details;
  answer.trace = error.trace;
  answer.action = error.meaning + (error.action.empty() ? "" : " " + error.action);
  return answer;
}

CallAnswer not_sent_at(std::int64_t at_s) {
  CallAnswer answer;
  answer.outcome = Outcome::not_sent;
  answer.at = at_s;
  answer.again = true;
  answer.title = "Meta was not reached";
  answer.action = "Nothing was asked. Look at the connection of the server.";
  return answer;
}

Onboarding learned_from(const CallKey& key, const GraphReply<NumberList>& reply, std::int64_t at_s) {
  Onboarding fact = answered_fact(key, reply ? done_at(at_s) : failed_at(at_s, reply.error));
  if (!reply) return fact;
  for (const NumberInfo& info : reply->numbers) add_found(info, at_s, fact);
  return fact;
}

Onboarding learned_from(const CallKey& key, const GraphReply<NumberInfo>& reply, std::int64_t at_s) {
  Onboarding fact = answered_fact(key, reply ? done_at(at_s) : failed_at(at_s, reply.error));
  if (reply) add_found(*reply.value, at_s, fact);
  return fact;
}

}  // namespace twinline
