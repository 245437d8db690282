#include <string>

#include "native/bytes/base64.h"
#include "native/bytes/sha256.h"
#include "tests/support/catch.h"

using namespace twinline;

TEST_CASE("SHA-256 gives the published value for \"abc\", whole or in pieces", "[bytes]") {
  const std::string expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  CHECK(sha256_hex("abc") == expected);
  Sha256 hash;
  hash.update("a");
  hash.update("");
  hash.update("bc");
  CHECK(hash.hex() == expected);
}

TEST_CASE("secrets are equal only when every byte is", "[bytes]") {
  CHECK(equal_in_constant_time("", ""));
  CHECK(equal_in_constant_time("secret", "secret"));
  CHECK_FALSE(equal_in_constant_time("secret", "secreT"));
  CHECK_FALSE(equal_in_constant_time("secret", "secret "));
}

TEST_CASE("random names do not repeat", "[bytes]") {
  CHECK(random_hex(16).size() == 32);
  CHECK(random_hex(16) != random_hex(16));
}

TEST_CASE("base64 keeps every byte at every length", "[bytes]") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    CHECK(from_base64(to_base64(bytes)) == bytes);
    bytes += static_cast<char>(i * 7);
  }
  CHECK(to_base64("light work.") == "bGlnaHQgd29yay4=");
}

TEST_CASE("what is not base64 is refused", "[bytes]") {
  CHECK_FALSE(from_base64("bGln*HQ="));
  CHECK_FALSE(from_base64("bGlna"));
  CHECK_FALSE(from_base64("bG ln"));
  CHECK_FALSE(from_base64("bGln==="));
}
