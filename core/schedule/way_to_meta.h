// How long after a start Meta may have counted it.
//
// Meta counts a message somewhere between its first byte and its answer, so an answer that took long may be one of a
// message that was counted late. What the quickest answer took is the way there and back that every one has; what another
// one took beyond it may have passed before Meta counted. Exact as long as neither half of the way is ever quicker than in
// the quickest call. The quickest is that of the last answers, so a way that becomes longer is not punished for ever.
#pragma once

#include <algorithm>

#include "core/schedule/time.h"

namespace twinline {

class WayToMeta {
 public:
  // An answer came so long after the request was written.
  void note(TimeMs took_ms) {
    quickest_now_ = std::min(quickest_now_, took_ms);
    if (++answers_ < block) return;
    quickest_before_ = quickest_now_;
    quickest_now_ = never_ms;
    answers_ = 0;
  }

  // What every answer takes; 0 until enough of them are known.
  TimeMs usual_ms() const { return quickest_before_ == never_ms ? 0 : std::min(quickest_before_, quickest_now_); }

 private:
  static constexpr int block = 32;
  TimeMs quickest_before_ = never_ms, quickest_now_ = never_ms;
  int answers_ = 0;
};

}  // namespace twinline
