#include "native/meta_simulator/meta_bytes.h"

#include <nlohmann/json.hpp>

#include "native/meta_simulator/wamid.h"
#include "tests/simulator/reader.h"
#include "tests/support/catch.h"

using namespace twinline::simulator;

TEST_CASE("bodies are written as Meta writes them: ASCII, lower-case escapes, escaped slashes", "[simulator]") {
  const nlohmann::ordered_json body = {{"t", "café 😀 a/b \"q\" \\ \n"}, {"n", 1}};
  CHECK(meta_bytes(body) == R"({"t":"caf\u00e9 \ud83d\ude00 a\/b \"q\" \\ \n","n":1})");
}

TEST_CASE("the signature is the HMAC of the escaped bytes and of nothing else", "[simulator]") {
  const std::string secret = "coex_test_app_secret";
  CHECK(signature(secret, R"({"object":"whatsapp_business_account","entry":[]})") ==
        "sha256=82f2b4cef609816d22288592c18aa5707bdf45fa3e369c01c7e3d194a5deb979");
  const nlohmann::ordered_json body = {{"t", "café 😀"}};
  CHECK(signature(secret, meta_bytes(body)) ==
        "sha256=36aa717ba363e952c07ecd71551049050a17cdaae89a639748764dccaed31041");
  CHECK(signature(secret, body.dump()) == "sha256=59da0cbf2a1ac685b0048b3069fbd251e00233044a6131ac07dd43be1469607a");
}

TEST_CASE("a message id is written byte for byte like one that was seen", "[simulator]") {
  CHECK(make_wamid("915550096070", true, "CAE609F3807BD4F27E") ==
        "wamid.HBgMOTE1NTUwMDk2MDcwFQIAERgSQ0FFNjA5RjM4MDdCRDRGMjdFAA==");
  CHECK(make_wamid("915550000909", true, "2ADE53FA3FB4DA4FA26D") ==
        "wamid.HBgMOTE1NTUwMDAwOTA5FQIAERgUMkFERTUzRkEzRkI0REE0RkEyNkQA");
}

TEST_CASE("a message id can be read again, whatever its length", "[simulator]") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::string phone = std::string("4915550123456789").substr(0, 9 + seed % 7);
    const std::string device_id = make_device_id(seed);
    const twinline::tests::Wamid read = twinline::tests::read_wamid(make_wamid(phone, seed % 2 == 0, device_id));
    CHECK(read.phone == phone);
    CHECK(read.from_me == (seed % 2 == 0));
    CHECK(read.device_id == device_id);
  }
}
