// The vocabulary in which eligibility rules are written: the facts about a business that a rule may ask for.
//
// A rule names facts, a facts file states them; both are checked against this one table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace twinline {

enum class FactName : std::uint8_t {
  phone,
  country,
  app_version,
  active_days,
  official_business_account,
  payment_method_in_app,
  business_manager_access,
  can_scan_qr,
  can_enter_code,
  partner_type,
  previous_credit_line,
  companions,
  features,
};
inline constexpr std::size_t fact_count = 13;

enum class FactType : std::uint8_t { yes_no, count, text, phone, country, version, list };

using FactValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;

std::string_view to_string(FactName name);
std::optional<FactName> parse_fact_name(std::string_view text);
FactType type_of(FactName name);

// What a value of the type looks like, for an error: "a whole number of days, such as 90".
std::string_view form_of(FactType type);

}  // namespace twinline
