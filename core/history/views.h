// What people see of a number: pages of threads and messages, and its sync state in a sentence. Derived, never stored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/history/history.h"
#include "core/history/number.h"

namespace twinline {

Page thread_page(const Number& number, const ThreadQuery& query);
Page message_page(const Number& number, const MessageQuery& query);
Around around_page(const Number& number, const AroundQuery& query);
std::string summary_of(const Number& number);  // JSON, see History::number_summary

// The newest messages of a thread, those that a query with `older_than_s` looks at: what was sent from here is shown, the
// others are left out.
struct NewEnd {
  std::size_t rows = 0;
  std::vector<RowId> shown{};  // the newest first
  std::size_t left_out() const { return rows - shown.size(); }
};
NewEnd new_end_of(const Messages& messages, std::string_view thread, std::int64_t older_than_s);

// The columns of a row about this message; its strings are the caller's affair.
void add_columns(Page& page, const Messages& messages, const Row& row, std::uint32_t count);

// How people know somebody: the address book's name, else the latest profile name; empty if neither is known.
std::string display_name(const Number& number, std::string_view name);

}  // namespace twinline
