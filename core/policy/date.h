// A calendar day, for rules that hold from one day until another.
//
// Plain days since 1970-01-01 in UTC. It reads no clock: the host says which day it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace twinline {

struct Date {
  std::int32_t days = 0;  // since 1970-01-01

  bool operator==(const Date&) const = default;
  friend bool operator<(Date left, Date right) { return left.days < right.days; }
  friend bool operator<=(Date left, Date right) { return left.days <= right.days; }
};

// "2026-04-15", also as the beginning of a time such as "2026-04-15T08:00:00Z". Nothing for a day that no calendar has.
std::optional<Date> parse_date(std::string_view text);

Date date_of(std::int64_t unix_s);

std::string to_string(Date date);  // "2026-04-15"

}  // namespace twinline
