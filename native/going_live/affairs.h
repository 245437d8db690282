// All that is known about apps, their onboardings and the life of their numbers, in memory.
//
// Facts come from people, from Meta's answers and from deliveries and are joined here; what they mean is asked of the core.
// What people and answers tell is in the ledger before it can be seen, so a crash takes nothing back; what deliveries tell is
// in the records. In memory is an entry an app, an onboarding, a number and a call that was made to Meta, none a message.
// Any thread may call any member; values are handed out as copies.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/lifecycle/facts_of.h"
#include "core/lifecycle/new_messages.h"
#include "core/lifecycle/onboarding.h"
#include "native/store/ledger.h"
#include "native/store/records.h"
#include "native/store/seal.h"

namespace twinline {

// One attempt to bring an app live.
struct Attempt {
  std::string id;
  std::string app;
  Onboarding facts;
};

struct KnownNumber {
  std::string number;
  std::string waba;
  std::string phone;
  std::string name;
  std::string app;  // empty where no onboarding of ours leads to it
  NumberState state;
};

NewMessagesChoice new_messages_of(const StoredApp& app);

// The time of what is told for a step now: later than whatever was told for it, said by Meta's window or answered in the
// same second.
std::int64_t time_to_tell(const Onboarding& facts, OnboardingStep step, std::int64_t now_s);

class Affairs {
 public:
  Affairs(Ledger& ledger, const Seal& seal) : ledger_(ledger), seal_(seal) {}

  // From the ledger, before anything else.
  Stored<> read();
  // After a crash: an intent that no answer settled is settled as unknown.
  Stored<> settle_unknown(std::int64_t now_s);

  std::vector<StoredApp> apps() const;
  std::optional<StoredApp> app(std::string_view id) const;
  Stored<> put(const StoredApp& app);  // a new one
  // `adjust` sees the app as it is, with no other change in between. Gives it as it is then; nothing where there is no such
  // app.
  Stored<std::optional<StoredApp>> change(std::string_view app, const std::function<void(StoredApp&)>& adjust);

  // The oldest first.
  std::vector<Attempt> attempts_of(std::string_view app) const;
  std::optional<Attempt> attempt(std::string_view id) const;
  std::optional<Attempt> latest_attempt(std::string_view app) const;
  // The latest that led to a number; nothing where none did.
  std::optional<Attempt> connected_attempt(std::string_view app) const;
  Stored<Attempt> begin_attempt(std::string_view app, const std::vector<Onboarding>& facts, std::int64_t now_s);
  Stored<> add(const std::string& attempt, const Onboarding& fact, std::int64_t now_s);

  // `waba` and `phone` add what the caller knows of a number that has no onboarding here.
  KnownNumber number(std::string_view id, std::string_view waba = {}, std::string_view phone = {}) const;
  // Of apps that were connected.
  std::vector<std::string> numbers() const;
  // When the number was brought live for the last time before `at_s`.
  std::optional<std::int64_t> onboarding_at(std::string_view number, std::int64_t at_s) const;
  // The apps whose numbers deliveries told something about.
  std::vector<std::string> told(const std::vector<Life>& lives);

  std::optional<std::string> token(std::string_view app) const;

  // An intent is begun before the first byte of its request is written, and settled after its answer, together with what
  // that taught: about the onboarding, or about the number that owns the intent.
  struct Taught {
    std::optional<Onboarding> attempt{};
    std::optional<NumberState> number{};
    std::optional<std::string> token{};
  };
  Stored<> begin(const StoredIntent& intent, const Taught& taught);
  Stored<> settle(const StoredIntent& intent, const Taught& taught);
  std::vector<StoredIntent> intents_of(std::string_view owner) const;

 private:
  Stored<> save_intent(StoredIntent intent, const Taught& taught, std::int64_t at_s);
  void remember(const StoredIntent& intent);
  void remember(const OnboardingFact& fact);
  // With the lock held. Those that led to the number, the oldest first.
  std::vector<const Attempt*> attempts_to(std::string_view number) const;

  Ledger& ledger_;
  const Seal& seal_;
  mutable std::mutex mutex_;
  std::vector<StoredApp> apps_;
  std::vector<Attempt> attempts_;
  std::vector<StoredIntent> intents_;
  // Places in the lists above, so that no question looks through all of them.
  using Places = std::map<std::string, std::vector<std::size_t>, std::less<>>;
  std::map<std::string, std::size_t, std::less<>> attempt_by_id_, intent_by_id_;
  Places attempts_by_app_, attempts_by_number_, intents_by_owner_;
  std::map<std::string, NumberState, std::less<>> learned_;  // by number, from the answers of settled intents
  std::map<std::string, std::vector<NumberFacts>, std::less<>> lives_;  // from deliveries, by whom they name
};

}  // namespace twinline
