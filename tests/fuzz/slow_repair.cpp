#include "tests/fuzz/slow_repair.h"

#include <array>
#include <cstdint>
#include <cstdlib>

namespace twinline::fuzz {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

// Whether these bytes are the whole of one well-formed sequence: as short as can be, and no surrogate.
bool is_sequence(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 1) return lead < 0x80;
  const auto size = static_cast<unsigned>(bytes.size());
  if (lead >> (7 - size) != (1U << (size + 1)) - 2) return false;
  std::uint32_t point = lead & ((1U << (7 - size)) - 1);
  for (const char c : bytes.substr(1)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >> 6U != 2) return false;
    point = point << 6U | (byte & 0x3fU);
  }
  if (point >= 0xd800 && point <= 0xdfff) return false;
  constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  return point >= least.at(size) && point <= 0x10ffff;
}

// Whether some bytes behind these would make a sequence of them.
bool begins_sequence(const std::string& bytes) {
  if (bytes.size() > 4) return false;
  if (is_sequence(bytes)) return true;
  for (const char next : {'\x80', '\x8f', '\x90', '\x9f', '\xa0', '\xbf'}) {
    if (bytes.size() < 4 && begins_sequence(bytes + next)) return true;
  }
  return false;
}

// Appends the character at the start of `rest`, or what stands for it; gives the bytes it took.
std::size_t take_raw(std::string_view rest, std::string& out) {
  for (std::size_t size = 1; size <= 4 && size <= rest.size(); ++size) {
    if (!is_sequence(rest.substr(0, size))) continue;
    out += rest.substr(0, size);
    return size;
  }
  out += replacement;
  std::size_t size = 1;
  while (size < 3 && size < rest.size() && begins_sequence(std::string(rest.substr(0, size + 1)))) ++size;
  return size;
}

// The unit of an escape `\uXXXX` at the start of `rest`, or -1.
long unit_of(std::string_view rest) {
  if (rest.size() < 6 || !rest.starts_with("\\u")) return -1;
  const std::string digits(rest.substr(2, 4));
  if (digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return -1;
  return std::strtol(digits.c_str(), nullptr, 16);
}

std::size_t take_escape(std::string_view rest, std::string& out) {
  const long unit = unit_of(rest);
  const bool high = unit >= 0xd800 && unit <= 0xdbff, low = unit >= 0xdc00 && unit <= 0xdfff;
  if (high) {
    const long next = unit_of(rest.substr(6));
    if (next >= 0xdc00 && next <= 0xdfff) {
      out += rest.substr(0, 12);
      return 12;
    }
  }
  if (high || low) {
    out += "\\ufffd";
    return 6;
  }
  const std::size_t size = rest.size() < 2 ? rest.size() : 2;
  // The byte behind the backslash may itself be damaged; then no escape stands here.
  if (size == 2 && static_cast<unsigned char>(rest[1]) >= 0x80) {
    out += '\\';
    return 1;
  }
  out += rest.substr(0, size);
  return size;
}

}  // namespace

std::string repaired(std::string_view json) {
  std::string out;
  bool inside = false;
  while (!json.empty()) {
    std::size_t taken = 1;
    if (inside && json[0] == '\\') {
      taken = take_escape(json, out);
    } else if (inside && json[0] != '"') {
      taken = take_raw(json, out);
    } else {
      inside = inside != (json[0] == '"');
      out += json[0];
    }
    json.remove_prefix(taken);
  }
  return out;
}

}  // namespace twinline::fuzz
