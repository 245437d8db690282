// Whether a user may be written to now: the service window of 24 hours, and opt-outs from marketing.
//
// The host says what opens a window (a live message of the user after onboarding, or a call); messages sent from the
// phone, echoes and history do not. Times are on the scheduler's axis. A closed window is forgotten, an opt-out never.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/schedule/send.h"
#include "core/schedule/time.h"

namespace twinline {

class Permissions {
 public:
  explicit Permissions(TimeMs window_ms) : window_ms_(window_ms) {}

  void open_window(std::string_view user, TimeMs at) {
    TimeMs& ends = window_ends_[std::string(user)];
    ends = std::max(ends, at + window_ms_);
    forget_closed(at);
  }
  // How long the windows are that open from now on.
  void set_window(TimeMs window_ms) { window_ms_ = window_ms; }
  void opt_out(std::string_view user) { no_marketing_.insert(std::string(user)); }
  void opt_in(std::string_view user) { no_marketing_.erase(std::string(user)); }

  TimeMs window_ends(std::string_view user) const {
    const auto found = window_ends_.find(std::string(user));
    return found == window_ends_.end() ? long_ago_ms : found->second;
  }

  // As far as is known: of windows that were opened anew only the last is.
  bool was_open(std::string_view user, TimeMs at) const {
    const TimeMs ends = window_ends(user);
    return ends > at && ends - window_ms_ <= at;
  }

  // Why a send to this user may not go now; none if it may.
  EndReason objection(const std::string& user, Lane lane, bool free_form, TimeMs now) const {
    if (free_form && window_ends(user) <= now) return EndReason::window_closed;
    if (lane == Lane::marketing && no_marketing_.count(user) != 0) return EndReason::opted_out;
    return EndReason::none;
  }

 private:
  // Each time the map has doubled since the last look, so that looking costs nothing on average.
  void forget_closed(TimeMs now) {
    if (window_ends_.size() < look_at_size_) return;
    for (auto entry = window_ends_.begin(); entry != window_ends_.end();) {
      entry = entry->second <= now ? window_ends_.erase(entry) : std::next(entry);
    }
    look_at_size_ = std::max<std::size_t>(1024, 2 * window_ends_.size());
  }

  TimeMs window_ms_;
  std::unordered_map<std::string, TimeMs> window_ends_;
  std::unordered_set<std::string> no_marketing_;
  std::size_t look_at_size_ = 1024;
};

}  // namespace twinline
