#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <tuple>

#include "native/bytes/sha256.h"
#include "native/store/records.h"
#include "native/store/version_name.h"

namespace twinline {
namespace {

// For tests: keeps the contract of the records except that nothing outlives the process.
class MemoryRecords final : public Records {
 public:
  Stored<std::vector<std::string>> load(const std::vector<Need>& needs) override {
    const std::lock_guard lock(mutex_);
    std::set<std::pair<std::string, std::string>> keys;
    for (const Need& need : needs) {
      const auto number = numbers_.find(need.number);
      if (number == numbers_.end()) continue;
      const auto [first, last] = number->second.handles.equal_range(need.handle);
      for (auto at = first; at != last; ++at) keys.emplace(need.number, at->second);
    }
    std::vector<std::string> lines;
    for (const auto& [number, key] : keys) {
      const auto& rows = numbers_[number].rows;
      if (const auto row = rows.find(key); row != rows.end()) lines.push_back(row->second.line);
    }
    return lines;
  }

  Stored<> save(const Projected& projected) override {
    const std::lock_guard lock(mutex_);
    if (!projected.changes.empty()) ++version_;
    for (const Change& change : projected.changes) {
      Number& number = numbers_[change.number];
      if (change.line.empty()) {
        if (forget(number, change.key)) number.version = version_;
        continue;
      }
      number.version = version_;
      for (const std::string& key : change.gone) number.rows.erase(key);
      Row& row = number.rows[change.key];
      if (row.id == 0) row.id = ++last_id_;
      row.version = version_;
      row.line = change.line;
      point(number, change.key, change.key);
      for (const std::string& handle : change.handles) point(number, handle, change.key);
    }
    for (const auto& [lane, seq] : projected.cursor) status_.cursor[lane] = seq;
    status_.deliveries += projected.deliveries;
    status_.issues += static_cast<std::int64_t>(projected.issues.size());
    for (const Life& life : projected.lives) lives_.insert_or_assign({life.number, life.waba, life.phone}, life);
    for (const LifeEvent& event : projected.events) {
      if (std::find(events_.begin(), events_.end(), event) == events_.end()) events_.push_back(event);
    }
    return Done{};
  }

  Stored<ChangedLines> changed(std::string_view name, std::string_view since, std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    const auto number = numbers_.find(std::string(name));
    if (number == numbers_.end()) return ChangedLines{{}, version_name(epoch_, 0), true};
    VersionPlace place = parse_place(epoch_, since).value_or(VersionPlace{});
    if (place.since > version_) place = {};
    if (place.to < 0) place.to = number->second.version;

    std::map<std::pair<std::int64_t, std::int64_t>, const Row*> ordered;
    for (const auto& [key, row] : number->second.rows) ordered.emplace(std::pair(row.version, row.id), &row);
    ChangedLines found;
    for (auto at = ordered.upper_bound({place.version, place.id}); at != ordered.end(); ++at) {
      if (at->first.first > place.to) break;
      if (found.lines.size() == limit) {
        found.next = place_name(epoch_, place);
        return found;
      }
      found.lines.push_back(at->second->line);
      std::tie(place.version, place.id) = at->first;
    }
    found.complete = true;
    found.next = version_name(epoch_, place.to);
    return found;
  }

  Stored<std::vector<NumberVersion>> numbers() override {
    const std::lock_guard lock(mutex_);
    std::vector<NumberVersion> found;
    for (const auto& [name, number] : numbers_) found.push_back({name, version_name(epoch_, number.version)});
    return found;
  }

  Stored<ProjectionStatus> status() override {
    const std::lock_guard lock(mutex_);
    return status_;
  }

  Stored<> each(const std::function<void(std::string_view)>& use) override {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, number] : numbers_) {
      for (const auto& [key, row] : number.rows) use(row.line);
    }
    return Done{};
  }

  Stored<std::vector<Life>> lives() override {
    const std::lock_guard lock(mutex_);
    std::vector<Life> found;
    for (const auto& [whose, life] : lives_) found.push_back(life);
    return found;
  }

  Stored<std::vector<LifeEvent>> events(std::string_view number, std::string_view waba,
                                        std::string_view phone) override {
    const std::lock_guard lock(mutex_);
    const auto about = [&](const LifeEvent& event) {
      if (!event.number.empty()) return event.number == number;
      if (!event.phone.empty()) return event.phone == phone && (event.waba == waba || event.waba.empty());
      return !event.waba.empty() && event.waba == waba;
    };
    std::vector<LifeEvent> found;
    std::copy_if(events_.begin(), events_.end(), std::back_inserter(found), about);
    std::sort(found.begin(), found.end(), [](const LifeEvent& left, const LifeEvent& right) {
      return std::tie(right.at_s, left.event) < std::tie(left.at_s, right.event);
    });
    return found;
  }

  Stored<> clear() override {
    const std::lock_guard lock(mutex_);
    numbers_.clear();
    lives_.clear();
    events_.clear();
    status_ = {};
    version_ = 0;
    epoch_ = random_hex(4);
    return Done{};
  }

 private:
  struct Row {
    std::int64_t id = 0;
    std::int64_t version = 0;
    std::string line;
  };
  struct Number {
    std::int64_t version = 0;
    std::map<std::string, Row> rows;
    std::multimap<std::string, std::string> handles;
  };

  static bool forget(Number& number, const std::string& key) {
    std::erase_if(number.handles, [&key](const auto& entry) { return entry.second == key; });
    return number.rows.erase(key) > 0;
  }

  static void point(Number& number, const std::string& handle, const std::string& key) {
    const auto [first, last] = number.handles.equal_range(handle);
    for (auto at = first; at != last; ++at) {
      if (at->second == key) return;
    }
    number.handles.emplace(handle, key);
  }

  std::mutex mutex_;
  std::map<std::string, Number> numbers_;
  std::map<std::tuple<std::string, std::string, std::string>, Life> lives_;
  std::vector<LifeEvent> events_;
  ProjectionStatus status_;
  std::int64_t version_ = 0, last_id_ = 0;
  std::string epoch_ = random_hex(4);
};

}  // namespace

std::unique_ptr<Records> make_memory_records() { return std::make_unique<MemoryRecords>(); }

}  // namespace twinline
