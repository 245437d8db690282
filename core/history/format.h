// The format of records, which their first line names: {"record":"twinline","format":1}.
#pragma once

#include <cstdint>
#include <optional>

#include "core/decode/batch.h"
#include "core/result.h"

namespace twinline {

inline constexpr std::int64_t records_format = 1;

// An error where the batch is the first line of records in a format that this twinline does not know. Whoever reads records
// asks before applying; what stands in such a file may not mean what it seems to.
std::optional<Error> newer_format(const Batch& batch);

}  // namespace twinline
