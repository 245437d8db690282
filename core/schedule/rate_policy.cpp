#include "core/schedule/rate_policy.h"

#include <array>

namespace twinline {

namespace {

constexpr std::array<RateRule, 2> rates{{
    {"2025-07-01", "2025-12-15", 5, "Meta, Cloud API throughput, text of mid-2025"},
    {"2025-12-15", "", 20,
     "Meta, Onboarding WhatsApp Business app users, read 2026-09-11; Cloud API throughput, copy of 2025-12-15: "
     "inclusive of inbound and outbound messages and all message types"},
}};

}  // namespace

std::span<const RateRule> coexistence_rates() { return rates; }

const RateRule& coexistence_rate(std::optional<std::string_view> date) {
  if (date) {
    for (const RateRule& rule : rates) {
      if (rule.until.empty() || *date < rule.until) return rule;
    }
  }
  return rates.back();
}

}  // namespace twinline
