#include <algorithm>

#include "core/history/views.h"

namespace twinline {

Around around_page(const Number& number, const AroundQuery& query) {
  const Messages& messages = number.messages;
  const RowId row = messages.find(query.id);
  if (row == Index::none || !messages.row(row).is(Row::placed)) return {};
  Around around;
  around.thread = messages.thread_of(messages.row(row));
  const NewEnd end = new_end_of(messages, around.thread, query.older_than_s);
  const std::size_t place = messages.newer_than(row);
  std::size_t newer_shown = place - std::min(place, end.left_out());
  if (place < end.rows) {
    const auto shown = std::find(end.shown.begin(), end.shown.end(), row);
    if (shown == end.shown.end()) return {};
    newer_shown = static_cast<std::size_t>(shown - end.shown.begin());
  }
  const auto newer = static_cast<std::uint32_t>(newer_shown);
  const auto older = static_cast<std::uint32_t>(messages.size_of(around.thread) - end.left_out()) - newer - 1;
  const std::uint32_t after = std::min(query.after, newer);
  around.row = std::min(query.before, older);
  around.end = newer - after;
  around.page =
      message_page(number, {query.number, around.thread, around.end, around.row + 1 + after, query.older_than_s});
  return around;
}

}  // namespace twinline
