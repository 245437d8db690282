#include <nlohmann/json.hpp>

#include "tests/native/running_shim.h"
#include "tests/support/catch.h"

using namespace twinline;
using nlohmann::json;

TEST_CASE("the policies are listed", "[shim]") {
  RunningShim shim;
  const json policies = json::parse(shim.get("/v1/policies").body)["policies"];
  CHECK(policies.size() == 3);
  CHECK(std::count(policies.begin(), policies.end(), "gupshup") == 1);
}

TEST_CASE("a check over HTTP gives the verdict of the day asked for", "[shim]") {
  RunningShim shim;
  const auto check = [&](const json& body) { return shim.send("POST", "/v1/check", {bearer}, body.dump()); };
  json question = {{"policy", "gupshup"}, {"at", "2026-04-14"}, {"facts", {{"country", "NG"}}}};
  CHECK(json::parse(check(question).body)["verdict"] == "not_eligible");
  question["at"] = "2026-04-15";
  const json verdict = json::parse(check(question).body);
  CHECK(verdict["verdict"] == "cannot_say_yet");
  CHECK(verdict["at"] == "2026-04-15");
  question.erase("at");
  CHECK(check(question).status == 200);
}

TEST_CASE("a check that makes no sense is answered with what is wrong", "[shim]") {
  RunningShim shim;
  const auto code = [&](const std::string& body) {
    const Answer answer = shim.send("POST", "/v1/check", {bearer}, body);
    CHECK(answer.status == 400);
    return json::parse(answer.body)["error"]["code"].get<std::string>();
  };
  CHECK(code("no JSON") == "bad_request");
  CHECK(code(R"({"policy":"meta"})") == "bad_request");
  CHECK(code(R"({"policy":"other","facts":{}})") == "unknown_policy");
  CHECK(code(R"({"policy":"meta","facts":{},"at":"tomorrow"})") == "bad_date");
  CHECK(code(R"({"policy":"meta","facts":{"app_version":true}})") == "bad_facts");
  CHECK(shim.send("POST", "/v1/check", {}, "{}").status == 401);
}
