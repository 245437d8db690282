// The calls about a number that is connected: its syncs, how it stands, and what people change. Of GoingLive.
#include <algorithm>
#include <utility>

#include "core/graph/learned.h"
#include "core/lifecycle/sync_stage.h"
#include "native/going_live/going_live.h"

namespace twinline {
namespace {

std::string_view kind_of(SyncType type) { return type == SyncType::contacts ? "sync_contacts" : "sync_history"; }

}  // namespace

void GoingLive::call_for_number(const KnownNumber& number, Want want) {
  calls_.run([this, number, want](HttpClient& client) {
    Ended ended = Ended::fruitless;
    switch (want) {
      case Want::sync_contacts:
      case Want::sync_history: {
        const SyncType type = want == Want::sync_contacts ? SyncType::contacts : SyncType::history;
        const bool asked = ask_for_sync(number, type, client).kind != SyncOutcome::Kind::not_now;
        ended = asked ? Ended::taught : Ended::fruitless;
        break;
      }
      case Want::read_number:
        ended = read(number, client);
        break;
      case Want::subscribe_app:
        ended = subscribe(number, client);
        break;
    }
    finish(number.app, ended);
  });
}

GoingLive::Ended GoingLive::read(const KnownNumber& number, HttpClient& client) {
  const Request request = read_number(api_of(number.app), number.number);
  const StoredIntent noted = intent(number.number, "read_number", request);
  if (!begin(noted, {})) return Ended::not_begun;
  const auto reply = read_number_answer(client.send(request), settings_.policy, date_of(now_s()));
  const NumberState learned = learned_from(reply, now_s(), number.state);
  settle(noted, client.nothing_written() ? Outcome::not_sent : outcome_of(reply), {.number = learned});
  return learned.seen_connected_at || learned.seen_disconnected_at ? Ended::taught : Ended::fruitless;
}

GoingLive::Ended GoingLive::subscribe(const KnownNumber& number, HttpClient& client) {
  const Request request = subscribe_app(api_of(number.app), number.waba);
  const StoredIntent noted = intent(number.number, "subscribe_app", request);
  if (!begin(noted, {})) return Ended::not_begun;
  const auto reply = read_done(client.send(request), settings_.policy, date_of(now_s()));
  NumberState learned;
  // The code of the onboarding may be ahead of the clock by a second.
  if (reply) learned.subscribed_at = std::max(now_s(), number.state.onboarded_at.value_or(0));
  settle(noted, client.nothing_written() ? Outcome::not_sent : outcome_of(reply), {.number = learned});
  return reply ? Ended::taught : Ended::fruitless;
}

// Irreversible, so it is looked at first whether the data would be kept.
GoingLive::SyncOutcome GoingLive::ask_for_sync(const KnownNumber& number, SyncType type, HttpClient& client) {
  const GraphApi api = api_of(number.app);
  const auto checks = twinline::preflight({number.number, api.token, now_s()}, settings_, journal_, client);
  if (const PreflightCheck* const failed = failed_check(checks)) {
    problem_("the sync of " + number.number + " waits: " + failed->why + " " + failed->fix);
    const std::lock_guard lock(mutex_);
    obstacles_[number.app] = *failed;
    return {SyncOutcome::Kind::not_now, failed->why + " " + failed->fix};
  }
  {
    const std::lock_guard lock(mutex_);
    obstacles_.erase(number.app);
  }
  const std::int64_t onboarded_at = number.state.onboarded_at.value_or(0);
  const Request request = request_sync(api, number.number, type);
  const StoredIntent noted = intent(number.number, kind_of(type), request);
  // Behind an earlier refusal, also within one second: an answer that is lost must not be taken for that refusal.
  const auto before = number.state.syncs.find({onboarded_at, type});
  const bool refused = before != number.state.syncs.end() && before->second.answer;
  const std::int64_t asked_at = refused ? std::max(noted.begun_s, before->second.answer->at + 1) : noted.begun_s;
  if (!begin(noted, {.number = asked_sync_fact(onboarded_at, type, asked_at)}))
    return {SyncOutcome::Kind::not_now, "The store cannot be written now."};
  const Answer answer = client.send(request);
  if (client.nothing_written()) {
    settle(noted, Outcome::not_sent, {.number = sync_not_sent(onboarded_at, type, std::max(asked_at, now_s()))});
    return {SyncOutcome::Kind::not_now, "Meta was not reached, so nothing was asked: " + client.problem()};
  }
  const auto reply = read_sync_answer(answer, settings_.policy, date_of(now_s()));
  settle(noted, outcome_of(reply), {.number = learned_from(reply, onboarded_at, type, std::max(asked_at, now_s()))});
  if (reply) return {SyncOutcome::Kind::accepted, {}, reply->request_id};
  const auto kind = reply.error.outcome == Outcome::refused ? SyncOutcome::Kind::refused : SyncOutcome::Kind::unknown;
  return {kind, reply.error.meaning + " " + reply.error.action, {}, reply.error};
}

void GoingLive::sync(const std::string& app, SyncType type, std::function<void(SyncOutcome)> done) {
  using Kind = SyncOutcome::Kind;
  const auto connected = affairs_.connected_attempt(app);
  if (!connected) return done({Kind::not_now, "No number of this app is connected."});
  const KnownNumber number = affairs_.number(connected->facts.number());
  if (number.app != app) return done({Kind::not_now, "Another app has brought this number live since."});
  const NextStep next = next_step(number.state, settings_.policy, now_s());
  if (std::string why = why_not_ask(type, next); !why.empty()) return done({Kind::not_now, std::move(why)});
  if (!take(app)) return done({Kind::not_now, "Another request of this app is on its way; try again."});
  calls_.run([this, number, type, done = std::move(done)](HttpClient& client) {
    const SyncOutcome outcome = ask_for_sync(number, type, client);
    finish(number.app, outcome.kind == Kind::not_now ? Ended::fruitless : Ended::taught);
    done(outcome);
  });
}

void GoingLive::preflight(const std::string& app, std::function<void(std::vector<PreflightCheck>)> done) {
  const auto connected = affairs_.connected_attempt(app);
  const std::string number = connected ? connected->facts.number() : std::string();
  calls_.run([this, app, number, done = std::move(done)](HttpClient& client) {
    done(twinline::preflight({number, affairs_.token(app).value_or(""), now_s()}, settings_, journal_, client));
  });
}

void GoingLive::call(const std::string& app, const std::function<Request(const GraphApi&)>& make,
                     std::function<void(std::optional<Answer>)> done) {
  const auto token = affairs_.token(app);
  if (!token) return done(std::nullopt);
  const Request request = make(settings_.api(date_of(now_s()), *token));
  calls_.run([request, done = std::move(done)](HttpClient& client) { done(client.send(request)); });
}

void GoingLive::change(const KnownNumber& number, const ChangeKind& kind,
                       const std::function<Request(const GraphApi&)>& make,
                       std::function<void(Called, const Answer&)> done) {
  const auto token = affairs_.token(number.app);
  if (!token) return done(Called::no_token, {});
  const Request request = make(settings_.api(date_of(now_s()), *token));
  StoredIntent noted = intent(number.number, kind.name, request);
  if (!kind.what.empty()) noted.request += " (" + kind.what + ")";
  calls_.run([this, noted = std::move(noted), request, done = std::move(done)](HttpClient& client) {
    if (!begin(noted, {})) return done(Called::not_noted, {});
    const Answer answer = client.send(request);
    const bool sent = !client.nothing_written();
    const auto error = read_error(answer, settings_.policy, date_of(now_s()));
    settle(noted, !sent ? Outcome::not_sent : error ? error->outcome : Outcome::done, {});
    done(sent ? Called::answered : Called::not_sent, answer);
  });
}

}  // namespace twinline
