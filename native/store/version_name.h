// How a version of the records is written for others: EPOCH-N, where EPOCH names one projection and N grows; and how a
// place inside a long answer is: EPOCH-N~TO~VERSION~ID, reading from N up to TO, behind record ID of VERSION.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace twinline {

struct VersionPlace {
  std::int64_t since = 0;
  std::int64_t to = -1;  // -1: not fixed yet
  std::int64_t version = 0;
  std::int64_t id = 0;
};

std::string version_name(std::string_view epoch, std::int64_t version);
std::string place_name(std::string_view epoch, const VersionPlace& place);
// Nothing if it is no name of this epoch.
std::optional<VersionPlace> parse_place(std::string_view epoch, std::string_view name);

}  // namespace twinline
