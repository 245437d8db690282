#include "native/going_live/affairs.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/decode/phone.h"
#include "core/lifecycle/onboarding_json.h"
#include "core/lifecycle/state_json.h"
#include "native/bytes/sha256.h"

namespace twinline {
namespace {

constexpr std::size_t id_bytes = 8;

template <class Entry>
const Entry* find(const std::vector<Entry>& entries, std::string_view id) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

// Under what a life is kept: deliveries name a number, else an account, else a phone.
std::string life_key(std::string_view number, std::string_view waba, std::string_view phone) {
  if (!number.empty()) return "number " + std::string(number);
  return waba.empty() ? "phone " + std::string(phone) : "account " + std::string(waba);
}

// Has the signup gone so far that its number is ours? The core says so by the time of the onboarding.
bool has_led(const Attempt& attempt) {
  return !attempt.facts.number().empty() && number_state_of(attempt.facts).onboarded_at.has_value();
}

// Of this call those that wait for an answer that cannot come any more. It may have been asked for ahead of the clock
// (time_to_tell), and no answer is earlier than that.
Onboarding lost_answers(const Onboarding& facts, OnboardingCall call, std::int64_t now_s) {
  Onboarding lost;
  for (const auto& [key, asked] : facts.calls) {
    const bool waits = asked.asked_at && (!asked.answer || *asked.asked_at > asked.answer->at);
    if (key.call != call || !waits) continue;
    join(lost, answered_fact(key, failed_at(std::max(now_s, *asked.asked_at), GraphError{})));
  }
  return lost;
}

template <class Places>
const std::vector<std::size_t>& places_of(const Places& all, std::string_view key) {
  static const std::vector<std::size_t> none;
  const auto found = all.find(key);
  return found == all.end() ? none : found->second;
}

template <class Entry>
std::optional<Entry> copy(const Entry* entry) {
  return entry == nullptr ? std::nullopt : std::optional<Entry>(*entry);
}

}  // namespace

NewMessagesChoice new_messages_of(const StoredApp& app) {
  return {parse_new_messages(app.new_messages).value_or(NewMessages::at_once), app.shown_s, app.chosen_s};
}

std::int64_t time_to_tell(const Onboarding& facts, OnboardingStep step, std::int64_t now_s) {
  std::int64_t at_s = now_s;
  if (const auto before = facts.told.find(step); before != facts.told.end()) {
    at_s = std::max(at_s, before->second.at + 1);
  }
  for (const SignupEvent& event : facts.signup) at_s = std::max(at_s, event.at + 1);
  for (const auto& [key, called] : facts.calls) {
    if (called.answer) at_s = std::max(at_s, called.answer->at + 1);
    if (called.asked_at) at_s = std::max(at_s, *called.asked_at + 1);
  }
  return at_s;
}

Stored<> Affairs::read() {
  const auto apps = ledger_.apps();
  if (!apps) return apps.error();
  const auto facts = ledger_.facts();
  if (!facts) return facts.error();
  const auto intents = ledger_.intents();
  if (!intents) return intents.error();
  const std::lock_guard lock(mutex_);
  apps_ = *apps;
  for (const OnboardingFact& fact : *facts) remember(fact);
  for (const StoredIntent& intent : *intents) remember(intent);
  return Done{};
}

Stored<> Affairs::settle_unknown(std::int64_t now_s) {
  std::vector<StoredIntent> open;
  {
    const std::lock_guard lock(mutex_);
    std::copy_if(intents_.begin(), intents_.end(), std::back_inserter(open),
                 [](const StoredIntent& intent) { return intent.settled_s == 0; });
  }
  for (StoredIntent& intent : open) {
    intent.settled_s = now_s;
    intent.outcome = "unknown";
    Taught taught;
    const auto owner = attempt(intent.owner);
    const auto call = parse_onboarding_call(intent.kind);
    if (owner && call) taught.attempt = lost_answers(owner->facts, *call, now_s);
    if (const auto settled = settle(intent, taught); !settled) return settled.error();
  }
  return Done{};
}

std::vector<StoredApp> Affairs::apps() const {
  const std::lock_guard lock(mutex_);
  return apps_;
}

std::optional<StoredApp> Affairs::app(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  return copy(find(apps_, id));
}

Stored<> Affairs::put(const StoredApp& app) {
  const std::lock_guard lock(mutex_);
  if (const auto saved = ledger_.save({.apps = {app}}); !saved) return saved.error();
  apps_.push_back(app);
  return Done{};
}

Stored<std::optional<StoredApp>> Affairs::change(std::string_view id, const std::function<void(StoredApp&)>& adjust) {
  const std::lock_guard lock(mutex_);
  const auto known = std::find_if(apps_.begin(), apps_.end(), [&](const StoredApp& one) { return one.id == id; });
  if (known == apps_.end()) return std::optional<StoredApp>();
  StoredApp changed = *known;
  adjust(changed);
  if (changed != *known) {
    if (const auto saved = ledger_.save({.apps = {changed}}); !saved) return saved.error();
    *known = changed;
  }
  return std::optional(std::move(changed));
}

std::vector<Attempt> Affairs::attempts_of(std::string_view app) const {
  const std::lock_guard lock(mutex_);
  std::vector<Attempt> found;
  for (const std::size_t place : places_of(attempts_by_app_, app)) found.push_back(attempts_[place]);
  return found;
}

std::optional<Attempt> Affairs::attempt(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto place = attempt_by_id_.find(id);
  return place == attempt_by_id_.end() ? std::nullopt : std::optional<Attempt>(attempts_[place->second]);
}

std::optional<Attempt> Affairs::latest_attempt(std::string_view app) const {
  const std::lock_guard lock(mutex_);
  const auto& places = places_of(attempts_by_app_, app);
  return places.empty() ? std::nullopt : std::optional<Attempt>(attempts_[places.back()]);
}

std::optional<Attempt> Affairs::connected_attempt(std::string_view app) const {
  const std::lock_guard lock(mutex_);
  const auto& places = places_of(attempts_by_app_, app);
  const auto last =
      std::find_if(places.rbegin(), places.rend(), [&](std::size_t at) { return has_led(attempts_[at]); });
  return last == places.rend() ? std::nullopt : std::optional<Attempt>(attempts_[*last]);
}

Stored<Attempt> Affairs::begin_attempt(std::string_view app, const std::vector<Onboarding>& facts, std::int64_t now_s) {
  LedgerChange change;
  const std::string id = random_hex(id_bytes);
  for (const Onboarding& fact : facts) change.facts.push_back({id, std::string(app), now_s, write_fact(fact)});
  const std::lock_guard lock(mutex_);
  if (const auto saved = ledger_.save(change); !saved) return saved.error();
  for (const OnboardingFact& fact : change.facts) remember(fact);
  return attempts_[attempt_by_id_.find(id)->second];
}

Stored<> Affairs::add(const std::string& attempt, const Onboarding& fact, std::int64_t now_s) {
  const std::lock_guard lock(mutex_);
  const auto known = attempt_by_id_.find(attempt);
  const std::string app = known == attempt_by_id_.end() ? "" : attempts_[known->second].app;
  const OnboardingFact entry = {attempt, app, now_s, write_fact(fact)};
  if (const auto saved = ledger_.save({.facts = {entry}}); !saved) return saved.error();
  remember(entry);
  return Done{};
}

KnownNumber Affairs::number(std::string_view id, std::string_view waba, std::string_view phone) const {
  const std::lock_guard lock(mutex_);
  KnownNumber known{std::string(id), std::string(waba), std::string(phone), {}, {}, {}};
  for (const Attempt* const attempt : attempts_to(id)) {
    known.app = attempt->app;
    known.waba = attempt->facts.waba();
    if (const FoundNumber* const found = attempt->facts.found_number()) {
      if (!found->phone.empty()) known.phone = found->phone;
      known.name = found->name;
    }
    join(known.state, number_state_of(attempt->facts));
  }
  if (const auto learned = learned_.find(id); learned != learned_.end()) join(known.state, learned->second);
  for (const std::string& key :
       {life_key(id, {}, {}), life_key({}, known.waba, {}), life_key({}, {}, phone_digits(known.phone))}) {
    const auto lives = lives_.find(key);
    if (lives == lives_.end()) continue;
    for (const NumberFacts& facts : lives->second) {
      if (concerns(facts, id, known.waba, known.phone)) join(known.state, facts.state);
    }
  }
  return known;
}

std::vector<std::string> Affairs::numbers() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> found;
  for (const auto& [number, places] : attempts_by_number_) {
    if (!attempts_to(number).empty()) found.push_back(number);
  }
  return found;
}

std::optional<std::int64_t> Affairs::onboarding_at(std::string_view number, std::int64_t at_s) const {
  const std::lock_guard lock(mutex_);
  const auto learned = learned_.find(number);
  std::optional<std::int64_t> latest;
  for (const Attempt* const attempt : attempts_to(number)) {
    const auto onboarded_at = number_state_of(attempt->facts).onboarded_at;
    if (!onboarded_at) continue;
    const std::int64_t from = learned == learned_.end() ? *onboarded_at : data_from(learned->second, *onboarded_at);
    if (from <= at_s) latest = std::max(latest, onboarded_at);
  }
  return latest;
}

std::vector<std::string> Affairs::told(const std::vector<Life>& lives) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> apps;
  for (const Life& life : lives) {
    auto state = read_state(life.state);
    if (!state) continue;
    NumberFacts facts{life.number, life.waba, life.phone, *std::move(state)};
    const auto tell = [&](const Attempt& attempt) {
      const FoundNumber* const found = attempt.facts.found_number();
      const std::string phone = found == nullptr ? std::string() : found->phone;
      if (concerns(facts, attempt.facts.number(), attempt.facts.waba(), phone)) apps.push_back(attempt.app);
    };
    if (life.number.empty()) {
      std::for_each(attempts_.begin(), attempts_.end(), tell);
    } else {
      for (const std::size_t place : places_of(attempts_by_number_, life.number)) tell(attempts_[place]);
    }
    std::vector<NumberFacts>& known_lives = lives_[life_key(life.number, life.waba, life.phone)];
    const auto known = std::find_if(known_lives.begin(), known_lives.end(), [&](const NumberFacts& one) {
      return one.waba == facts.waba && one.phone == facts.phone;
    });
    if (known == known_lives.end()) {
      known_lives.push_back(std::move(facts));
    } else {
      known->state = std::move(facts.state);
    }
  }
  return apps;
}

std::optional<std::string> Affairs::token(std::string_view app) const {
  const auto sealed = ledger_.token(app);
  if (!sealed || !*sealed) return std::nullopt;
  return seal_.open((*sealed)->sealed, app);
}

Stored<> Affairs::begin(const StoredIntent& intent, const Taught& taught) {
  return save_intent(intent, taught, intent.begun_s);
}

Stored<> Affairs::settle(const StoredIntent& intent, const Taught& taught) {
  return save_intent(intent, taught, intent.settled_s);
}

std::vector<StoredIntent> Affairs::intents_of(std::string_view owner) const {
  const std::lock_guard lock(mutex_);
  std::vector<StoredIntent> found;
  for (const std::size_t place : places_of(intents_by_owner_, owner)) found.push_back(intents_[place]);
  return found;
}

Stored<> Affairs::save_intent(StoredIntent intent, const Taught& taught, std::int64_t at_s) {
  const std::lock_guard lock(mutex_);
  LedgerChange change;
  if (taught.number) {
    NumberState learned = *taught.number;
    if (const auto begun = intent_by_id_.find(intent.id); begun != intent_by_id_.end()) {
      if (const auto before = read_state(intents_[begun->second].learned)) join(learned, *before);
    }
    intent.learned = write_state(learned);
  }
  change.intents.push_back(intent);
  const auto owner = attempt_by_id_.find(intent.owner);
  const Attempt* const attempt = owner == attempt_by_id_.end() ? nullptr : &attempts_[owner->second];
  if (taught.attempt && attempt != nullptr) {
    change.facts.push_back({attempt->id, attempt->app, at_s, write_fact(*taught.attempt)});
  }
  if (taught.token && attempt != nullptr) {
    change.tokens.push_back({attempt->app, at_s, seal_.close(*taught.token, attempt->app)});
  }
  if (const auto saved = ledger_.save(change); !saved) return saved.error();
  for (const OnboardingFact& fact : change.facts) remember(fact);
  remember(intent);
  return Done{};
}

std::vector<const Attempt*> Affairs::attempts_to(std::string_view number) const {
  std::vector<const Attempt*> led;
  for (const std::size_t place : places_of(attempts_by_number_, number)) {
    if (has_led(attempts_[place])) led.push_back(&attempts_[place]);
  }
  return led;
}

void Affairs::remember(const StoredIntent& intent) {
  const auto [known, fresh] = intent_by_id_.try_emplace(intent.id, intents_.size());
  if (fresh) {
    intents_.push_back(intent);
    intents_by_owner_[intent.owner].push_back(known->second);
  } else {
    intents_[known->second] = intent;
  }
  if (intent.learned.empty()) return;
  if (const auto learned = read_state(intent.learned)) join(learned_[intent.owner], *learned);
}

void Affairs::remember(const OnboardingFact& entry) {
  const auto fact = read_fact(entry.fact);
  if (!fact) return;
  const auto [known, fresh] = attempt_by_id_.try_emplace(entry.onboarding, attempts_.size());
  const std::size_t place = known->second;
  if (fresh) {
    attempts_.push_back({entry.onboarding, entry.app, {}});
    attempts_by_app_[entry.app].push_back(place);
  }
  const std::string before = attempts_[place].facts.number();
  join(attempts_[place].facts, *fact);
  const std::string number = attempts_[place].facts.number();
  if (number == before) return;
  std::erase(attempts_by_number_[before], place);
  auto& places = attempts_by_number_[number];
  places.insert(std::upper_bound(places.begin(), places.end(), place), place);
}

}  // namespace twinline
