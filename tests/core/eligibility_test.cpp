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

TEST_CASE("the blocking rules of each policy are those its source states, on every day", "[eligibility]") {
  using Names = std::set<std::string>;
  const auto blocking = [](const char* policy, const char* day) {
    Names names;
    for (const JudgedRule& judged : assess(facts_of("{}"), *builtin_policy(policy), *parse_date(day)).rules) {
      if (judged.rule.level == Level::block) names.insert(judged.rule.name);
    }
    return names;
  };
  Names gupshup = {"app_version",   "country",     "business_manager_access",
                   "connect_phone", "active_days", "payment_method_in_app"};
  for (const char* day : {"2025-02-01", "2025-10-23", "2026-04-14", "2026-04-15", "2030-01-01"}) {
    CAPTURE(std::string(day));
    CHECK(blocking("connexease", day) == Names{"app_version", "active_days", "official_business_account"});
    CHECK(blocking("meta", day) == Names{"app_version", "country"});
    if (std::string(day) >= "2026-04-15") gupshup.erase("country");
    CHECK(blocking("gupshup", day) == gupshup);
  }
}

TEST_CASE("all that does not block warns, and never decides", "[eligibility]") {
  const std::string worst =
      R"("partner_type":"reseller","previous_credit_line":true,"companions":["WhatsApp for Windows"],)"
      R"("features":["Disappearing messages"],"payment_method_in_app":true,"business_manager_access":false,)"
      R"("can_scan_qr":false,"can_enter_code":false,"country":"ZA")";
  const Verdict verdict =
      assess(facts_of(R"({"app_version":"2.24.17","active_days":7,"official_business_account":false,)" + worst + "}"),
             *builtin_policy("connexease"), *parse_date("2026-04-14"));
  CHECK(verdict.eligible == Eligible::eligible);
  std::set<std::string> failed;
  for (const JudgedRule& judged : verdict.rules) {
    if (judged.outcome != RuleOutcome::failed) continue;
    CHECK(judged.rule.level == Level::warn);
    failed.insert(judged.rule.name);
  }
  CHECK(failed == std::set<std::string>{"partner_type", "previous_credit_line", "companions", "features", "country",
                                        "payment_method_in_app", "business_manager_access", "connect_phone"});
}

TEST_CASE("every verdict has the members of the contract, in their order", "[eligibility]") {
  for (const char* facts : {"{}", R"({"app_version":"2.24.9","can_scan_qr":true,"companions":[]})"}) {
    const auto json = nlohmann::ordered_json::parse(
        verdict_json(assess(facts_of(facts), *builtin_policy("gupshup"), *parse_date("2026-11-22"))));
    const auto names_of = [](const nlohmann::ordered_json& object) {
      std::string names;
      for (auto entry = object.begin(); entry != object.end(); ++entry) names += entry.key() + ' ';
      return names;
    };
    CHECK(names_of(json) == "verdict policy at rules consequences ");
    for (const auto& rule : json["rules"]) {
      CHECK(names_of(rule) == "rule outcome level found need why fix source from until ");
      CHECK((rule["until"].is_null() || parse_date(rule["until"].get<std::string>())));
      CHECK(parse_date(rule["from"].get<std::string>()));
    }
  }
}

TEST_CASE("every consequence of the guides is told under each policy", "[eligibility]") {
  for (const std::string_view name : builtin_policy_names()) {
    std::map<std::string, std::string> told;
    for (const JudgedConsequence& judged :
         assess(facts_of("{}"), *builtin_policy(name), *parse_date("2026-11-22")).consequences) {
      told[judged.consequence.name] += judged.consequence.text;
    }
    for (const auto& [consequence, words] :
         std::map<std::string, std::string>{{"disappearing_messages", "Disappearing messages"},
                                            {"view_once", "View once"},
                                            {"live_location", "Live location"},
                                            {"broadcast_lists", "broadcast lists"},
                                            {"unsupported_companions", "Windows and Wear OS"},
                                            {"companions_unlinked", "linked again"},
                                            {"throughput", "20 messages a second"},
                                            {"pricing", "stay free"},
                                            {"synced", "180 days"},
                                            {"not_synced", "group chats"},
                                            {"sync_once", "24 hours"},
                                            {"open_the_app", "every 13 days"},
                                            {"disconnect_in_app", "in the app only"}}) {
      CAPTURE(consequence);
      CHECK(told[consequence].find(words) != std::string::npos);
    }
  }
}

TEST_CASE("linked devices are recognised however people call them", "[eligibility]") {
  const auto outcome = [](const std::string& companion) {
    const Facts facts = facts_of(R"({"companions":[")" + companion + R"("]})");
    for (const JudgedRule& judged : assess(facts, *builtin_policy("meta"), *parse_date("2026-11-22")).rules) {
      if (judged.rule.name == "companions") return std::string(to_string(judged.outcome));
    }
    return std::string();
  };
  for (const char* lost : {"Windows", "windows", "WhatsApp for Windows", "Windows desktop", "WhatsApp Windows",
                           "WearOS", "Wear OS", "wear_os", "Wear OS watch", "Desktop (Windows 11)"}) {
    CAPTURE(std::string(lost));
    CHECK(outcome(lost) == "failed");
  }
  for (const char* kept : {"WhatsApp Web", "Mac", "iPad", "second phone"}) CHECK(outcome(kept) == "passed");
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
