// What an answer of Meta teaches about a number's life, as registers to join (core/lifecycle/number_state.h).
//
// An answer whose outcome is unknown teaches no more than that it was asked, so the sync is not asked for again.
#pragma once

#include <cstdint>

#include "core/graph/answers.h"
#include "core/lifecycle/number_state.h"

namespace twinline {

NumberState learned_from(const GraphReply<SyncAccepted>& reply, std::int64_t onboarded_at, SyncType type,
                         std::int64_t at_s);

// Meta was not reached, so nothing was asked: the sync may be asked for again.
NumberState sync_not_sent(std::int64_t onboarded_at, SyncType type, std::int64_t at_s);

// Also finds a disconnect that no webhook told: error 100/33, or a number that is no longer on both the app and the API.
// `before` is what was known until then, so that the gap gets its end when the number is found connected again.
NumberState learned_from(const GraphReply<NumberInfo>& reply, std::int64_t at_s, const NumberState& before = {});

}  // namespace twinline
