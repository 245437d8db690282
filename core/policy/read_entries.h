// One entry of a policy file each: JSON object in, value out, the first mistake remembered.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/policy/document.h"
#include "core/policy/policy.h"

namespace twinline {

Rule read_rule(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error);
Consequence read_consequence(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error);
Limit read_limit(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error);
ErrorRule read_error_rule(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error);
GraphVersion read_graph_version(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error);
// `name_member` says what it explains: reason, restriction, quality, tier.
Explained read_explained(const JsonValue& entry, const std::string& place, std::string_view name_member,
                         std::optional<Error>& first_error);
Issue read_issue(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error);

std::vector<std::pair<std::string_view, Level>> level_words();

}  // namespace twinline
