#include "core/history/format.h"

#include <string>

#include "core/decode/time.h"

namespace twinline {

std::optional<Error> newer_format(const Batch& batch) {
  if (batch.kind != Batch::Kind::record || batch.facts.empty()) return std::nullopt;
  const Fact& record = batch.facts[0];
  if (batch.text(record, Slot::r_record) != "twinline") return std::nullopt;
  const auto format = batch.text(record, Slot::r_format);
  std::int64_t number = 0;
  if (format.empty() || (parse_integer(format, number) && number <= records_format)) return std::nullopt;
  return Error{ErrorCode::newer_format, 0, "/format",
               "these records have format " + std::string(format.substr(0, 20)) + ", this twinline reads up to " +
                   std::to_string(records_format) + "; update twinline"};
}

}  // namespace twinline
