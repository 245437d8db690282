#include "core/json/utf8.h"

namespace twinline {

namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Bytes of the sequence that starts here, valid or not; `complete` says whether it is valid.
std::size_t sequence(std::string_view bytes, bool& complete) {
  complete = false;
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
  complete = size == wanted;
  return size;
}

}  // namespace

std::size_t utf8_sequence(std::string_view bytes) {
  if (bytes.empty()) return 0;
  if (static_cast<unsigned char>(bytes[0]) < 0x80) return 1;
  bool complete = false;
  const std::size_t size = sequence(bytes, complete);
  return complete ? size : 0;
}

std::size_t broken_sequence(std::string_view bytes) {
  bool complete = false;
  return sequence(bytes, complete);
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t size = utf8_sequence(bytes);
    if (size == 0) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

}  // namespace twinline
