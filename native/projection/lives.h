// What deliveries tell about the life of numbers and accounts, gathered for the store.
//
// Keeps the registers of all of them in memory, as the store has them: one entry a number or account, however many messages
// it has. What a register means is the core's affair (core/lifecycle/facts_of.h). Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/decode/batch.h"
#include "core/lifecycle/facts_of.h"
#include "native/store/records.h"

namespace twinline {

// When the number was brought live for the last time before `at_s`; nothing where no onboarding of ours is known.
using OnboardingAt = std::function<std::optional<std::int64_t>(const std::string& number, std::int64_t at_s)>;

class Lives {
 public:
  explicit Lives(OnboardingAt onboarding_at) : onboarding_at_(std::move(onboarding_at)) {}

  // Forgets what it had.
  void load(const std::vector<Life>& lives);
  // Of which onboarding of ours the sync is that a body brought; 0 where it has none, or its numbers have different ones.
  std::int64_t onboarding_of(const std::vector<NumberFacts>& facts, std::int64_t received_ms) const;
  // `facts` are those of the batch (facts_of).
  void look_at(const Batch& batch, std::vector<NumberFacts> facts);
  // What has changed since the last call.
  void collect(Projected& projected);

 private:
  using Whose = std::tuple<std::string, std::string, std::string>;  // number, account, phone
  void add_events(const Batch& batch);

  OnboardingAt onboarding_at_;
  std::map<Whose, NumberState> states_;
  std::set<Whose> changed_;
  std::vector<LifeEvent> events_;
};

}  // namespace twinline
