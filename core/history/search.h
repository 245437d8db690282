// Full-text search over the messages of one number: a scan, no index.
//
// ASCII text is searched where it lies. A text that folding changes beyond ASCII case keeps a folded copy from the first
// search that meets it. Rows are read in groups, the group with the latest message first, so that a search with many hits
// ends early and one without any reads each text once. Found: what people see (an edited message by its latest text, a
// revoked one not at all).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/history/arena.h"
#include "core/history/history.h"
#include "core/history/number.h"
#include "core/history/search_words.h"

namespace twinline {

class MessageSearch {
 public:
  // The newest messages with all these words, at most `limit`, newest first; with `before` only older ones.
  std::vector<RowId> newest(const Messages& messages, const SearchWords& search, std::size_t limit,
                            const SearchPlace& before);

 private:
  struct Group {
    RowId first;
    std::int64_t latest;  // as ordered
  };
  // The folded copy of a row's text, right while the row has this content.
  struct Folded {
    std::uint32_t content;
    std::uint32_t copy;  // in the arena; 0: folding changes nothing but ASCII case
  };

  void group_rows(const Messages& messages);
  bool matches(const Messages& messages, RowId id, const SearchWords& search);
  std::string_view folded_copy(const Row& row, RowId id) const;
  std::string_view fold(const Row& row, RowId id, std::string_view text);

  std::vector<Group> groups_;  // from the latest to the oldest
  std::uint64_t grouped_at_ = 0;
  Arena copies_;
  std::vector<Folded> folded_;
  std::vector<std::uint32_t> folded_of_;  // by row: 1 + index; as long as the last row that needed one
  std::string scratch_;
};

Page search_page(const Number& number, MessageSearch& search, const SearchQuery& query);

// Threads of people whose names, phones or ids have all the words; the order is that of thread pages.
std::vector<std::string_view> threads_named(const Number& number, std::string_view typed);

}  // namespace twinline
