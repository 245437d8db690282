// What people told and what was asked of Meta: it cannot be computed again, so it lies beside the deliveries.
//
// Apps as they are now; the facts of onboardings, which are only ever appended; intents, written before the first byte of a
// request and settled after its answer; and the access tokens, sealed (seal.h). Nothing else about an account is kept: no
// code of a signup, no secret, no request body. What save() has confirmed survives a crash. Any thread may call any member.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native/store/stored.h"

namespace twinline {

// What a partner manages; it leads to at most one number at a time.
struct StoredApp {
  std::string id;
  std::string name;
  std::int64_t created_s = 0;
  // How coexistence came to be enabled: "portal", "request", "api"; empty as long as it is not.
  std::string enabled_by{};
  std::int64_t requested_s = 0;  // by a form, 0 where nobody asked
  std::string contact{};
  std::string reason{};
  std::string new_messages{};  // "after_sync"; empty: at once
  std::int64_t shown_s = 0;    // when somebody asked to see those that waited for the sync, or the wait was over
  std::int64_t chosen_s = 0;   // when `new_messages` was chosen
  bool operator==(const StoredApp&) const = default;
};

struct OnboardingFact {
  std::string onboarding;
  std::string app;
  std::int64_t at_s = 0;
  std::string fact;  // JSON of the core's (core/lifecycle/onboarding_json.h)
  bool operator==(const OnboardingFact&) const = default;
};

// A request that was about to be made, and what became of it.
struct StoredIntent {
  std::string id;
  std::string owner;    // the onboarding, or the phone_number_id
  std::string kind;     // "subscribe_app", "sync_history", …
  std::string request;  // method and address without anything secret
  std::int64_t begun_s = 0;
  std::int64_t settled_s = 0;  // 0: not yet, and after a crash never known
  std::string outcome{};       // "done", "refused", "unknown"; empty until settled
  std::string learned{};       // JSON of what the answer taught; never the answer itself
  bool operator==(const StoredIntent&) const = default;
};

struct SealedToken {
  std::string app;
  std::int64_t at_s = 0;
  std::string sealed;
  bool operator==(const SealedToken&) const = default;
};

// Saved in one transaction, all or none.
struct LedgerChange {
  std::vector<StoredApp> apps{};  // new, or as they are now
  std::vector<OnboardingFact> facts{};
  std::vector<StoredIntent> intents{};  // new, or settled
  std::vector<SealedToken> tokens{};    // the latest of an app takes the place of the one before
};

class Ledger {
 public:
  virtual ~Ledger() = default;

  virtual Stored<> save(const LedgerChange& change) = 0;
  virtual Stored<std::vector<StoredApp>> apps() = 0;        // the oldest first
  virtual Stored<std::vector<OnboardingFact>> facts() = 0;  // as they were appended
  virtual Stored<std::vector<StoredIntent>> intents() = 0;  // as they were begun
  virtual Stored<std::optional<SealedToken>> token(std::string_view app) = 0;
};

std::unique_ptr<Ledger> make_memory_ledger();
// `path` is the journal's file; it is made if it is missing.
Stored<std::unique_ptr<Ledger>> open_sqlite_ledger(const std::string& path);

}  // namespace twinline
