#include "native/http/signature.h"

#include <string>
#include <string_view>

#include "tests/support/catch.h"

using namespace twinline;

namespace {

constexpr std::string_view secret = "coex_test_app_secret";
constexpr std::string_view escaped = R"({"t":"caf\u00e9 \ud83d\ude00"})";
constexpr std::string_view utf8 = "{\"t\":\"caf\xc3\xa9 \xf0\x9f\x98\x80\"}";

}  // namespace

TEST_CASE("bodies are signed as Meta signs them", "[signature]") {
  CHECK(sign_body(secret, R"({"object":"whatsapp_business_account","entry":[]})") ==
        "sha256=82f2b4cef609816d22288592c18aa5707bdf45fa3e369c01c7e3d194a5deb979");
  CHECK(sign_body(secret, escaped) == "sha256=36aa717ba363e952c07ecd71551049050a17cdaae89a639748764dccaed31041");
  CHECK(sign_body(secret, utf8) == "sha256=59da0cbf2a1ac685b0048b3069fbd251e00233044a6131ac07dd43be1469607a");
}

TEST_CASE("the same text in other bytes does not match", "[signature]") {
  CHECK(signature_matches(secret, escaped, sign_body(secret, escaped)));
  CHECK_FALSE(signature_matches(secret, utf8, sign_body(secret, escaped)));
}

TEST_CASE("a signature that is damaged in any way does not match", "[signature]") {
  const std::string good = sign_body(secret, escaped);
  CHECK_FALSE(signature_matches(secret, escaped, ""));
  CHECK_FALSE(signature_matches(secret, escaped, "sha256="));
  CHECK_FALSE(signature_matches(secret, escaped, good.substr(7)));
  CHECK_FALSE(signature_matches(secret, escaped, good + "0"));
  CHECK_FALSE(signature_matches("another secret", escaped, good));
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string damaged = good;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    CHECK_FALSE(signature_matches(secret, escaped, damaged));
  }
}
