#include "native/going_live/going_live.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "core/graph/learned.h"
#include "core/lifecycle/registration.h"
#include "core/lifecycle/sync_stage.h"
#include "native/bytes/sha256.h"

namespace twinline {
namespace {

constexpr std::size_t id_bytes = 12;
constexpr std::int64_t longest_sleep_s = 3600;
constexpr std::int64_t first_pause_s = 30;
constexpr std::int64_t store_pause_s = 2;

bool needs_secret(OnboardingCall call) {
  return call == OnboardingCall::exchange_code || call == OnboardingCall::register_number;
}

// A call is never earlier than what was told for it, which may be ahead of the clock (time_to_tell).
std::int64_t not_before_told(const Onboarding& facts, std::int64_t at_s) {
  for (const auto& [step, told] : facts.told) at_s = std::max(at_s, told.at);
  return at_s;
}

std::string_view kind_of(SyncType type) { return type == SyncType::contacts ? "sync_contacts" : "sync_history"; }

template <class T>
Outcome outcome_of(const GraphReply<T>& reply) {
  return reply ? Outcome::done : reply.error.outcome;
}

}  // namespace

std::int64_t GoingLive::now_s() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

GoingLive::GoingLive(const GoingLiveSettings& settings, Affairs& affairs, Journal& journal, Log problem)
    : settings_(settings), affairs_(affairs), journal_(journal), problem_(std::move(problem)) {}

GoingLive::~GoingLive() { stop(); }

void GoingLive::start() {
  for (const StoredApp& app : affairs_.apps()) due_[app.id] = 0;
  thread_ = std::thread([this] { work(); });
}

void GoingLive::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  calls_.stop();
}

void GoingLive::look_at(const std::vector<std::string>& apps) {
  if (apps.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    for (const std::string& app : apps) due_[app] = 0;
  }
  changed_.notify_all();
}

Stored<> GoingLive::take_code(const Attempt& attempt, std::string code) {
  std::int64_t at = now_s();
  // A code is known by its second, so two in one second would be one.
  if (attempt.facts.code_at) at = std::max(at, *attempt.facts.code_at + 1);
  {
    const std::lock_guard lock(mutex_);
    secrets_[{attempt.id, OnboardingCall::exchange_code}] = std::move(code);
  }
  if (const auto saved = affairs_.add(attempt.id, code_fact(at), at); !saved) return saved.error();
  look_at({attempt.app});
  return Done{};
}

Stored<> GoingLive::take_pin(const Attempt& attempt, std::string pin) {
  const std::int64_t at = time_to_tell(attempt.facts, OnboardingStep::registration, now_s());
  {
    const std::lock_guard lock(mutex_);
    secrets_[{attempt.id, OnboardingCall::register_number}] = std::move(pin);
  }
  const auto told = told_fact(OnboardingStep::registration, '"' + attempt.facts.number() + '"', at);
  if (!told) return StoreError{told.error().what};
  if (const auto saved = affairs_.add(attempt.id, *told, at); !saved) return saved.error();
  look_at({attempt.app});
  return Done{};
}

void GoingLive::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    std::int64_t next = now_s() + longest_sleep_s;
    std::vector<std::string> ripe;
    for (const auto& [app, due] : due_) {
      if (due <= now_s()) ripe.push_back(app);
      next = std::min(next, due);
    }
    if (ripe.empty()) {
      changed_.wait_for(lock, std::chrono::seconds(std::max<std::int64_t>(1, next - now_s())));
      continue;
    }
    for (const std::string& app : ripe) due_[app] = now_s() + longest_sleep_s;
    lock.unlock();
    for (const std::string& app : ripe) {
      const std::int64_t again = step(app);
      const std::lock_guard relocked(mutex_);
      due_[app] = std::min(due_[app], again);
    }
    lock.lock();
  }
}

std::int64_t GoingLive::step(const std::string& app) {
  const std::int64_t now = now_s();
  std::int64_t again = now + longest_sleep_s;
  const auto sooner = [&](std::optional<std::int64_t> at) {
    if (at) again = std::min(again, std::max(*at, now + 1));
  };
  const auto attempt = affairs_.latest_attempt(app);
  if (!attempt) return again;
  const OnboardingView onboarding = view(*attempt);
  sooner(onboarding.changes_at_s);
  if (const auto until = time_in(store_failed_until_, app); now < until) {
    sooner(until);
    return again;
  }
  if (onboarding.wants) {
    if (take(app)) call_for_attempt(*attempt, *onboarding.wants);
    return again;
  }
  // The number of an attempt before this one lives on until this one has led to another.
  const auto connected = affairs_.connected_attempt(app);
  if (!connected) return again;
  const NumberStage stage = view(*connected).stage;
  if (stage == NumberStage::draft || stage == NumberStage::connecting) return again;
  const KnownNumber number = affairs_.number(connected->facts.number());
  if (number.app != app) return again;  // another app has brought it live since, and looks after it
  const NextStep next = next_step(number.state, settings_.policy, now);
  sooner(next.changes_at_s);
  if (!next.wants) return again;
  if (const auto until = time_in(fruitless_until_, app); now < until) {
    sooner(until);
    return again;
  }
  const bool is_sync = next.wants == Want::sync_contacts || next.wants == Want::sync_history;
  if (is_sync && !settings_.sync_by_itself) return again;
  if (take(app)) call_for_number(number, *next.wants);
  return again;
}

bool GoingLive::take(const std::string& app) {
  const std::lock_guard lock(mutex_);
  return !stopping_ && busy_.insert(app).second;
}

// What could not even be begun is soon tried again; what taught nothing, later each time.
void GoingLive::finish(const std::string& app, Ended ended) {
  {
    const std::lock_guard lock(mutex_);
    busy_.erase(app);
    due_[app] = 0;
    if (ended == Ended::taught) {
      fruitless_.erase(app);
      fruitless_until_.erase(app);
    } else if (ended == Ended::not_begun) {
      store_failed_until_[app] = now_s() + store_pause_s;
    } else {
      const int shift = std::min(fruitless_[app]++, 7);
      fruitless_until_[app] = now_s() + std::min(first_pause_s << shift, longest_sleep_s);
    }
  }
  changed_.notify_all();
}

std::int64_t GoingLive::time_in(const std::map<std::string, std::int64_t>& times, const std::string& app) const {
  const std::lock_guard lock(mutex_);
  const auto time = times.find(app);
  return time == times.end() ? 0 : time->second;
}

OnboardingView GoingLive::view(const Attempt& attempt) const {
  const KnownNumber number = affairs_.number(attempt.facts.number());
  return next_step_of(attempt.facts, number.state, settings_.policy, now_s());
}

std::optional<PreflightCheck> GoingLive::obstacle(const std::string& app) const {
  const std::lock_guard lock(mutex_);
  const auto found = obstacles_.find(app);
  return found == obstacles_.end() ? std::nullopt : std::optional<PreflightCheck>(found->second);
}

GraphApi GoingLive::api_of(const std::string& app) const {
  return settings_.api(date_of(now_s()), affairs_.token(app).value_or(""));
}

StoredIntent GoingLive::intent(const std::string& owner, std::string_view kind, const Request& request) const {
  // The query of an exchange holds the code and our secret; no query is needed to know what was asked.
  std::string address = request.url.substr(0, request.url.find('?'));
  if (address.starts_with(settings_.graph_url)) address.erase(0, settings_.graph_url.size());
  return {random_hex(id_bytes), owner, std::string(kind), request.method + " " + address, now_s()};
}

bool GoingLive::begin(const StoredIntent& intent, const Affairs::Taught& taught) {
  const auto saved = affairs_.begin(intent, taught);
  if (!saved) problem_("a call to Meta waits, it could not be noted before: " + saved.error().what);
  return static_cast<bool>(saved);
}

void GoingLive::settle(StoredIntent intent, Outcome outcome, const Affairs::Taught& taught) {
  intent.settled_s = now_s();
  intent.outcome = to_string(outcome);
  for (;;) {
    const auto saved = affairs_.settle(intent, taught);
    if (saved) return;
    problem_("the answer to " + intent.kind + " could not be stored, it is tried again: " + saved.error().what);
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, std::chrono::seconds(store_pause_s), [this] { return stopping_; })) return;
  }
}

void GoingLive::call_for_attempt(const Attempt& attempt, OnboardingCall call) {
  std::string secret;
  if (needs_secret(call)) {
    const std::lock_guard lock(mutex_);
    if (auto held = secrets_.extract({attempt.id, call})) secret = std::move(held.mapped());
  }
  const bool exchange = call == OnboardingCall::exchange_code;
  const auto key = attempt.facts.key_of(call);
  // After a restart the secret is gone; the core says when it has run out.
  if (!key || (needs_secret(call) && secret.empty())) {
    const std::lock_guard lock(mutex_);
    busy_.erase(attempt.app);
    return;
  }
  calls_.run(
      [this, attempt, call, secret = std::move(secret), key = *key](HttpClient& client) {
        const auto request = request_for(attempt, call, api_of(attempt.app), secret);
        if (!request) {
          problem_("a call to Meta was not made: " + request.error().what);
          return finish(attempt.app, Ended::not_begun);
        }
        const StoredIntent noted = intent(attempt.id, to_string(call), *request);
        const std::int64_t asked_at = not_before_told(attempt.facts, now_s());
        const bool begun = begin(noted, {.attempt = asked_fact(key, asked_at)});
        bool used = false;
        if (begun) {
          const Answer answer = client.send(*request);
          used = !client.nothing_written();
          Outcome outcome = Outcome::refused;
          const std::int64_t answered_at = std::max(asked_at, now_s());
          const Affairs::Taught taught = used
                                             ? read(attempt, key, answered_at, answer, client, outcome)
                                             : Affairs::Taught{.attempt = answered_fact(key, not_sent_at(answered_at))};
          settle(noted, outcome, taught);
        }
        if (!used && !secret.empty()) {
          const std::lock_guard lock(mutex_);
          secrets_.emplace(std::pair(attempt.id, call), secret);
        }
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
      return register_number(api, attempt.facts, secret);
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
  settle(noted, outcome_of(reply), {.number = learned});
  return learned.seen_connected_at || learned.seen_disconnected_at ? Ended::taught : Ended::fruitless;
}

GoingLive::Ended GoingLive::subscribe(const KnownNumber& number, HttpClient& client) {
  const Request request = subscribe_app(api_of(number.app), number.waba);
  const StoredIntent noted = intent(number.number, "subscribe_app", request);
  if (!begin(noted, {})) return Ended::not_begun;
  const auto reply = read_done(client.send(request), settings_.policy, date_of(now_s()));
  NumberState learned;
  if (reply) learned.subscribed_at = now_s();
  settle(noted, outcome_of(reply), {.number = learned});
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
    settle(noted, Outcome::refused, {.number = sync_not_sent(onboarded_at, type, std::max(asked_at, now_s()))});
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
    const auto error = read_error(answer, settings_.policy, date_of(now_s()));
    const Outcome outcome = client.nothing_written() ? Outcome::refused : error ? error->outcome : Outcome::done;
    settle(noted, outcome, {});
    done(Called::answered, answer);
  });
}

}  // namespace twinline
