#include <algorithm>

#include "core/history/records.h"
#include "core/history/search.h"
#include "core/history/snippet.h"
#include "core/history/views.h"

namespace twinline {

Page search_page(const Number& number, MessageSearch& search, const SearchQuery& query) {
  const Messages& messages = number.messages;
  const SearchWords words = parse_search(query.text);
  auto found = search.newest(messages, words, std::min<std::size_t>(query.limit, messages.count()) + 1, query.before);
  Page page;
  page.total = static_cast<std::uint32_t>(found.size());
  page.strings = static_cast<std::uint32_t>(std::size(search_strings));
  if (found.size() > query.limit) found.pop_back();
  for (const RowId id : found) {
    const Row& row = messages.row(id);
    const auto thread = messages.thread_of(row);
    const Snippet snippet = snippet_of(shown(messages, row).text, words);
    add_columns(page, messages, row, 0);
    page.add(thread);
    page.add(display_name(number, thread));
    page.add(messages.id_of(row));
    page.add(messages.content_of(row).type);
    page.add(snippet.text);
    page.add(snippet.hits);
    page.add(messages.people().text(row.peer));
  }
  return page;
}

}  // namespace twinline
