#include "native/meta_simulator/wamid.h"

#include <openssl/evp.h>

#include <array>
#include <cassert>
#include <cstddef>

#include "native/meta_simulator/random.h"

namespace twinline::simulator {

std::string to_base64(std::string_view bytes) {
  // EVP_EncodeBlock writes a closing zero byte, hence the one more.
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int written =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(written));
  return out;
}

std::string make_wamid(std::string_view phone, bool from_me, std::string_view device_id) {
  assert(phone.size() < 128 && device_id.size() < 128);
  std::string bytes = "\x1c\x18";
  bytes += static_cast<char>(phone.size());
  bytes += phone;
  bytes += std::string_view("\x15\x02\x00", 3);
  bytes += from_me ? '\x11' : '\x12';
  bytes += '\x18';
  bytes += static_cast<char>(device_id.size());
  bytes += device_id;
  bytes += '\0';
  return "wamid." + to_base64(bytes);
}

std::string make_device_id(std::uint64_t seed) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  static constexpr std::array<std::string_view, 4> beginnings = {"3A", "3EB0", "AC", "2A"};
  Random random(seed);
  std::string id(random.pick(beginnings));
  const std::size_t length = random.chance(50) ? 20 : 18;
  while (id.size() < length) id += digits[random.below(digits.size())];
  return id;
}

}  // namespace twinline::simulator
