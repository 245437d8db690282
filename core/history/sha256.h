// SHA-256 (FIPS 180-4), for the names in erasures only: the core has no cryptography library as WebAssembly, and needs none
// but this. Not meant for secrets or for bulk; hosts hash records with their own.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace twinline {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);

}  // namespace twinline
