#include "core/eligibility/region.h"

#include <cstddef>
#include <cstdint>

namespace twinline {
namespace {

// Where an automaton stands: a node's number, or a region that no further digit changes.
constexpr std::uint16_t is_region = 0x8000;

struct CallingCode {
  std::uint16_t code;
  std::uint16_t start;
};

struct Node {
  std::uint8_t end;  // the region of a number that stops here
  std::uint16_t next[10];
};

#include "core/eligibility/regions.inc"

std::string digits_of(std::string_view phone) {
  std::string digits;
  for (const char letter : phone) {
    if (letter >= '0' && letter <= '9') digits += letter;
  }
  const bool international = phone.find('+') != std::string_view::npos;
  if (!international && digits.rfind("00", 0) == 0) digits.erase(0, 2);
  return digits;
}

const char* region_after(std::uint16_t at, std::string_view digits) {
  for (const char digit : digits) {
    if ((at & is_region) != 0) break;
    at = nodes[at].next[static_cast<std::size_t>(digit - '0')];
  }
  return region_names[(at & is_region) != 0 ? at & ~is_region : nodes[at].end];
}

}  // namespace

std::optional<std::string> region_of_phone(std::string_view phone) {
  const std::string digits = digits_of(phone);
  unsigned code = 0;
  // No calling code begins another, so the first that fits is the one.
  for (std::size_t size = 1; size <= 3 && size < digits.size(); ++size) {
    code = code * 10 + static_cast<unsigned>(digits[size - 1] - '0');
    for (const CallingCode& entry : calling_codes) {
      if (entry.code == code && digits.front() != '0') {
        return region_after(entry.start, std::string_view(digits).substr(size));
      }
    }
  }
  return {};
}

}  // namespace twinline
