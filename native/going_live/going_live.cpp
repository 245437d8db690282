#include "native/going_live/going_live.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "native/bytes/sha256.h"

namespace twinline {
namespace {

constexpr std::size_t id_bytes = 12;
constexpr std::int64_t longest_sleep_s = 3600;
constexpr std::int64_t first_pause_s = 30;
constexpr std::int64_t store_pause_s = 2;

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

// An attempt that a later one of the same app has replaced leads nowhere.
std::string GoingLive::why_replaced(const Attempt& attempt) const {
  const auto latest = affairs_.latest_attempt(attempt.app);
  if (latest && latest->id == attempt.id) return {};
  return "A later onboarding of this app has taken the place of this one; go on there.";
}

Stored<std::string> GoingLive::take_code(const std::string& id, std::string code) {
  const std::lock_guard telling(telling_);
  const auto attempt = affairs_.attempt(id);
  if (!attempt) return std::string("There is no such onboarding.");
  if (std::string why = why_replaced(*attempt); !why.empty()) return why;
  std::int64_t at = now_s();
  // A code is known by its second, so two in one second would be one.
  if (attempt->facts.code_at) at = std::max(at, *attempt->facts.code_at + 1);
  if (const auto saved = affairs_.add(id, code_fact(at), at); !saved) return saved.error();
  secrets_.put(attempt->app, id, {at, OnboardingCall::exchange_code}, std::move(code));
  look_at({attempt->app});
  return std::string();
}

Stored<std::string> GoingLive::take_pin(const std::string& id, std::string pin) {
  const std::lock_guard telling(telling_);
  const auto attempt = affairs_.attempt(id);
  if (!attempt) return std::string("There is no such onboarding.");
  if (std::string why = why_replaced(*attempt); !why.empty()) return why;
  if (std::string why = view(*attempt).why_no_pin; !why.empty()) return why;
  const auto key = attempt->facts.key_of(OnboardingCall::register_number);
  const std::int64_t at = time_to_tell(attempt->facts, OnboardingStep::registration, now_s());
  const auto told = told_fact(OnboardingStep::registration, '"' + key->number + '"', at);
  if (!told) return told.error().what;
  if (const auto saved = affairs_.add(id, *told, at); !saved) return saved.error();
  secrets_.put(attempt->app, id, *key, std::move(pin));
  look_at({attempt->app});
  return std::string();
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
  const auto [attempt, onboarding] = look(app);
  if (!attempt) return again;
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
  sooner(note_shown(number, now));
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

// When to look again whether new messages still wait.
std::optional<std::int64_t> GoingLive::note_shown(const KnownNumber& number, std::int64_t now) {
  const auto app = affairs_.app(number.app);
  if (!app) return {};
  const NewMessagesChoice choice = new_messages_of(*app);
  if (wait_is_over(number.state, choice, settings_.policy, now)) {
    const auto noted = affairs_.change(app->id, [&](StoredApp& one) { one.shown_s = std::max(one.shown_s, now); });
    return noted ? std::nullopt : std::optional(now + store_pause_s);
  }
  const auto held = held_back(number.state, choice, settings_.policy, now);
  return held ? std::optional(held->until_s) : std::nullopt;
}

// What a person hands over meanwhile is not taken for something that nobody wants.
std::pair<std::optional<Attempt>, OnboardingView> GoingLive::look(const std::string& app) {
  const std::lock_guard telling(telling_);
  auto attempt = affairs_.latest_attempt(app);
  if (!attempt) return {};
  OnboardingView onboarding = view(*attempt);
  secrets_.keep_only(app, attempt->id, onboarding.keeps);
  return {std::move(attempt), std::move(onboarding)};
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

}  // namespace twinline
