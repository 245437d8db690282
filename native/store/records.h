// What can be computed again from the journal: the records, by number and key, each with the version of its last change;
// and beside them what deliveries told about the life of numbers and accounts.
//
// save() stores changes, the journal position they come from and the issues found on the way in one transaction, so a crash
// leaves all of them or none. Versions grow; those of another projection (after `rebuild`) are recognised by their name and
// start anew. The store chooses records by keys and handles only: what a record means is the core's affair. Any thread may
// call any member; save() and clear() one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/history/history.h"
#include "native/store/stored.h"

namespace twinline {

// A delivery that was kept but not, or not wholly, understood.
struct DeliveryIssue {
  std::int64_t lane = 0;
  std::int64_t seq = 0;
  std::string code;
  std::int64_t byte = 0;
  std::string what;
};

// Everything up to seq of each lane has been projected.
using Cursor = std::map<std::int64_t, std::int64_t>;

// Registers of a life (core/lifecycle/state_json.h), about whom the deliveries named: a number, else a phone, else an
// account. An account's hold for every number under it.
struct Life {
  std::string number;
  std::string waba;
  std::string phone;  // digits
  std::string state;
  bool operator==(const Life&) const = default;
};

// What happened to an account, a number or a template, as one event of core/decode/events.h.
struct LifeEvent {
  std::string number;
  std::string waba;
  std::string phone;
  std::int64_t at_s = 0;
  std::string event;
  bool operator==(const LifeEvent&) const = default;
};

struct Projected {
  std::vector<Change> changes{};
  Cursor cursor{};  // the lanes that moved
  std::vector<DeliveryIssue> issues{};
  std::int64_t deliveries = 0;  // how many this adds
  std::vector<Life> lives{};    // as they are now
  std::vector<LifeEvent> events{};
};

struct ProjectionStatus {
  Cursor cursor;
  std::int64_t deliveries = 0;
  std::int64_t issues = 0;
};

struct NumberVersion {
  std::string number;
  std::string version;
};

// A part of what has changed since a version.
struct ChangedLines {
  std::vector<std::string> lines;
  std::string next;       // pass it to read on; opaque
  bool complete = false;  // nothing is left: `next` is a version for others
};

class Records {
 public:
  virtual ~Records() = default;

  // The records of a number that any of these handles (or keys) names, each once.
  virtual Stored<std::vector<std::string>> load(const std::vector<Need>& needs) = 0;
  // A change without a line deletes the record and every handle that led to it.
  virtual Stored<> save(const Projected& projected) = 0;
  // Records of `number` changed after `since`, oldest change first, at most `limit`. An unknown `since` is the beginning.
  virtual Stored<ChangedLines> changed(std::string_view number, std::string_view since, std::size_t limit) = 0;
  virtual Stored<std::vector<NumberVersion>> numbers() = 0;
  virtual Stored<ProjectionStatus> status() = 0;
  // Every record, in no order that means anything.
  virtual Stored<> each(const std::function<void(std::string_view line)>& use) = 0;
  virtual Stored<std::vector<Life>> lives() = 0;
  // Those that name the number, or its account or phone and no number; the latest first, each once.
  virtual Stored<std::vector<LifeEvent>> events(std::string_view number, std::string_view waba,
                                                std::string_view phone) = 0;
  // Forgets everything, the cursor too; versions given out before are unknown from now on.
  virtual Stored<> clear() = 0;
};

std::unique_ptr<Records> make_memory_records();
// `path` is made if it is missing.
Stored<std::unique_ptr<Records>> open_sqlite_records(const std::string& path);

}  // namespace twinline
