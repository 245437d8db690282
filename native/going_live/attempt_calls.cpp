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

}  // namespace

void GoingLive::call_for_attempt(const Attempt& attempt, OnboardingCall call) {
  const auto key = attempt.facts.key_of(call);
  // After a restart the secret is gone; the core says when it has run out.
  if (!key || (needs_secret(call) && !secrets_.has(attempt.id, *key))) {
    const std::lock_guard lock(mutex_);
    busy_.erase(attempt.app);
    return;
  }
  const bool exchange = call == OnboardingCall::exchange_code;
  calls_.run([this, app = attempt.app, id = attempt.id,
              key = *key](HttpClient& client) { finish(app, call_now(id, key, client)); },
             exchange ? GraphCalls::Urgency::urgent : GraphCalls::Urgency::usual);
}

GoingLive::Ended GoingLive::call_now(const std::string& id, const CallKey& key, HttpClient& client) {
  const auto made = begin_call(id, key);
  const BegunCall* const begun = std::get_if<BegunCall>(&made);
  if (begun == nullptr) return std::get<Ended>(made);
  const Answer answer = client.send(begun->request);
  const std::int64_t answered_at = std::max(begun->asked_at, now_s());
  if (client.nothing_written()) {
    settle(begun->noted, Outcome::not_sent, {.attempt = answered_fact(key, not_sent_at(answered_at))});
    if (!begun->secret.empty()) secrets_.put_back(begun->attempt.app, id, key, begun->secret);
    return Ended::taught;
  }
  const auto [taught, outcome] = read(begun->attempt, key, answered_at, answer, client);
  settle(begun->noted, outcome, taught);
  return Ended::taught;
}

// The call is of what is known and handed over when it begins: nothing is told meanwhile, and what is told later is for
// another call.
std::variant<GoingLive::BegunCall, GoingLive::Ended> GoingLive::begin_call(const std::string& id, const CallKey& key) {
  const std::lock_guard telling(telling_);
  auto attempt = affairs_.attempt(id);
  if (!attempt || attempt->facts.key_of(key.call) != key) return Ended::taught;
  std::string secret = needs_secret(key.call) ? secrets_.take(id, key) : std::string();
  if (needs_secret(key.call) && secret.empty()) return Ended::taught;
  const auto keep = [&] {
    if (!secret.empty()) secrets_.put_back(attempt->app, id, key, std::move(secret));
  };
  const auto request = request_for(*attempt, key.call, api_of(attempt->app), secret);
  if (!request) {
    problem_("a call to Meta was not made: " + request.error().what);
    keep();
    return Ended::not_begun;
  }
  const StoredIntent noted = intent(id, to_string(key.call), *request);
  const std::int64_t asked_at = not_before_told(attempt->facts, key, now_s());
  if (!begin(noted, {.attempt = asked_fact(key, asked_at)})) {
    keep();
    return Ended::not_begun;
  }
  return BegunCall{*std::move(attempt), *request, noted, asked_at, std::move(secret)};
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

GoingLive::ReadAnswer GoingLive::read(const Attempt& attempt, const CallKey& key, std::int64_t at_s,
                                      const Answer& answer, HttpClient& client) const {
  const Date day = date_of(now_s());
  const Policy& policy = settings_.policy;
  const auto answered = [&](const auto& reply) {
    return answered_fact(key, reply ? done_at(at_s) : failed_at(at_s, reply.error));
  };
  switch (key.call) {
    case OnboardingCall::exchange_code: {
      const auto reply = read_token_answer(answer, policy, day);
      ReadAnswer read{{.attempt = answered(reply)}, outcome_of(reply)};
      if (reply) read.taught.token = reply->token;
      return read;
    }
    case OnboardingCall::subscribe_app:
    case OnboardingCall::register_number: {
      const auto reply = read_done(answer, policy, day);
      return {{.attempt = answered(reply)}, outcome_of(reply)};
    }
    case OnboardingCall::list_numbers: {
      const auto reply = all_pages(attempt, read_numbers_answer(answer, policy, day), client);
      return {{.attempt = learned_from(key, reply, at_s)}, outcome_of(reply)};
    }
    case OnboardingCall::read_number: {
      const auto reply = read_number_answer(answer, policy, day);
      return {{.attempt = learned_from(key, reply, at_s)}, outcome_of(reply)};
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
