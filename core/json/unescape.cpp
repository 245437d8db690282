#include "core/json/unescape.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "core/json/string_end.h"
#include "core/json/utf8.h"

namespace twinline {

namespace {

constexpr std::uint32_t no_unit = 0xffffffff;

// What a hexadecimal digit is worth; no_digit for what is none.
constexpr std::uint8_t no_digit = 0x80;
constexpr auto digit_values = [] {
  std::array<std::uint8_t, 256> digits{};
  for (auto& digit : digits) digit = no_digit;
  for (std::size_t i = 0; i < 10; ++i) digits['0' + i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 6; ++i) digits['a' + i] = digits['A' + i] = static_cast<std::uint8_t>(10 + i);
  return digits;
}();

std::uint32_t digit_at(const char* at) { return digit_values[static_cast<unsigned char>(*at)]; }

// The code unit behind `\u`, or no_unit with `at` where it stopped making sense.
inline std::uint32_t code_unit(const char*& at, const char* end) {
  if (end - at >= 4) {
    const std::uint32_t a = digit_at(at), b = digit_at(at + 1), c = digit_at(at + 2), d = digit_at(at + 3);
    if (((a | b | c | d) & no_digit) == 0) {
      at += 4;
      return a << 12U | b << 8U | c << 4U | d;
    }
  }
  while (at != end && digit_at(at) != no_digit) ++at;
  return no_unit;
}

bool is_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDFFF; }
bool is_high(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

constexpr std::uint32_t replacement = 0xFFFD;

// Makes a surrogate whole by the one that is escaped at `at`; alone it is replaced. Returns what stands behind; nullptr with
// `at` at an escape that is none.
const char* second_half(std::uint32_t& unit, const char*& at, const char* end) {
  const std::uint32_t high = std::exchange(unit, replacement);
  if (!is_high(high) || end - at < 2 || at[0] != '\\' || at[1] != 'u') return at;
  const char* behind = at + 2;
  const std::uint32_t low = code_unit(behind, end);
  if (low == no_unit) {
    at = behind;
    return nullptr;
  }
  if (!is_low(low)) return at;
  unit = 0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00);
  return behind;
}

// What a simple escape stands for; 0 for one that JSON does not know.
char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

}  // namespace

Unescaped unescape(const char* at, const char* end, TextBuffer& out) {
  // A step writes at most sixteen bytes, and no step reads fewer bytes than it means to keep.
  constexpr std::ptrdiff_t step = 16;
  out.make_room(4 * step);
  char* to = out.end();
  const char* room = out.data() + out.capacity();
  bool repaired = false;
  const std::size_t begin = out.size();
  const auto refuse = [&](const char* where) {
    out.shrink_to(begin);
    return Unescaped{where, false, repaired};
  };
  while (true) {
    if (room - to < step) {
      out.end_at(to);
      out.make_room(4 * step);
      to = out.end();
      room = out.data() + out.capacity();
    }
    if (end - at >= 16) {
      const Bytes16 bytes = Bytes16::load(at);
      bytes.store(to);
      const std::uint32_t stops = run_ends(bytes) | beyond_ascii(bytes);
      const int plain = stops == 0 ? 16 : __builtin_ctz(stops);
      at += plain;
      to += plain;
      if (plain == 16 || room - to < 4) continue;
    }
    if (at == end) return refuse(at);
    const char c = *at;
    if (c == '"') break;
    if (c == '\\') {
      if (++at == end) return refuse(at);
      if (*at != 'u') {
        const char plain = simple_escape(*at);
        if (plain == 0) return refuse(at);
        *to++ = plain;
        ++at;
        continue;
      }
      // Outside of Latin alphabets every letter is an escape: the next one is looked for right away.
      do {
        std::uint32_t point = code_unit(++at, end);
        if (point == no_unit) return refuse(at);
        if (is_surrogate(point)) {
          const char* const behind = second_half(point, at, end);
          if (behind == nullptr) return refuse(at);
          at = behind;
          repaired = repaired || point == replacement;
        }
        to = put_code_point(point, to);
      } while (end - at >= 2 && at[0] == '\\' && at[1] == 'u' && room - to >= step && (++at, true));
    } else if (static_cast<unsigned char>(c) < 0x20) {
      return refuse(at);
    } else {
      const std::string_view rest(at, static_cast<std::size_t>(end - at));
      if (const std::size_t size = utf8_sequence(rest); size != 0) {
        std::memcpy(to, at, size);
        to += size;
        at += size;
      } else {
        to = put_code_point(replacement, to);
        at += broken_sequence(rest);
        repaired = true;
      }
    }
  }
  out.end_at(to);
  return {at, true, repaired};
}

}  // namespace twinline
