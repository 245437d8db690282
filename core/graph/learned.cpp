#include "core/graph/learned.h"

namespace twinline {

NumberState learned_from(const GraphReply<SyncAccepted>& reply, std::int64_t onboarded_at, SyncType type,
                         std::int64_t at_s) {
  NumberState state;
  SyncState& sync = state.syncs[{onboarded_at, type}];
  sync.asked_at = at_s;
  if (reply) {
    sync.answer = SyncAnswer{true, at_s, 0, reply->request_id};
  } else if (reply.error.outcome == Outcome::refused) {
    sync.answer = SyncAnswer{false, at_s, particular_code(reply.error), ""};
  }
  return state;
}

NumberState sync_not_sent(std::int64_t onboarded_at, SyncType type, std::int64_t at_s) {
  NumberState state;
  state.syncs[{onboarded_at, type}].answer = SyncAnswer{false, at_s, code_not_sent, ""};
  return state;
}

NumberState learned_from(const GraphReply<NumberInfo>& reply, std::int64_t at_s, const NumberState& before) {
  constexpr std::int64_t parameter_error = 100;
  constexpr std::int64_t no_such_object = 33;
  NumberState state;
  const bool gone = !reply && reply.error.code == parameter_error && reply.error.subcode == no_such_object;
  const std::optional<bool> coexists = reply ? reply->coexists() : std::optional<bool>();
  const bool lost_before = before.seen_disconnected_at > before.seen_connected_at;
  if (coexists == true) {
    state.seen_connected_at = at_s;
    if (lost_before) state.reconnects.insert(at_s);
  }
  if (coexists == false || gone) {
    state.seen_disconnected_at = at_s;
    if (!lost_before) state.offboardings.insert(at_s);
  }
  if (reply && !reply->quality.empty()) state.quality = Stated{at_s, reply->quality};
  if (reply && !reply->limit.empty()) state.messaging_limit = Stated{at_s, reply->limit};
  return state;
}

}  // namespace twinline
