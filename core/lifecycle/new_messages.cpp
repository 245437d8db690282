#include "core/lifecycle/new_messages.h"

#include <algorithm>

#include "core/lifecycle/next_step.h"
#include "core/lifecycle/sync_stage.h"

namespace twinline {
namespace {

// Will the history, as it stands, still come by itself?
bool may_come(SyncStage stage) {
  switch (stage) {
    case SyncStage::not_asked:
    case SyncStage::asked:
    case SyncStage::unknown:
    case SyncStage::accepted:
    case SyncStage::arriving:
      return true;
    default:
      return false;
  }
}

// When the first data has to be there; nothing before the history was asked for.
std::optional<std::int64_t> first_data_by(const SyncState& history, const LifeLimits& limits) {
  const std::optional<std::int64_t> asked = std::max(history.asked_at, history.last_asked_at);
  if (history.answer && history.answer->accepted) return history.answer->at + limits.history_start_s;
  return asked ? std::optional<std::int64_t>(*asked + limits.history_start_s) : std::nullopt;
}

}  // namespace

std::optional<HeldBack> held_back(const NumberState& state, const NewMessagesChoice& choice, const Policy& policy,
                                  std::int64_t now_s) {
  if (choice.shown == NewMessages::at_once || !state.onboarded_at) return {};
  const std::int64_t onboarded_at = *state.onboarded_at;
  if (choice.shown_now_s >= onboarded_at || is_cloud_api_only(state)) return {};
  const NextStep step = next_step(state, policy, now_s);
  const bool connected = step.stage != NumberStage::offboarded && step.stage != NumberStage::removed;
  const LifeLimits limits = life_limits(policy, now_s);
  const auto entry = state.syncs.find({onboarded_at, SyncType::history});
  const SyncState history = entry == state.syncs.end() ? SyncState{} : entry->second;
  const bool again = step.history == SyncStage::refused && asked_again_at(history, onboarded_at, policy, limits);
  if (!connected || !(may_come(step.history) || again)) return {};

  std::int64_t until = onboarded_at + limits.new_messages_wait_s;
  if (const auto begin_by = first_data_by(history, limits)) {
    if (!history.first_data_at) until = std::min(until, *begin_by);
    // What began too late had been given up before.
    if (history.first_data_at && *history.first_data_at > *begin_by) return {};
  }
  if (history.last_data_at) until = std::min(until, *history.last_data_at + limits.sync_stall_s);
  if (now_s >= until) return {};
  return HeldBack{std::max(onboarded_at, choice.chosen_s), until};
}

bool wait_is_over(const NumberState& state, const NewMessagesChoice& choice, const Policy& policy, std::int64_t now_s) {
  const bool waited = choice.shown == NewMessages::after_sync && state.onboarded_at;
  return waited && choice.shown_now_s < *state.onboarded_at && !held_back(state, choice, policy, now_s);
}

std::string_view to_string(NewMessages shown) { return shown == NewMessages::at_once ? "at_once" : "after_sync"; }

std::optional<NewMessages> parse_new_messages(std::string_view text) {
  for (const NewMessages shown : {NewMessages::at_once, NewMessages::after_sync}) {
    if (text == to_string(shown)) return shown;
  }
  return {};
}

}  // namespace twinline
