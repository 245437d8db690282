#include "native/api/records_stream.h"

#include <algorithm>

namespace twinline {
namespace {

constexpr std::size_t page_records = 500;
// Within the promised 15 s, with room for a slow scheduler.
constexpr std::chrono::milliseconds heartbeat{12'000};

}  // namespace

ResponseStream::Piece RecordsStream::next() {
  const auto changed = records_.changed(number_, place_, page_records);
  if (!changed) return {.last = true};

  Piece piece;
  for (const std::string& line : changed->lines) piece.bytes.append(line).push_back('\n');
  place_ = changed->next;
  if (changed->complete && changed->next != version_) {
    version_ = changed->next;
    say_version(piece.bytes);
  } else if (!version_.empty() && Clock::now() - said_at_ >= heartbeat) {
    say_version(piece.bytes);
  }
  piece.last = changed->complete && !follow_;
  const auto quiet = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - said_at_);
  piece.wait_ms = std::max<std::int64_t>(1, (heartbeat - quiet).count());
  return piece;
}

void RecordsStream::say_version(std::string& bytes) {
  bytes += "{\"version\":\"" + version_ + "\"}\n";
  said_at_ = Clock::now();
}

}  // namespace twinline
