#include "core/history/search.h"

#include <algorithm>
#include <limits>

#include "core/history/fold.h"
#include "core/history/records.h"

namespace twinline {

namespace {

constexpr RowId group_rows_count = 4096;

// Times in the order of threads: unknown and unbelievable ones are the oldest.
std::int64_t ordered_time(std::int64_t at) { return is_believable(at) ? at : std::numeric_limits<std::int64_t>::min(); }

bool has_edits(const Messages& messages, const Row& row) {
  const Extra* const extra = messages.extra_of(row);
  return extra != nullptr && !extra->edits.sorted.empty();
}

// A message stands before a place that is given by time and id, or not.
bool is_before(const Messages& messages, const Row& row, const SearchPlace& place) {
  if (place.is_newest()) return true;
  if (is_believable(row.at) != is_believable(place.at)) return is_believable(place.at);
  if (row.at != place.at) return row.at < place.at;
  return messages.id_of(row) < place.id;
}

}  // namespace

void MessageSearch::group_rows(const Messages& messages) {
  if (grouped_at_ == messages.revisions()) return;
  grouped_at_ = messages.revisions();
  groups_.clear();
  for (RowId first = 0; first < messages.end_of_rows(); first += group_rows_count) {
    Group group{first, std::numeric_limits<std::int64_t>::min()};
    const RowId end = std::min(first + group_rows_count, messages.end_of_rows());
    for (RowId id = first; id < end; ++id) group.latest = std::max(group.latest, ordered_time(messages.row(id).at));
    groups_.push_back(group);
  }
  std::sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) { return a.latest > b.latest; });
}

// Empty where there is none.
std::string_view MessageSearch::folded_copy(const Row& row, RowId id) const {
  if (id >= folded_of_.size() || folded_of_[id] == 0) return {};
  const Folded& known = folded_[folded_of_[id] - 1];
  return known.content == row.content ? copies_[known.copy] : std::string_view{};
}

std::string_view MessageSearch::fold(const Row& row, RowId id, std::string_view text) {
  if (id >= folded_of_.size()) folded_of_.resize(id + 1);
  std::uint32_t& place = folded_of_[id];
  if (place == 0) {
    folded_.push_back({});
    place = static_cast<std::uint32_t>(folded_.size());
  }
  Folded& known = folded_[place - 1];
  if (known.content != row.content) {
    scratch_.clear();
    append_folded(text, scratch_);
    const bool same = scratch_.size() == text.size() &&
                      std::equal(text.begin(), text.end(), scratch_.begin(),
                                 [](char original, char folded) { return lower_ascii(original) == folded; });
    known = {row.content, same ? 0 : copies_.add(scratch_)};
  }
  return copies_[known.copy];
}

bool MessageSearch::matches(const Messages& messages, RowId id, const SearchWords& search) {
  const Row& row = messages.row(id);
  if (row.extra != 0 && has_edits(messages, row)) {
    scratch_.clear();
    append_folded(shown(messages, row).text, scratch_);
    return search.all_in(scratch_);
  }
  std::string_view text = folded_copy(row, id);
  bool folded = !text.empty();
  if (!folded) text = messages.text_of(row);
  for (const Needle& word : search.words) {
    Needle::Look look = word.look_in(text);
    if (!look.found && !look.only_ascii && !folded) {
      folded = true;
      const std::string_view copy = fold(row, id, text);
      if (!copy.empty()) look = word.look_in(text = copy);
    }
    if (!look.found) return false;
  }
  return true;
}

std::vector<RowId> MessageSearch::newest(const Messages& messages, const SearchWords& search, std::size_t limit,
                                         const SearchPlace& before) {
  std::vector<RowId> found;  // a heap with the oldest on top
  if (search.empty() || limit == 0) return found;
  group_rows(messages);
  const auto newer = [&messages](RowId a, RowId b) { return messages.before(b, a); };
  const std::int64_t ceiling = before.is_newest() ? std::numeric_limits<std::int64_t>::max() : ordered_time(before.at);
  std::int64_t floor = std::numeric_limits<std::int64_t>::min();
  for (const Group& group : groups_) {
    if (group.latest < floor) break;
    const RowId end = std::min(group.first + group_rows_count, messages.end_of_rows());
    for (RowId id = group.first; id < end; ++id) {
      const Row& row = messages.row(id);
      const std::int64_t at = ordered_time(row.at);
      if (at < floor || at > ceiling) continue;
      if (!row.is(Row::placed) || row.is(Row::united) || row.is(Row::revoked)) continue;
      if (!matches(messages, id, search) || !is_before(messages, row, before)) continue;
      found.push_back(id);
      std::push_heap(found.begin(), found.end(), newer);
      if (found.size() > limit) {
        std::pop_heap(found.begin(), found.end(), newer);
        found.pop_back();
      }
      if (found.size() == limit) floor = ordered_time(messages.row(found.front()).at);
    }
  }
  std::sort_heap(found.begin(), found.end(), newer);
  return found;
}

}  // namespace twinline
