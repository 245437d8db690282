#include "core/lifecycle/sync_step.h"

#include <algorithm>
#include <utility>

namespace twinline {
namespace {

constexpr const char* arrived = "Contacts and history have arrived.";

// A connection that ended takes nothing away of what came before.
bool arrived_before(const NumberState& number) {
  constexpr std::int64_t all = 100;
  const auto sync = number.syncs.find({number.onboarded_at.value_or(0), SyncType::history});
  return sync != number.syncs.end() && sync->second.progress >= all;
}

}  // namespace

SyncReading read_sync(const NumberState& number, const NextStep& life) {
  const Advice* advice = advice_on_sync(life);
  if (life.stage == NumberStage::live) {
    const bool all = life.contacts == SyncStage::complete && life.history == SyncStage::complete;
    return {StepState::done, all ? arrived : advice != nullptr ? advice->text : ""};
  }
  if (life.stage == NumberStage::connected || life.stage == NumberStage::syncing) {
    return {StepState::waiting, advice == nullptr ? life_text(life) : advice->text};
  }
  if (arrived_before(number)) return {StepState::done, arrived};
  return {StepState::failed, life_text(life)};
}

const Advice* advice_on_sync(const NextStep& life) {
  const auto found = std::find_if(life.advice.begin(), life.advice.end(),
                                  [](const Advice& advice) { return advice.sync.has_value(); });
  return found == life.advice.end() ? nullptr : &*found;
}

std::string life_text(const NextStep& life) { return life.advice.empty() ? std::string() : life.advice.front().text; }

std::optional<Problem> sync_problem(const NumberState& number, const NextStep& life, const Policy& policy, Date day) {
  for (const auto& [type, stage] :
       {std::pair(SyncType::history, life.history), std::pair(SyncType::contacts, life.contacts)}) {
    const auto sync = number.syncs.find({number.onboarded_at.value_or(0), type});
    const bool answered = sync != number.syncs.end() && sync->second.answer;
    const std::string request = answered ? sync->second.answer->request_id : std::string();
    const std::string state = "sync_" + std::string(to_string(stage));
    if (auto problem = problem_of({state, "", "", "", "", request}, policy, day)) return problem;
  }
  return {};
}

}  // namespace twinline
