// The calls that lead to a number: GoingLive carries out what the core wants of Meta for an onboarding.
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/lifecycle/registration.h"
#include "native/going_live/going_live.h"

namespace twinline {
namespace {

bool needs_secret(OnboardingCall call) {
  return call == OnboardingCall::exchange_code || call == OnboardingCall::register_number;
}

// A call is never earlier than its code and what was told for it, which may be ahead of the clock (time_to_tell).
std::int64_t not_before_told(const Onboarding& facts, const CallKey& key, std::int64_t at_s) {
  at_s = std::max(at_s, key.code_at);
  for (const auto& [step, told] : facts.told) at_s = std::max(at_s, told.at);
  return at_s;
}

template <class T>
Outcome outcome_of(const GraphReply<T>& reply) {
  return reply ? Outcome::done : reply.error.outcome;
}

}  // namespace

void GoingLive::call_for_attempt(const Attempt& attempt, OnboardingCall call) {
  const auto key = attempt.facts.key_of(call);
  std::string secret = key && needs_secret(call) ? secrets_.take(attempt.id, *key) : std::string();
  // After a restart the secret is gone; the core says when it has run out.
  if (!key || (needs_secret(call) && secret.empty())) {
    const std::lock_guard lock(mutex_);
    busy_.erase(attempt.app);
    return;
  }
  const bool exchange = call == OnboardingCall::exchange_code;
  calls_.run(
      [this, attempt, call, secret = std::move(secret), key = *key](HttpClient& client) {
        const auto keep = [&] {
          if (!secret.empty()) secrets_.put(attempt.app, attempt.id, key, secret);
        };
        const auto request = request_for(attempt, call, api_of(attempt.app), secret);
        if (!request) {
          problem_("a call to Meta was not made: " + request.error().what);
          keep();
          return finish(attempt.app, Ended::not_begun);
        }
        const StoredIntent noted = intent(attempt.id, to_string(call), *request);
        const std::int64_t asked_at = not_before_told(attempt.facts, key, now_s());
        const bool begun = begin(noted, {.attempt = asked_fact(key, asked_at)});
        bool sent = false;
        if (begun) {
          const Answer answer = client.send(*request);
          sent = !client.nothing_written();
          Outcome outcome = Outcome::not_sent;
          const std::int64_t answered_at = std::max(asked_at, now_s());
          const Affairs::Taught taught = sent
                                             ? read(attempt, key, answered_at, answer, client, outcome)
                                             : Affairs::Taught{.attempt = answered_fact(key, not_sent_at(answered_at))};
          settle(noted, outcome, taught);
        }
        if (!sent) keep();
        finish(attempt.app, begun ? Ended::taught : Ended::not_begun);
      },
      exchange ? GraphCalls::Urgency::urgent : GraphCalls::Urgency::usual);
}

Result<Request> GoingLive::request_for(const Attempt& attempt, OnboardingCall call, const GraphApi& api,
                                       const std::string& secret) const {
  switch (call) {
    case OnboardingCall::exchange_code:
      return exchange_code(api, settings_.meta_app_id, settings_.app_secret, secret);
    case OnboardingCall::subscribe_app:
      return subscribe_app(api, attempt.facts.waba());
    case OnboardingCall::list_numbers:
      return list_numbers(api, attempt.facts.waba());
    case OnboardingCall::read_number:
      return read_number(api, attempt.facts.number());
    case OnboardingCall::register_number:
      return register_number(api, attempt.facts, secret, now_s());
  }
  return Request{};
}

Affairs::Taught GoingLive::read(const Attempt& attempt, const CallKey& key, std::int64_t at_s, const Answer& answer,
                                HttpClient& client, Outcome& outcome) const {
  const Date day = date_of(now_s());
  const Policy& policy = settings_.policy;
  const auto answered = [&](const auto& reply) {
    outcome = outcome_of(reply);
    return answered_fact(key, reply ? done_at(at_s) : failed_at(at_s, reply.error));
  };
  switch (key.call) {
    case OnboardingCall::exchange_code: {
      const auto reply = read_token_answer(answer, policy, day);
      Affairs::Taught taught{.attempt = answered(reply)};
      if (reply) taught.token = reply->token;
      return taught;
    }
    case OnboardingCall::subscribe_app:
    case OnboardingCall::register_number:
      return {.attempt = answered(read_done(answer, policy, day))};
    case OnboardingCall::list_numbers: {
      const auto reply = all_pages(attempt, read_numbers_answer(answer, policy, day), client);
      outcome = outcome_of(reply);
      return {.attempt = learned_from(key, reply, at_s)};
    }
    case OnboardingCall::read_number: {
      const auto reply = read_number_answer(answer, policy, day);
      outcome = outcome_of(reply);
      return {.attempt = learned_from(key, reply, at_s)};
    }
  }
  return {};
}

GraphReply<NumberList> GoingLive::all_pages(const Attempt& attempt, GraphReply<NumberList> all,
                                            HttpClient& client) const {
  constexpr int most_pages = 50;
  const GraphApi api = api_of(attempt.app);
  for (int page = 1; all && !all->after.empty() && page < most_pages; ++page) {
    auto more = read_numbers_answer(client.send(list_numbers(api, attempt.facts.waba(), all->after)), settings_.policy,
                                    date_of(now_s()));
    if (!more) return more;
    std::move(more.value->numbers.begin(), more.value->numbers.end(), std::back_inserter(all.value->numbers));
    all.value->after = more->after;
  }
  return all;
}

}  // namespace twinline
