#include "core/json/repair.h"

#include <algorithm>

namespace twinline {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Bytes of a broken sequence that one U+FFFD stands for: the longest start of a sequence that could have become valid.
std::size_t broken_sequence(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  std::size_t wanted = 1;
  if (lead >= 0xC2 && lead <= 0xDF) wanted = 2;
  if (lead >= 0xE0 && lead <= 0xEF) wanted = 3;
  if (lead >= 0xF0 && lead <= 0xF4) wanted = 4;
  if (wanted == 1 || bytes.size() < 2) return 1;
  const auto second = static_cast<unsigned char>(bytes[1]);
  const bool second_fits = continues(bytes[1]) && !(lead == 0xE0 && second < 0xA0) &&
                           !(lead == 0xED && second > 0x9F) && !(lead == 0xF0 && second < 0x90) &&
                           !(lead == 0xF4 && second > 0x8F);
  if (!second_fits) return 1;
  std::size_t size = 2;
  while (size < wanted && size < bytes.size() && continues(bytes[size])) ++size;
  return size;
}

// The code unit of a \uXXXX escape at `at`, or -1.
int code_unit(std::string_view json, std::size_t at) {
  if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') return -1;
  int unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = json[i];
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool is_high(int unit) { return unit >= 0xD800 && unit <= 0xDBFF; }

bool is_low(int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

}  // namespace

std::size_t utf8_sequence(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  return lead >= 0xC2 && lead <= 0xF4 && size <= bytes.size() && broken_sequence(bytes) == size ? size : 0;
}

bool append_valid_utf8(std::string_view bytes, std::string& out) {
  bool damaged = false;
  for (std::size_t at = 0; at < bytes.size();) {
    if (const std::size_t size = utf8_sequence(bytes.substr(at)); size != 0) {
      out.append(bytes, at, size);
      at += size;
    } else {
      out += replacement;
      at += broken_sequence(bytes.substr(at));
      damaged = true;
    }
  }
  return damaged;
}

std::size_t Repaired::original(std::size_t offset) const {
  const auto behind = std::upper_bound(shifts.begin(), shifts.end(), offset,
                                       [](std::size_t value, const auto& shift) { return value < shift.first; });
  if (behind == shifts.begin()) return offset;
  return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(offset) - std::prev(behind)->second);
}

Repaired repair_strings(std::string_view json) {
  Repaired result;
  std::string& out = result.text;
  out.reserve(json.size() + 16);
  bool in_string = false;
  bool damaged = false;
  for (std::size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (!in_string || c == '"') {
      if (c == '"') {
        in_string = !in_string;
        result.strings += damaged ? 1 : 0;
        damaged = false;
      }
      out += c;
      ++at;
    } else if (c == '\\') {
      const int unit = code_unit(json, at);
      if (is_high(unit) && is_low(code_unit(json, at + 6))) {
        out.append(json, at, 12);
        at += 12;
      } else if (is_high(unit) || is_low(unit)) {
        out += "\\ufffd";
        at += 6;
        damaged = true;
      } else {
        out.append(json, at, 2);
        at += 2;
      }
    } else if (const std::size_t size = utf8_sequence(json.substr(at)); size != 0) {
      out.append(json, at, size);
      at += size;
    } else {
      const std::size_t broken = broken_sequence(json.substr(at));
      out += replacement;
      at += broken;
      damaged = true;
      result.shifts.emplace_back(out.size(), static_cast<std::ptrdiff_t>(out.size()) - static_cast<std::ptrdiff_t>(at));
    }
  }
  result.strings += damaged ? 1 : 0;
  return result;
}

}  // namespace twinline
