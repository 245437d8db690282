// Journal -> records, one step at a time: what was delivered since the cursor is decoded, joined with the records it touches,
// and saved together with the new cursor.
//
// Memory does not grow with the history: a step holds a bounded number of deliveries and a working set that is thrown away
// when it has grown. An erasure is a step of its own that looks through all records of its number, a part at a time. A
// delivery that cannot be understood becomes an issue and the projection goes on. After a failed save nothing has happened:
// the next step does the same again. Not thread-safe.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "native/projection/lives.h"
#include "native/store/journal.h"
#include "native/store/records.h"

namespace twinline {

struct ProjectionStep {
  std::int64_t deliveries = 0;  // 0: everything has been projected
  std::int64_t records = 0;     // that changed
  std::vector<DeliveryIssue> issues{};
  std::set<std::string> numbers{};  // whose records changed
  std::vector<Life> lives{};        // that changed
};

class Projector {
 public:
  // `onboarding_at` tells which onboarding a sync belongs to, and the journal is told. Without it syncs are those of no
  // onboarding, and nothing is kept of them but records.
  Projector(Journal& journal, Records& records, OnboardingAt onboarding_at = {})
      : journal_(journal), records_(records), lives_(std::move(onboarding_at)) {}

  // One transaction's worth.
  Stored<ProjectionStep> step();

 private:
  Stored<> load_cursor();
  // False: the delivery has to wait for a step of its own.
  Stored<bool> project(const Delivery& delivery);
  Stored<> erase(const Batch& erasure);
  Stored<> load_what_it_needs(const Batch& batch);
  Stored<> join(History& history, const std::vector<std::string>& lines);
  void collect_changes();
  void forget_working_set();

  Journal& journal_;
  Records& records_;
  bool cursor_known_ = false;
  Cursor cursor_;
  Decoder deliveries_, lines_;
  History history_;
  Lives lives_;
  std::unordered_set<std::string> loaded_;  // number and handle: what the working set has asked the store for
  std::size_t working_size_ = 0;            // records and facts in the working set
  Projected gathered_;
  std::vector<OnboardingNote> notes_;  // for the journal, before what was gathered is saved
  bool erasing_ = false;               // this step is an erasure's
};

}  // namespace twinline
