#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "core/eligibility/assess.h"
#include "core/eligibility/region.h"
#include "core/eligibility/verdict_json.h"
#include "core/policy/load.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"

using namespace twinline;
using Json = nlohmann::json;

namespace {

Facts facts_of(const std::string& text) {
  const Result<Facts> facts = read_facts(text);
  if (!facts) FAIL(facts.error().place << " " << facts.error().what);
  return *facts;
}

std::string place_of_error(const std::string& text) {
  const Result<Facts> facts = read_facts(text);
  REQUIRE(!facts);
  return facts.error().place;
}

}  // namespace

TEST_CASE("the verdict follows the rules of the policy on the day", "[eligibility]") {
  const Json cases = Json::parse(fixture("eligibility/cases.json"));
  REQUIRE(cases.size() > 20);
  for (const Json& one : cases) {
    INFO(one["name"].get<std::string>());
    const std::optional<Policy> policy = builtin_policy(one["policy"].get<std::string>());
    REQUIRE(policy);
    const Verdict verdict = assess(facts_of(one["facts"].dump()), *policy, *parse_date(one["at"].get<std::string>()));
    CHECK(to_string(verdict.eligible) == one["verdict"].get<std::string>());

    std::set<std::string> failed;
    std::set<std::string> unknown;
    for (const JudgedRule& judged : verdict.rules) {
      if (judged.outcome == RuleOutcome::failed) failed.insert(judged.rule.name);
      const bool open = judged.rule.level == Level::block && judged.outcome == RuleOutcome::unknown;
      if (open) unknown.insert(judged.rule.name);
    }
    CHECK(failed == one["failed"].get<std::set<std::string>>());
    CHECK(unknown == one["unknown"].get<std::set<std::string>>());
  }
}

TEST_CASE("every rule of a verdict says what, why, since when and by whom", "[eligibility]") {
  for (const std::string_view name : builtin_policy_names()) {
    const Verdict verdict = assess(facts_of("{}"), *builtin_policy(name), *parse_date("2026-09-01"));
    const Json json = Json::parse(verdict_json(verdict));
    CHECK(json["policy"] == std::string(name));
    CHECK(json["at"] == "2026-09-01");
    CHECK(json["verdict"] == "cannot_say_yet");
    std::set<std::string> names;
    for (const Json& rule : json["rules"]) {
      CHECK(names.insert(rule["rule"].get<std::string>()).second);
      for (const char* member : {"outcome", "level", "need", "why", "fix", "source", "from"}) {
        CHECK(!rule[member].get<std::string>().empty());
      }
      CHECK(rule.contains("found"));
      CHECK(rule.contains("until"));
    }
    CHECK(names.size() >= 11);
  }
}

TEST_CASE("the consequences are told before, and whether they concern this business", "[eligibility]") {
  const Facts facts = facts_of(R"({"features": ["View Once", "groups"], "companions": ["WearOS"]})");
  const Json json = Json::parse(verdict_json(assess(facts, *builtin_policy("connexease"), *parse_date("2026-09-01"))));
  std::map<std::string, Json> concerned;
  for (const Json& one : json["consequences"]) {
    CHECK(!one["text"].get<std::string>().empty());
    CHECK(!one["source"].get<std::string>().empty());
    concerned[one["consequence"].get<std::string>()] = one["concerned"];
  }
  CHECK(concerned["view_once"] == true);
  CHECK(concerned["disappearing_messages"] == false);
  CHECK(concerned["unsupported_companions"] == true);
  CHECK(concerned["companions_unlinked"] == false);
  CHECK(concerned["not_synced"] == true);
  for (const char* always : {"throughput", "pricing", "synced", "open_the_app", "disconnect_in_app"}) {
    CHECK(concerned.count(always) == 1);
    CHECK(concerned[always].is_null());
  }
}

TEST_CASE("facts of a wrong type are refused with their place", "[eligibility]") {
  CHECK(place_of_error(R"({"active_days": "90"})") == "/active_days");
  CHECK(place_of_error(R"({"active_days": -1})") == "/active_days");
  CHECK(place_of_error(R"({"active_days": 7.5})") == "/active_days");
  CHECK(place_of_error(R"({"app_version": 2.24})") == "/app_version");
  CHECK(place_of_error(R"({"app_version": "newest"})") == "/app_version");
  CHECK(place_of_error(R"({"official_business_account": "no"})") == "/official_business_account");
  CHECK(place_of_error(R"({"country": "Nigeria"})") == "/country");
  CHECK(place_of_error(R"({"country": 27})") == "/country");
  CHECK(place_of_error(R"({"phone": 2348031234567})") == "/phone");
  CHECK(place_of_error(R"({"phone": "call us"})") == "/phone");
  CHECK(place_of_error(R"({"companions": "Windows"})") == "/companions");
  CHECK(place_of_error(R"({"companions": ["Windows", 7]})") == "/companions");
  CHECK(place_of_error(R"({"features": {}})") == "/features");
  CHECK(place_of_error(R"({"can_scan_qr": true, "can_scan_qr": false})") == "/can_scan_qr");
  CHECK(place_of_error("[]") == "");
  CHECK(read_facts("").error().code == ErrorCode::empty_input);
  CHECK(read_facts("{").error().code == ErrorCode::bad_json);
}

TEST_CASE("null is the same as not stated, and a slip of the pen is kept by name", "[eligibility]") {
  const Facts facts = facts_of(R"({"country": null, "actve_days": 7})");
  CHECK(!facts[FactName::country]);
  CHECK(facts.unknown_members == std::vector<std::string>{"actve_days"});
}

TEST_CASE("countries of one calling code are told apart", "[eligibility]") {
  const auto region = [](const char* phone) { return region_of_phone(phone).value_or("none"); };
  CHECK(region("+1 212 555 0123") == "US");
  CHECK(region("+1 416 555 1234") == "CA");
  CHECK(region("+1 876 555 1234") == "JM");
  CHECK(region("+1 268 464 1234") == "AG");
  CHECK(region("+1 787 555 1234") == "PR");
  CHECK(region("+7 916 123 45 67") == "RU");
  CHECK(region("+7 701 234 56 78") == "KZ");
  CHECK(region("+44 7700 900123") == "GB");
  CHECK(region("+44 1481 234567") == "GG");
  CHECK(region("+44 7797 123456") == "JE");
  CHECK(region("+44 7624 123456") == "IM");
  CHECK(region("+39 06 698 12345") == "VA");
  CHECK(region("+39 06 1234567") == "IT");
  CHECK(region("+55 11 91234-5678") == "BR");
}

TEST_CASE("a number that fits no country of its code counts as the code's main one", "[eligibility]") {
  CHECK(region_of_phone("+1 000") == "US");
  CHECK(region_of_phone("+44 99999") == "GB");
  CHECK(region_of_phone("+7 000 000 00 00") == "RU");
  CHECK(region_of_phone("+44 7797 123456 7") == "GB");  // Jersey has these digits, but one fewer
}

TEST_CASE("a number's way of writing does not matter, a number of no country has none", "[eligibility]") {
  CHECK(region_of_phone("2348031234567") == "NG");
  CHECK(region_of_phone("00 234 803 123 4567") == "NG");
  CHECK(region_of_phone("+234-803-123-4567") == "NG");
  CHECK(!region_of_phone("08031234567"));
  CHECK(!region_of_phone("+800 1234 5678"));
  CHECK(!region_of_phone("+999 1234567"));
  CHECK(!region_of_phone("+"));
  CHECK(!region_of_phone(""));
}
