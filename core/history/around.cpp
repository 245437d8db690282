#include <algorithm>

#include "core/history/views.h"

namespace twinline {

Around around_page(const Number& number, const AroundQuery& query) {
  const Messages& messages = number.messages;
  const RowId row = messages.find(query.id);
  if (row == Index::none || !messages.row(row).is(Row::placed)) return {};
  Around around;
  around.thread = messages.thread_of(messages.row(row));
  const auto left_out = static_cast<std::uint32_t>(count_left_out(messages, around.thread, query.older_than_s));
  auto newer = static_cast<std::uint32_t>(messages.newer_than(row));
  if (newer < left_out) return {};
  const auto older = static_cast<std::uint32_t>(messages.size_of(around.thread)) - newer - 1;
  newer -= left_out;
  const std::uint32_t after = std::min(query.after, newer);
  around.row = std::min(query.before, older);
  around.end = newer - after;
  around.page =
      message_page(number, {query.number, around.thread, around.end, around.row + 1 + after, query.older_than_s});
  return around;
}

}  // namespace twinline
