#include "native/cli/check.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace twinline;

namespace {

// Reads `in` as standard input and keeps what is printed, for as long as it lives.
class Streams {
 public:
  explicit Streams(const std::string& in) : in_(in) {
    cin_ = std::cin.rdbuf(in_.rdbuf());
    std::cout.flush();  // what others have printed so far is not ours
    std::fflush(stdout);
    ::dup2(::fileno(printed_), STDOUT_FILENO);
    cerr_ = std::cerr.rdbuf(err_.rdbuf());
  }
  ~Streams() {
    std::cin.rdbuf(cin_);
    ::dup2(stdout_, STDOUT_FILENO);
    ::close(stdout_);
    std::fclose(printed_);
    std::cerr.rdbuf(cerr_);
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  std::string out() const {
    std::string text(static_cast<std::size_t>(::lseek(::fileno(printed_), 0, SEEK_END)), '\0');
    ::lseek(::fileno(printed_), 0, SEEK_SET);
    text.resize(static_cast<std::size_t>(std::max<::ssize_t>(0, ::read(::fileno(printed_), text.data(), text.size()))));
    return text;
  }
  std::string err() const { return err_.str(); }

 private:
  std::istringstream in_;
  std::FILE* const printed_ = std::tmpfile();
  const int stdout_ = ::dup(STDOUT_FILENO);
  std::ostringstream err_;
  std::streambuf* cin_;
  std::streambuf* cerr_;
};

struct Ran {
  int exit_code;
  std::string out;
  std::string err;
};

Ran check(const std::string& in, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "check");
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  CLI::App app;
  int exit_code = 0;
  add_check(app, exit_code);
  const Streams streams(in);
  app.parse(arguments);
  return {exit_code, streams.out(), streams.err()};
}

}  // namespace

TEST_CASE("check prints one JSON verdict and exits 0 whatever it is", "[cli]") {
  const std::string facts = R"({"app_version":"2.24.9","active_days":3})";
  const Ran ran = check(facts, {"-", "--policy", "connexease", "--at", "2026-05-01", "--json"});
  CHECK(ran.exit_code == 0);
  CHECK(ran.err.empty());
  const auto verdict = nlohmann::json::parse(ran.out);
  CHECK(verdict["verdict"] == "not_eligible");
  CHECK(verdict["at"] == "2026-05-01");
  CHECK(ran.out.back() == '\n');
}

TEST_CASE("check prints a table for people", "[cli]") {
  const Ran ran = check(R"({"app_version":"2.24.17"})", {"-", "--policy", "meta", "--at", "2026-05-01"});
  CHECK(ran.exit_code == 0);
  CHECK(ran.out.find("Eligible by the policy meta") == 0);
  CHECK(ran.out.find("2.24.17 or newer") != std::string::npos);
  CHECK(ran.out.find("What coexistence changes") != std::string::npos);
}

TEST_CASE("check tells where the facts are wrong and exits 1", "[cli]") {
  const Ran odd = check("{\n \"country\": 5}", {"-", "--policy", "meta"});
  CHECK(odd.exit_code == 1);
  CHECK(odd.out.empty());
  CHECK(odd.err.find("twinline: -: byte 14: line 2, /country: ") == 0);
  CHECK(check("{", {"-", "--policy", "meta"}).exit_code == 1);
  CHECK(check("", {"-", "--policy", "meta"}).exit_code == 1);
  CHECK(check("{}", {"/no/such/file", "--policy", "meta"}).exit_code == 1);
  CHECK(check("{}", {"/", "--policy", "meta"}).exit_code == 1);
}

TEST_CASE("check points at a member it does not know and goes on", "[cli]") {
  const Ran ran = check(R"({"actve_days":7})", {"-", "--policy", "meta", "--json"});
  CHECK(ran.exit_code == 0);
  CHECK(ran.err.find("actve_days") != std::string::npos);
}

TEST_CASE("check refuses a day that is none with exit 2", "[cli]") {
  const Ran ran = check("{}", {"-", "--policy", "meta", "--at", "15.4.2026"});
  CHECK(ran.exit_code == 2);
  CHECK(ran.err.find("--at") != std::string::npos);
  CHECK_THROWS_AS(check("{}", {"-"}), CLI::RequiredError);
}

TEST_CASE("check takes a policy file and tells its line and member", "[cli]") {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "twinline_check_test_policy.json";
  const auto write = [&](const std::string& text) { std::ofstream(path) << text; };
  write(
      "{\"policy\": \"ours\", \"title\": \"Ours\", \"extends\": \"connexease\",\n \"levels\": {\"active_days\": "
      "\"warn\"}}");
  Ran ran = check(R"({"app_version":"2.25","official_business_account":false})",
                  {"-", "--policy", path.string(), "--at", "2026-05-01", "--json"});
  CHECK(ran.exit_code == 0);
  CHECK(nlohmann::json::parse(ran.out)["verdict"] == "eligible");
  CHECK(nlohmann::json::parse(ran.out)["policy"] == "ours");

  write(
      "{\"policy\": \"ours\", \"title\": \"Ours\", \"extends\": \"connexease\",\n \"levels\": {\"active_days\": "
      "\"maybe\"}}");
  ran = check("{}", {"-", "--policy", path.string()});
  CHECK(ran.exit_code == 1);
  CHECK(ran.err.find("line 2, /levels/active_days: must be one of") != std::string::npos);
  ran = check("{}", {"-", "--policy", "gupschup"});
  CHECK(ran.exit_code == 1);
  CHECK(ran.err.find("gupschup") != std::string::npos);
  std::filesystem::remove(path);
}
