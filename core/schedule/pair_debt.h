// The pair rule: what may go to one user.
//
// Each start costs `every_ms` of debt. A start is allowed when the debt is paid, which opens a burst of `every_ms`, or
// inside the open burst while it holds fewer than `burst` starts:
//
//     starts   | | | |              |                      with every_ms 6000: four starts in the first 6 s,
//     time     0 . . . 6000         24000                  then nothing until 4 x 6 s are over
//              `-burst-´`---paying--´
//
// The burst is half-open: its last millisecond is the one before `opened + every_ms`.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/schedule/time.h"

namespace twinline {

struct PairRule {
  TimeMs every_ms = 6000;
  std::int64_t burst = 45;
  TimeMs guard_ms = 0;  // how much delays on the way to Meta may vary: debts are paid later, bursts end sooner
};

// How long the debt of a full burst can last.
constexpr TimeMs longest_debt_ms(const PairRule& rule) {
  return rule.burst * rule.every_ms + rule.every_ms + rule.guard_ms;
}

class PairDebt {
 public:
  bool allows(TimeMs now, const PairRule& rule) const {
    return now >= paid_ms_ || (in_burst_ < rule.burst && now < burst_ends(rule));
  }

  // The first time from `now` on at which a start is allowed, if none happens before.
  TimeMs allowed_at(TimeMs now, const PairRule& rule) const { return allows(now, rule) ? now : paid_ms_; }

  // When no trace of the past is left.
  TimeMs paid_at() const { return paid_ms_; }

  void start(TimeMs now, const PairRule& rule) {
    if (now >= paid_ms_) {
      in_burst_ = 0;
      paid_ms_ = now + rule.guard_ms;
    }
    ++in_burst_;
    paid_ms_ += rule.every_ms;
  }

 private:
  // All starts since the burst opened are owed for, so the debt tells when that was.
  TimeMs burst_ends(const PairRule& rule) const {
    return paid_ms_ - (in_burst_ - 1) * rule.every_ms - 2 * rule.guard_ms;
  }

  TimeMs paid_ms_ = long_ago_ms;
  std::int64_t in_burst_ = 0;
};

}  // namespace twinline
