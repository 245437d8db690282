// A few entries of the built-in rules without the reader of policies: what the histories of a browser ask for.
//
// The build takes them from rules/*.json (embed_table.cmake); a test holds them equal to the loaded policy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/policy/date.h"

namespace twinline {

std::optional<std::int64_t> builtin_limit(std::string_view name, Date day);

// Empty where the table has no such code.
struct BuiltinError {
  std::string_view meaning, action;
};
BuiltinError builtin_error(std::int64_t code, Date day);

}  // namespace twinline
