#include "core/policy/version.h"

#include <algorithm>

namespace twinline {
namespace {

std::string_view core_of(std::string_view text) {
  if (!text.empty() && (text.front() == 'v' || text.front() == 'V')) text.remove_prefix(1);
  return text.substr(0, text.find_first_of(" -+"));
}

// Takes the next part off `rest`, without its leading zeros so that any length compares.
std::string_view take_part(std::string_view& rest) {
  const std::size_t dot = std::min(rest.find('.'), rest.size());
  std::string_view part = rest.substr(0, dot);
  rest.remove_prefix(std::min(dot + 1, rest.size()));
  part.remove_prefix(std::min(part.find_first_not_of('0'), part.size()));
  return part;
}

}  // namespace

bool is_version(std::string_view text) {
  const std::string_view core = core_of(text);
  const bool letters = core.find_first_not_of("0123456789.") != std::string_view::npos;
  if (core.empty() || letters || core.front() == '.' || core.back() == '.') return false;
  return core.find("..") == std::string_view::npos;
}

int compare_versions(std::string_view left, std::string_view right) {
  std::string_view left_rest = core_of(left);
  std::string_view right_rest = core_of(right);
  while (!left_rest.empty() || !right_rest.empty()) {
    const std::string_view left_part = take_part(left_rest);
    const std::string_view right_part = take_part(right_rest);
    if (left_part.size() != right_part.size()) return left_part.size() < right_part.size() ? -1 : 1;
    if (const int order = left_part.compare(right_part); order != 0) return order;
  }
  return 0;
}

}  // namespace twinline
