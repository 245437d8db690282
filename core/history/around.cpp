#include <algorithm>

#include "core/history/views.h"

namespace twinline {

Around around_page(const Number& number, const AroundQuery& query) {
  const Messages& messages = number.messages;
  const RowId row = messages.find(query.id);
  if (row == Index::none || !messages.row(row).is(Row::placed)) return {};
  Around around;
  around.thread = messages.thread_of(messages.row(row));
  const auto newer = static_cast<std::uint32_t>(messages.newer_than(row));
  const auto older = static_cast<std::uint32_t>(messages.size_of(around.thread)) - newer - 1;
  const std::uint32_t after = std::min(query.after, newer);
  around.row = std::min(query.before, older);
  around.end = newer - after;
  around.page = message_page(number, {query.number, around.thread, around.end, around.row + 1 + after});
  return around;
}

}  // namespace twinline
