#include <algorithm>
#include <map>
#include <mutex>

#include "native/store/ledger.h"

namespace twinline {
namespace {

// Replaces the entry of the same id, else appends.
template <class Entry>
void put(std::vector<Entry>& entries, const Entry& entry) {
  const auto same = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.id == entry.id; });
  if (same == entries.end()) {
    entries.push_back(entry);
  } else {
    *same = entry;
  }
}

// For tests: keeps the contract of the ledger except that nothing outlives the process.
class MemoryLedger final : public Ledger {
 public:
  Stored<> save(const LedgerChange& change) override {
    const std::lock_guard lock(mutex_);
    for (const StoredApp& app : change.apps) put(apps_, app);
    facts_.insert(facts_.end(), change.facts.begin(), change.facts.end());
    for (const StoredIntent& intent : change.intents) put(intents_, intent);
    for (const SealedToken& token : change.tokens) tokens_.insert_or_assign(token.app, token);
    return Done{};
  }

  Stored<std::vector<StoredApp>> apps() override {
    const std::lock_guard lock(mutex_);
    return apps_;
  }
  Stored<std::vector<OnboardingFact>> facts() override {
    const std::lock_guard lock(mutex_);
    return facts_;
  }
  Stored<std::vector<StoredIntent>> intents() override {
    const std::lock_guard lock(mutex_);
    return intents_;
  }
  Stored<std::optional<SealedToken>> token(std::string_view app) override {
    const std::lock_guard lock(mutex_);
    const auto found = tokens_.find(app);
    return found == tokens_.end() ? std::optional<SealedToken>() : std::optional<SealedToken>(found->second);
  }

 private:
  std::mutex mutex_;
  std::vector<StoredApp> apps_;
  std::vector<OnboardingFact> facts_;
  std::vector<StoredIntent> intents_;
  std::map<std::string, SealedToken, std::less<>> tokens_;
};

}  // namespace

std::unique_ptr<Ledger> make_memory_ledger() { return std::make_unique<MemoryLedger>(); }

}  // namespace twinline
