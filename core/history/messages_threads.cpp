// Which thread a row belongs to, and the order inside.
#include <algorithm>

#include "core/history/messages.h"

namespace twinline {

NameId Messages::home_of(const Row& row) const {
  if (!row.is(Row::placed)) return 0;
  if (row.group != 0) return row.group;
  if (people_.is_phone(row.peer)) return people_.canonical(row.peer);
  // "The canonical phone if the message names one": by any of its facts; the smallest, should there be several.
  const Extra* const extra = extra_of(row);
  const NameId phone = smaller_phone(extra == nullptr ? 0 : extra->phone, row.name);
  return phone != 0 ? phone : row.peer;
}

NameId Messages::smaller_phone(NameId phone, NameId name) const {
  if (name == 0 || !people_.is_phone(name)) return phone;
  const NameId other = people_.canonical(name);
  return phone == 0 || people_.text(other) < people_.text(phone) ? other : phone;
}

void Messages::find_phone(RowId at) {
  if (rows_[at].extra == 0) return;
  Extra& more = extra(at);
  more.phone = 0;
  for (const NameId name : more.names.sorted) more.phone = smaller_phone(more.phone, name);
}

void Messages::settle_home(RowId at) {
  Row& row = rows_[at];
  const NameId home = home_of(row);
  if (row.home == home) return;
  if (row.home != 0) homes_[row.home].sorted = false;
  row.home = home;
  if (homes_.size() < people_.size()) homes_.resize(people_.size());
  Home& list = homes_[home];
  list.sorted = list.sorted && (list.rows.empty() || before(list.rows.back(), at));
  list.rows.push_back(at);
}

bool Messages::before(RowId a, RowId b) const {
  const Row &left = rows_[a], &right = rows_[b];
  if (is_believable(left.at) != is_believable(right.at)) return is_believable(right.at);
  if (left.at != right.at) return left.at < right.at;
  return id_of(left) < id_of(right);
}

const std::vector<RowId>& Messages::in_order(NameId home) const {
  Home& list = homes_[home];
  if (list.sorted) return list.rows;
  std::erase_if(list.rows, [&](RowId row) { return rows_[row].is(Row::united) || rows_[row].home != home; });
  // Sorted are numbers, the time above the row: every believed time fits into 32 bits. Ids are looked at only where times are
  // the same.
  static_assert(last_believable_s <= 0xffffffff);
  std::vector<std::uint64_t> timed;
  timed.reserve(list.rows.size());
  for (const RowId row : list.rows) timed.push_back(static_cast<std::uint64_t>(believed_s(rows_[row].at)) << 32U | row);
  std::sort(timed.begin(), timed.end());
  timed.erase(std::unique(timed.begin(), timed.end()), timed.end());
  list.rows.clear();
  for (const std::uint64_t each : timed) list.rows.push_back(static_cast<RowId>(each));
  const auto time_of = [&timed](std::size_t at) { return timed[at] >> 32U; };
  for (std::size_t first = 0, end = 1; first < timed.size(); first = end++) {
    while (end < timed.size() && time_of(end) == time_of(first)) ++end;
    if (end - first == 1) continue;
    const auto begin = list.rows.begin();
    std::sort(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(end),
              [this](RowId a, RowId b) { return before(a, b); });
  }
  list.sorted = true;
  return list.rows;
}

std::string_view Messages::thread_of(const Row& row) const {
  return row.home == 0 ? std::string_view{} : people_.text(people_.thread_of(row.home));
}

std::vector<NameId> Messages::homes_of(std::string_view thread) const {
  std::vector<NameId> homes;
  const NameId name = people_.find(thread);
  if (name == 0) return homes;
  people_.for_thread(name, [&](NameId each) {
    if (each < homes_.size() && !in_order(each).empty()) homes.push_back(each);
  });
  return homes;
}

std::size_t Messages::size_of(std::string_view thread) const {
  std::size_t size = 0;
  for (const NameId home : homes_of(thread)) size += in_order(home).size();
  return size;
}

std::size_t Messages::count_since(std::string_view thread, std::int64_t since_s) const {
  const auto older = [&](RowId row) { return believed_s(rows_[row].at) < since_s; };
  std::size_t count = 0;
  for (const NameId home : homes_of(thread)) {
    const auto& rows = in_order(home);
    count += static_cast<std::size_t>(rows.end() - std::partition_point(rows.begin(), rows.end(), older));
  }
  return count;
}

std::size_t Messages::newer_than(RowId row) const {
  const auto later = [this](RowId a, RowId b) { return before(a, b); };
  std::size_t newer = 0;
  for (const NameId home : homes_of(thread_of(rows_[row]))) {
    const auto& rows = in_order(home);
    newer += static_cast<std::size_t>(rows.end() - std::upper_bound(rows.begin(), rows.end(), row, later));
  }
  return newer;
}

std::vector<RowId> Messages::newest(std::string_view thread, std::size_t end, std::size_t limit) const {
  struct List {
    const std::vector<RowId>* rows;
    std::size_t left;
    RowId newest() const { return (*rows)[left - 1]; }
  };
  std::vector<List> lists;  // a heap with the newest row on top: somebody may be known by very many names
  for (const NameId home : homes_of(thread)) lists.push_back({&in_order(home), in_order(home).size()});
  if (lists.size() == 1) {
    // The common case needs no merging, so that skipping costs nothing.
    lists[0].left -= std::min(end, lists[0].left);
    end = 0;
    if (lists[0].left == 0) return {};
  }
  const auto older = [this](const List& a, const List& b) { return before(a.newest(), b.newest()); };
  std::make_heap(lists.begin(), lists.end(), older);
  std::vector<RowId> rows;
  while (rows.size() < limit && !lists.empty()) {
    std::pop_heap(lists.begin(), lists.end(), older);
    List& list = lists.back();
    if (end > 0) {
      --end;
    } else {
      rows.push_back(list.newest());
    }
    if (--list.left == 0) {
      lists.pop_back();
    } else {
      std::push_heap(lists.begin(), lists.end(), older);
    }
  }
  return rows;
}

std::vector<std::string_view> Messages::threads() const {
  std::vector<NameId> names;
  for (NameId home = 1; home < homes_.size(); ++home) {
    if (!in_order(home).empty()) names.push_back(people_.thread_of(home));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<std::string_view> threads;
  threads.reserve(names.size());
  for (const NameId name : names) threads.push_back(people_.text(name));
  return threads;
}

void Messages::for_rows(const std::function<void(RowId)>& call) const {
  for (RowId row = 0; row < rows_.size(); ++row) {
    if (!rows_[row].is(Row::united) && !is_erased(rows_[row])) call(row);
  }
}

}  // namespace twinline
