#include "core/schedule/plan_summary.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace twinline {

namespace {

// 19.953 -> "19.95"
std::string two_places(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return "-";
  const std::int64_t hundredths = (numerator * 100 + denominator / 2) / denominator;
  const std::int64_t rest = hundredths % 100;
  return std::to_string(hundredths / 100) + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

std::string cell(std::string_view text, std::size_t width) {
  std::string padded(width > text.size() ? width - text.size() : 0, ' ');
  return padded.append(text);
}

void add_row(std::string& out, std::string_view name, std::size_t name_width, std::vector<TimeMs> waits) {
  if (waits.empty()) return;
  std::sort(waits.begin(), waits.end());
  std::int64_t sum = 0;
  for (const TimeMs wait : waits) sum += wait;
  const auto at = [&](std::size_t percent) { return std::to_string(waits[(waits.size() - 1) * percent / 100]); };
  out.append("  ").append(name).append(name_width - name.size(), ' ');
  out += cell(std::to_string(waits.size()), 10);
  out += cell(std::to_string(sum / static_cast<std::int64_t>(waits.size())), 12);
  out += cell(at(50), 12) + cell(at(95), 12) + cell(at(100), 12) + '\n';
}

void add_head(std::string& out, std::string_view title, std::size_t name_width) {
  out.append("\n").append(title).append(name_width + 2 - title.size(), ' ');
  out += cell("messages", 10) + cell("mean ms", 12) + cell("half ms", 12) + cell("95 % ms", 12) + cell("most ms", 12) +
         '\n';
}

}  // namespace

void PlanSummary::add(const PlanStep& step) {
  if (step.kind == PlanStep::Kind::end) {
    ++ends_[std::string(step.end)];
    return;
  }
  ++starts_;
  last_second_.push_back(step.at_ms);
  while (last_second_.front() <= step.at_ms - 1000) last_second_.pop_front();
  if (last_second_.size() > fullest_) {
    fullest_ = last_second_.size();
    fullest_at_ = step.at_ms;
  }
  if (step.attempt > 1) return;
  const Send& send = step.message->send;
  const TimeMs waited = step.at_ms - std::max(step.message->at_ms, send.not_before_ms);
  by_lane_[static_cast<std::size_t>(send.lane)].push_back(waited);
  by_campaign_[send.campaign].push_back(waited);
}

std::string PlanSummary::text(const PlanUse& use) const {
  const SchedulerOptions& options = scenario_.options;
  const TimeMs window = 1000 + options.guard_ms;
  std::string out = std::to_string(scenario_.messages.size()) + " messages, " + std::to_string(starts_) + " starts";
  for (const auto& [end, count] : ends_) out += ", " + std::to_string(count) + " " + end;
  out += "\nhighest count in any sliding second: " + std::to_string(fullest_);
  out += " starts (in the second that ends with ms " + std::to_string(fullest_at_) + "; rate " +
         std::to_string(options.rate) + ", headroom " + std::to_string(options.headroom) + ")\n";
  const std::int64_t allowed = std::max(options.rate - options.headroom, 0);
  if (use.held_ms == 0) {
    out += "rate reached: all that was asked for, nothing ever waited for the rate alone; " +
           two_places(allowed * 1000, window) + " a second allowed\n";
  } else {
    out += "rate reached: " + two_places((use.started + use.inbound) * 1000, use.held_ms) + " a second of " +
           two_places(use.capacity_ms * 1000 / window, use.held_ms) +
           " allowed, while something waited for it alone (" + std::to_string(use.held_ms) + " ms; " +
           std::to_string(use.inbound) + " of these messages were received)\n";
  }
  std::size_t width = std::string_view("waiting by campaign").size();
  for (const auto& [name, waits] : by_campaign_) width = std::max(width, name.size());
  add_head(out, "waiting by lane", width);
  for (std::size_t lane = 0; lane < lane_count; ++lane) add_row(out, lane_names[lane], width, by_lane_[lane]);
  add_head(out, "waiting by campaign", width);
  for (const auto& [name, waits] : by_campaign_) add_row(out, name.empty() ? "(none)" : name, width, waits);
  return out;
}

}  // namespace twinline
