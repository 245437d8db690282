#include "core/policy/date.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace twinline {
namespace {

template <class Number>
bool read_digits(std::string_view text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return {};
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return {};
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  const bool digits = read_digits(text.substr(0, 4), year) && read_digits(text.substr(5, 2), month) &&
                      read_digits(text.substr(8, 2), day);
  if (!digits || year < 0) return {};
  const std::chrono::year_month_day calendar{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!calendar.ok()) return {};
  return Date{static_cast<std::int32_t>(std::chrono::sys_days(calendar).time_since_epoch().count())};
}

Date date_of(std::int64_t unix_s) {
  const std::int64_t day_s = 86400;
  std::int64_t days = unix_s / day_s;
  if (unix_s % day_s < 0) --days;
  return Date{static_cast<std::int32_t>(days)};
}

std::string to_string(Date date) {
  const std::chrono::year_month_day calendar{std::chrono::sys_days(std::chrono::days(date.days))};
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(calendar.year()),
                                 static_cast<unsigned>(calendar.month()), static_cast<unsigned>(calendar.day()));
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace twinline
