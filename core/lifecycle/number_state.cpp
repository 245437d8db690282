#include "core/lifecycle/number_state.h"

#include <algorithm>
#include <tuple>

namespace twinline {
namespace {

bool less(std::int64_t left, std::int64_t right) { return left < right; }
bool less(const Removal& left, const Removal& right) {
  return std::tie(left.at, left.reason, left.initiated_by) < std::tie(right.at, right.reason, right.initiated_by);
}
bool less(const Stated& left, const Stated& right) {
  return std::tie(left.at, left.value) < std::tie(right.at, right.value);
}
bool less(const Restriction& left, const Restriction& right) {
  return std::tie(left.at, left.expires_at) < std::tie(right.at, right.expires_at);
}
bool less(const SyncAnswer& left, const SyncAnswer& right) {
  return std::tie(left.accepted, left.at, left.code, left.request_id) <
         std::tie(right.accepted, right.at, right.code, right.request_id);
}

template <class T>
void keep_greatest(std::optional<T>& mine, const std::optional<T>& theirs) {
  if (theirs && (!mine || less(*mine, *theirs))) mine = theirs;
}

void keep_earliest(std::optional<std::int64_t>& mine, const std::optional<std::int64_t>& theirs) {
  if (theirs && (!mine || *theirs < *mine)) mine = theirs;
}

void join(SyncState& mine, const SyncState& theirs) {
  keep_greatest(mine.last_asked_at, std::max({mine.asked_at, theirs.asked_at, theirs.last_asked_at}));
  keep_earliest(mine.asked_at, theirs.asked_at);
  keep_greatest(mine.answer, theirs.answer);
  keep_earliest(mine.declined_at, theirs.declined_at);
  keep_earliest(mine.first_data_at, theirs.first_data_at);
  keep_greatest(mine.last_data_at, theirs.last_data_at);
  mine.progress = std::max(mine.progress, theirs.progress);
}

}  // namespace

bool is_cloud_api_only(const NumberState& state) {
  return state.cloud_api_at && state.cloud_api_at == state.onboarded_at;
}

bool join(NumberState& state, const NumberState& fact) {
  const NumberState before = state;
  keep_greatest(state.signup_at, fact.signup_at);
  keep_greatest(state.onboarded_at, fact.onboarded_at);
  keep_greatest(state.cloud_api_at, fact.cloud_api_at);
  keep_greatest(state.registered_at, fact.registered_at);
  keep_greatest(state.subscribed_at, fact.subscribed_at);
  keep_greatest(state.offboarded_at, fact.offboarded_at);
  keep_greatest(state.reconnected_at, fact.reconnected_at);
  keep_greatest(state.seen_connected_at, fact.seen_connected_at);
  keep_greatest(state.seen_disconnected_at, fact.seen_disconnected_at);
  state.offboardings.insert(fact.offboardings.begin(), fact.offboardings.end());
  state.reconnects.insert(fact.reconnects.begin(), fact.reconnects.end());
  keep_greatest(state.alive_at, fact.alive_at);
  keep_greatest(state.removed, fact.removed);
  keep_greatest(state.messaging_limit, fact.messaging_limit);
  keep_greatest(state.limit_change, fact.limit_change);
  keep_greatest(state.quality, fact.quality);
  for (const auto& [type, theirs] : fact.restrictions) {
    Restriction& mine = state.restrictions.try_emplace(type, theirs).first->second;
    if (less(mine, theirs)) mine = theirs;
  }
  for (const auto& [key, theirs] : fact.syncs) join(state.syncs[key], theirs);
  return !(state == before);
}

std::int64_t data_from(const NumberState& state, std::int64_t onboarded_at) {
  std::int64_t from = onboarded_at;
  for (const SyncType type : {SyncType::contacts, SyncType::history}) {
    const auto sync = state.syncs.find({onboarded_at, type});
    if (sync != state.syncs.end()) from = std::min(from, sync->second.asked_at.value_or(from));
  }
  return from;
}

NumberState asked_sync_fact(std::int64_t onboarded_at, SyncType type, std::int64_t at_s) {
  NumberState fact;
  SyncState& sync = fact.syncs[{onboarded_at, type}];
  sync.asked_at = at_s;
  sync.last_asked_at = at_s;
  return fact;
}

std::vector<Gap> gaps_of(const NumberState& state, std::int64_t skew_s) {
  std::set<std::int64_t> ends = state.reconnects;
  if (state.onboarded_at) ends.insert(*state.onboarded_at);
  std::vector<Gap> gaps;
  for (const std::int64_t begin : state.offboardings) {
    const bool inside = !gaps.empty() && (!gaps.back().until || begin <= *gaps.back().until);
    if (inside) continue;
    const auto end = ends.lower_bound(begin - skew_s);
    Gap gap{begin, {}};
    if (end != ends.end()) gap.until = std::max(begin, *end);
    gaps.push_back(gap);
  }
  return gaps;
}

}  // namespace twinline
