// What cannot be computed again: every delivery, byte for byte, in the order it was stored.
//
// A delivery's place is (lane, seq): a lane has one writer, seq grows by one from 1, so there are no holes and no commit can
// be skipped by a reader. What append() has confirmed survives a crash. All members may be called from any thread; append()
// for one lane from one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "native/store/stored.h"

namespace twinline {

struct Delivery {
  // A webhook is a body as it was posted; a line is any other JSON text that states facts (an own send, a record).
  enum class Kind : std::uint8_t { webhook = 0, line = 1 };

  std::int64_t lane = 0;
  std::int64_t seq = 0;  // given by the journal
  Kind kind = Kind::webhook;
  std::int64_t received_ms = 0;
  std::int64_t onboarding = 0;  // the onboarding its sync belongs to; 0 where there is none, or none was noted yet
  std::string signature{};      // X-Hub-Signature-256 as it came; empty where there was none
  std::string body{};
};

// Said of a delivery that is stored.
struct OnboardingNote {
  std::int64_t lane = 0;
  std::int64_t seq = 0;
  std::int64_t onboarding = 0;
};

class Journal {
 public:
  virtual ~Journal() = default;

  // All or none, in one transaction; durable when it returns.
  virtual Stored<> append(const std::vector<Delivery>& deliveries) = 0;
  // Whose sync it is can be told only when a body is read, after it was stored. A delivery that has one keeps it. All or none.
  virtual Stored<> note(const std::vector<OnboardingNote>& notes) = 0;
  // The deliveries of a lane behind `after`, in order: at most `limit`, and no more after `max_bytes` of bodies.
  virtual Stored<std::vector<Delivery>> read(std::int64_t lane, std::int64_t after, std::size_t limit,
                                             std::size_t max_bytes) = 0;
  virtual Stored<std::vector<std::int64_t>> lanes() = 0;
  virtual Stored<std::int64_t> count() = 0;
};

std::unique_ptr<Journal> make_memory_journal();
// `path` is made if it is missing.
Stored<std::unique_ptr<Journal>> open_sqlite_journal(const std::string& path);

}  // namespace twinline
