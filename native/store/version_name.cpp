#include "native/store/version_name.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace twinline {

std::string version_name(std::string_view epoch, std::int64_t version) {
  return std::string(epoch) + "-" + std::to_string(version);
}

std::string place_name(std::string_view epoch, const VersionPlace& place) {
  return version_name(epoch, place.since) + "~" + std::to_string(place.to) + "~" + std::to_string(place.version) + "~" +
         std::to_string(place.id);
}

std::optional<VersionPlace> parse_place(std::string_view epoch, std::string_view name) {
  if (!name.starts_with(epoch) || name.size() <= epoch.size() || name[epoch.size()] != '-') return std::nullopt;
  name.remove_prefix(epoch.size() + 1);
  std::int64_t numbers[4] = {};
  std::size_t count = 0;
  while (count < 4) {
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), numbers[count]);
    if (error != std::errc() || numbers[count] < 0) return std::nullopt;
    ++count;
    name.remove_prefix(static_cast<std::size_t>(end - name.data()));
    if (name.empty()) break;
    if (name.front() != '~') return std::nullopt;
    name.remove_prefix(1);
  }
  if (!name.empty() || (count != 1 && count != 4)) return std::nullopt;
  // Behind every record of that version.
  if (count == 1) return VersionPlace{numbers[0], -1, numbers[0], std::numeric_limits<std::int64_t>::max()};
  return VersionPlace{numbers[0], numbers[1], numbers[2], numbers[3]};
}

}  // namespace twinline
