#include "native/store/seal.h"

#include <sys/stat.h>

#include <fstream>

#include "tests/native/temp_folder.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

const Seal seal(std::string(32, 'k'));

}  // namespace

TEST_CASE("what was sealed opens with the same key and label", "[seal]") {
  for (const std::string& secret : {std::string(), std::string("EAAG token"), std::string(5000, '\0')}) {
    CHECK(seal.open(seal.close(secret, "app1"), "app1") == secret);
  }
}

TEST_CASE("another key, another label and any changed byte open nothing", "[seal]") {
  const std::string sealed = seal.close("EAAG token", "app1");
  CHECK_FALSE(seal.open(sealed, "app2"));
  CHECK_FALSE(Seal(std::string(32, 'x')).open(sealed, "app1"));
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK_FALSE(seal.open(changed, "app1"));
  }
  CHECK_FALSE(seal.open(sealed.substr(0, sealed.size() - 1), "app1"));
  CHECK_FALSE(seal.open("", "app1"));
}

TEST_CASE("a sealed text shows nothing of it, and never looks the same twice", "[seal]") {
  const std::string sealed = seal.close("EAAG token", "app1");
  CHECK(sealed.find("EAAG") == std::string::npos);
  CHECK(sealed != seal.close("EAAG token", "app1"));
}

TEST_CASE("a key file is made once, for its owner only, and read ever after", "[seal]") {
  const TempFolder folder;
  const auto made = Seal::from_file(folder / "key");
  REQUIRE(made);
  struct stat status {};
  REQUIRE(::stat((folder / "key").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto again = Seal::from_file(folder / "key");
  REQUIRE(again);
  CHECK(again->open(made->close("secret", ""), "") == "secret");
  CHECK(again->derived_key("links") == made->derived_key("links"));
  CHECK(again->derived_key("links") != made->derived_key("other"));
}

TEST_CASE("a key file that holds no key is an error and stays as it is", "[seal]") {
  const TempFolder folder;
  std::ofstream(folder / "key") << "too short\n";
  CHECK_FALSE(Seal::from_file(folder / "key"));
  std::string kept;
  std::getline(std::ifstream(folder / "key"), kept);
  CHECK(kept == "too short");
  CHECK_FALSE(Seal::from_file(folder / "missing" + "/key"));
}
