// Policies from JSON: the compiled-in ones by name, a partner's own from its file.
//
// A file may say `"extends": "gupshup"` and then only what differs: its rules and consequences replace the ones of the
// same name, `levels` changes how much an inherited rule counts, and limits, errors and Graph versions stay those of
// the compiled-in files unless stated. A policy file is configuration, so a member nobody knows is an error, not a
// shrug. The error's `place` is the member and its `byte` tells the line (line_of in document.h).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/policy/policy.h"

namespace twinline {

Result<Policy> parse_policy(std::string_view json);

// "meta", "connexease" or "gupshup"; nothing for any other name.
std::optional<Policy> builtin_policy(std::string_view name);

std::span<const std::string_view> builtin_policy_names();

}  // namespace twinline
