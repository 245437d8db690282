#include <random>
#include <set>
#include <string>

#include "core/policy/builtin.h"
#include "core/policy/document.h"
#include "core/policy/load.h"
#include "core/policy/version.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

const std::string rule_text = R"(    {
      "rule": "app_version", "level": "block", "fact": "app_version", "at_least": "2.24.17",
      "why": "because", "fix": "update", "source": "a page", "from": "2025-02-01", "until": null
    })";

std::string policy_with(const std::string& rules) {
  return "{\n  \"policy\": \"ours\",\n  \"title\": \"Ours\",\n  \"rules\": [\n" + rules + "\n  ]\n}\n";
}

std::string replaced(std::string text, const std::string& old, const std::string& fresh) {
  const std::size_t at = text.find(old);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old.size(), fresh);
}

struct Refusal {
  std::size_t line;
  std::string place;
  std::string what;
};

Refusal refusal_of(const std::string& text) {
  const Result<Policy> policy = parse_policy(text);
  REQUIRE(!policy);
  return {line_of(text, policy.error().byte), policy.error().place, policy.error().what};
}

}  // namespace

TEST_CASE("the policies that are compiled in load without a mistake", "[policy]") {
  for (const std::string_view name : builtin_policy_names()) {
    CAPTURE(std::string(name));
    const Result<Policy> policy = parse_policy(builtin_rules(name));
    if (!policy) FAIL(policy.error().place << ": " << policy.error().what);
    CHECK(policy->name == name);
    CHECK(!policy->rules.empty());
    CHECK(!policy->consequences.empty());
    CHECK(builtin_policy(name).has_value());
  }
  CHECK(!builtin_policy("unheard-of"));
}

TEST_CASE("the shared lists of limits, errors and Graph versions are without mistakes", "[policy]") {
  // Stated in a policy file they are checked like any partner's own.
  for (const std::string_view name :
       {"limits", "errors", "graph_versions", "removals", "restrictions", "qualities", "issues"}) {
    CAPTURE(std::string(name));
    std::string text(builtin_rules(name));
    REQUIRE(!text.empty());
    text.insert(1, R"("policy":"test","title":"test","extends":"meta",)");
    const Result<Policy> policy = parse_policy(text);
    if (!policy) FAIL(policy.error().place << ": " << policy.error().what);
  }
}

TEST_CASE("a limit is the one that holds on the day", "[policy]") {
  const Policy meta = *builtin_policy("meta");
  CHECK(meta.limit("messages_per_s", *parse_date("2025-07-01")) == 5);
  CHECK(meta.limit("messages_per_s", *parse_date("2026-07-01")) == 20);
  CHECK(meta.limit("sync_window_s", *parse_date("2026-07-01")) == 86400);
  CHECK(!meta.limit("messages_per_s", *parse_date("2024-07-01")));
  CHECK(!meta.limit("no_such_limit", *parse_date("2026-07-01")));
}

TEST_CASE("no limit is stated twice for one day", "[policy]") {
  const Policy meta = *builtin_policy("meta");
  for (const char* day : {"2025-03-01", "2025-12-12", "2026-09-01"}) {
    std::set<std::string> names;
    for (const Limit& limit : meta.limits) {
      if (limit.dated.holds(*parse_date(day))) CHECK(names.insert(limit.name).second);
    }
    CHECK(names.size() > 10);
  }
}

TEST_CASE("an error code says what to do and how often", "[policy]") {
  const Policy meta = *builtin_policy("meta");
  const Date day = *parse_date("2026-09-01");
  const auto advice = [&](std::int64_t code, std::optional<std::int64_t> subcode = {}) {
    const ErrorRule* rule = meta.error(code, subcode, day);
    return rule == nullptr ? std::string("none") : std::string(to_string(rule->advice));
  };
  CHECK(advice(130429) == "back_off");
  CHECK(advice(131056) == "wait_for_user");
  CHECK(advice(131047) == "use_template");
  CHECK(advice(190) == "authorise");
  CHECK(advice(250) == "authorise");
  CHECK(advice(300) == "none");
  CHECK(advice(2593107) == "onboard_again");
  CHECK(advice(100, 2593108) == "onboard_again");
  CHECK(advice(100) == "never");
  CHECK(advice(100, 33) == "stop");
  CHECK(advice(100, 7777) == "never");

  const ErrorRule* pair = meta.error(131056, {}, day);
  CHECK(pair->reach == Reach::user);
  CHECK(pair->first_wait_ms == 1000);
  CHECK(pair->factor == 4);
}

TEST_CASE("a version of the Graph API lives until its last day", "[policy]") {
  const Policy meta = *builtin_policy("meta");
  CHECK(meta.graph_version_lives("v20.0", *parse_date("2026-09-23")));
  CHECK(!meta.graph_version_lives("v20.0", *parse_date("2026-09-24")));
  CHECK(!meta.graph_version_lives("v26.0", *parse_date("2026-07-28")));
  CHECK(!meta.graph_version_lives("v1.0", *parse_date("2026-09-23")));
}

TEST_CASE("a partner's own policy is read", "[policy]") {
  const Result<Policy> policy = parse_policy(policy_with(rule_text));
  if (!policy) FAIL(policy.error().place << ": " << policy.error().what);
  REQUIRE(policy->rules.size() == 1);
  CHECK(policy->rules[0].name == "app_version");
  CHECK(policy->limit("messages_per_s", *parse_date("2026-07-01")) == 20);
}

TEST_CASE("a policy that extends another states only what differs", "[policy]") {
  const Policy gupshup = *builtin_policy("gupshup");
  const std::string text = R"({"policy": "ours", "title": "Ours", "extends": "gupshup",
    "levels": {"official_business_account": "block"},
    "rules": [{"rule": "active_days", "level": "block", "fact": "active_days", "at_least": 30, "why": "because",
               "fix": "wait", "source": "our terms", "from": "2026-01-01", "until": null}]})";
  const Result<Policy> ours = parse_policy(text);
  if (!ours) FAIL(ours.error().place << ": " << ours.error().what);
  CHECK(ours->rules.size() == gupshup.rules.size());
  for (std::size_t i = 0; i < ours->rules.size(); ++i) {
    CHECK(ours->rules[i].name == gupshup.rules[i].name);
    if (ours->rules[i].name == "active_days") CHECK(ours->rules[i].need == FactValue(std::int64_t{30}));
    if (ours->rules[i].name == "official_business_account") CHECK(ours->rules[i].level == Level::block);
  }
}

TEST_CASE("a mistake in a policy is told with its line and member", "[policy]") {
  SECTION("a level that does not exist") {
    const Refusal refusal = refusal_of(policy_with(replaced(rule_text, "\"block\"", "\"blocks\"")));
    CHECK(refusal.line == 6);
    CHECK(refusal.place == "/rules/0/level");
    CHECK(refusal.what == "must be one of \"block\", \"warn\"");
  }
  SECTION("a missing member stands at its object") {
    const Refusal refusal =
        refusal_of(policy_with(rule_text + ",\n" + replaced(rule_text, "\"fix\": \"update\",", "")));
    CHECK(refusal.line == 9);
    CHECK(refusal.place == "/rules/1/fix");
  }
  SECTION("a member nobody knows") {
    const Refusal refusal = refusal_of(policy_with(replaced(rule_text, "\"why\"", "\"wy\": \"\", \"why\"")));
    CHECK(refusal.line == 7);
    CHECK(refusal.place == "/rules/0/wy");
  }
  SECTION("a day that no calendar has") {
    const Refusal refusal = refusal_of(policy_with(replaced(rule_text, "2025-02-01", "2025-02-30")));
    CHECK(refusal.line == 7);
    CHECK(refusal.place == "/rules/0/from");
  }
  SECTION("an end before the beginning") {
    const Refusal refusal = refusal_of(policy_with(replaced(rule_text, "null", "\"2025-02-01\"")));
    CHECK(refusal.place == "/rules/0/until");
  }
  SECTION("a fact nobody can state") {
    const Refusal refusal =
        refusal_of(policy_with(replaced(rule_text, "\"fact\": \"app_version\"", "\"fact\": \"age\"")));
    CHECK(refusal.place == "/rules/0/fact");
  }
  SECTION("a test that does not fit its fact") {
    const Refusal refusal = refusal_of(policy_with(replaced(rule_text, "\"at_least\": \"2.24.17\"", "\"is\": true")));
    CHECK(refusal.place == "/rules/0/is");
  }
  SECTION("a slip in the name of the test, and no test at all") {
    CHECK(refusal_of(policy_with(replaced(rule_text, "\"at_least\"", "\"at_leats\""))).place == "/rules/0/at_leats");
    CHECK(refusal_of(policy_with(replaced(rule_text, "\"at_least\": \"2.24.17\",", ""))).place == "/rules/0/rule");
  }
  SECTION("two tests in one rule") {
    const Refusal refusal =
        refusal_of(policy_with(replaced(rule_text, "\"at_least\"", "\"never\": true, \"at_least\"")));
    CHECK(refusal.place == "/rules/0/never");
  }
  SECTION("one rule twice for the same day") {
    const Refusal refusal = refusal_of(policy_with(rule_text + ",\n" + rule_text));
    CHECK(refusal.line == 9);
    CHECK(refusal.place == "/rules/1/from");
  }
  SECTION("a limit nobody knows, and one stated twice") {
    const std::string limit = R"({"limit": "keep_alive_warn_day", "value": 5, "source": "us", "from": "2025-02-01"})";
    const std::string with = R"({"policy": "x", "title": "y", "extends": "meta",
      "limits": [)";
    Refusal refusal = refusal_of(with + limit + "]}");
    CHECK(refusal.line == 2);
    CHECK(refusal.place == "/limits/0/limit");
    const std::string known = replaced(limit, "warn_day", "warn_days");
    refusal = refusal_of(with + known + ",\n" + known + "]}");
    CHECK(refusal.line == 3);
    CHECK(refusal.place == "/limits/1/from");
  }
  SECTION("a country that could never match") {
    const std::string country = replaced(replaced(rule_text, "\"fact\": \"app_version\"", "\"fact\": \"country\""),
                                         "\"at_least\": \"2.24.17\"", "\"none_of\": [\"NG\"]");
    CHECK(parse_policy(policy_with(country)));
    for (const char* list : {"[\"Nigeria\"]", "[\"ng\"]", "[\"UK\"]", "[\"\"]", "[1]", "\"NG\""}) {
      CHECK(refusal_of(policy_with(replaced(country, "[\"NG\"]", list))).place == "/rules/0/none_of");
    }
    CHECK(refusal_of(policy_with(replaced(country, "\"none_of\": [\"NG\"]", "\"one_of\": []"))).place ==
          "/rules/0/one_of");
  }
  SECTION("no policy at all") {
    CHECK(refusal_of("[]").what == "must be an object");
    CHECK(refusal_of("{\"policy\":\"x\",\"title\":\"y\"}").place == "/rules");
    CHECK(refusal_of("{\"policy\":\"x\",\"title\":\"y\",\"extends\":\"z\"}").place == "/extends");
  }
}

TEST_CASE("one rule may change from one day to the next", "[policy]") {
  const std::string first = replaced(rule_text, "null", "\"2026-01-01\"");
  const std::string second = replaced(rule_text, "2025-02-01", "2026-01-01");
  const Result<Policy> policy = parse_policy(policy_with(first + ",\n" + second));
  REQUIRE(policy);
  CHECK(policy->rules.size() == 2);
}

TEST_CASE("text that is not JSON is told with its byte", "[policy]") {
  const Result<JsonValue> broken = parse_document("{\"a\": 1,\n \"b\": tru }");
  REQUIRE(!broken);
  CHECK(broken.error().code == ErrorCode::bad_json);
  CHECK(broken.error().byte == 18);
  CHECK(parse_document("  \n").error().code == ErrorCode::empty_input);
  CHECK(parse_document("{} {}").error().code == ErrorCode::bad_json);
  CHECK(parse_document(std::string(64, '[') + std::string(64, ']')));
  CHECK(parse_document(std::string(65, '[') + std::string(65, ']')).error().code == ErrorCode::too_deep);
}

TEST_CASE("days are read and printed as calendars have them", "[policy]") {
  CHECK(parse_date("1970-01-01") == Date{0});
  CHECK(parse_date("2024-02-29T10:00:00Z") == Date{19782});
  CHECK(!parse_date("2025-02-29"));
  CHECK(!parse_date("2025-2-1"));
  CHECK(!parse_date("15.4.2026"));
  CHECK(!parse_date("2026-04-15x"));
  for (std::int32_t days = -1000; days < 40000; days += 17) CHECK(parse_date(to_string(Date{days})) == Date{days});
  CHECK(date_of(86399) == Date{0});
  CHECK(date_of(86400) == Date{1});
  CHECK(date_of(-1) == Date{-1});
}

TEST_CASE("versions compare part by part as numbers", "[policy]") {
  CHECK(compare_versions("2.24.9", "2.24.17") < 0);
  CHECK(compare_versions("2.24.17", "2.24.17") == 0);
  CHECK(compare_versions("2.24.17.0", "2.24.17") == 0);
  CHECK(compare_versions("2.24.17.1", "2.24.17") > 0);
  CHECK(compare_versions("2.25", "2.24.17") > 0);
  CHECK(compare_versions("10.0", "9.99") > 0);
  CHECK(compare_versions("2.024.017", "2.24.17") == 0);
  CHECK(compare_versions("v2.24.17-beta", "2.24.17") == 0);
  CHECK(compare_versions("99999999999999999999.1", "99999999999999999998.9") > 0);
  CHECK(is_version("2"));
  for (const char* wrong : {"", "v", ".", "2.", ".2", "2..1", "two", "2,24"}) CHECK(!is_version(wrong));
}

TEST_CASE("no damage to a policy is worse than an error with its place", "[policy]") {
  const std::string whole(builtin_rules("gupshup"));
  std::mt19937 random(7);
  for (int turn = 0; turn < 400; ++turn) {
    CAPTURE(turn);
    std::string text = whole;
    for (std::uint32_t i = 0; i <= random() % 3; ++i) {
      const std::size_t at = random() % text.size();
      if (random() % 3 == 0) {
        text.erase(at, random() % 40);
      } else {
        text[at] = "{}[]\",:0x\n"[random() % 10];
      }
    }
    const Result<Policy> policy = parse_policy(text);
    if (policy) continue;
    CHECK(policy.error().byte <= text.size());
    CHECK(!policy.error().what.empty());
  }
}
