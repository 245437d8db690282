// What people see of a number: pages of threads and messages, and its sync state in a sentence. Derived, never stored.
#pragma once

#include <string>

#include "core/history/history.h"
#include "core/history/number.h"

namespace twinline {

Page thread_page(const Number& number, const ThreadQuery& query);
Page message_page(const Number& number, const MessageQuery& query);
Around around_page(const Number& number, const AroundQuery& query);
std::string summary_of(const Number& number);  // JSON, see History::number_summary

// How many messages of the thread a query with this `older_than_s` leaves out.
std::size_t count_left_out(const Messages& messages, std::string_view thread, std::int64_t older_than_s);

// The columns of a row about this message; its strings are the caller's affair.
void add_columns(Page& page, const Messages& messages, const Row& row, std::uint32_t count);

// How people know somebody: the address book's name, else the latest profile name; empty if neither is known.
std::string display_name(const Number& number, std::string_view name);

}  // namespace twinline
