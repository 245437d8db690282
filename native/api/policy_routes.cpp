#include "native/api/policy_routes.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/eligibility/assess.h"
#include "core/eligibility/verdict_json.h"
#include "core/policy/load.h"
#include "native/api/answers.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

Date today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return date_of(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

std::string text_member(const ordered_json& body, const char* name) {
  const auto member = body.find(name);
  return member != body.end() && member->is_string() ? member->get<std::string>() : std::string();
}

Response policies() {
  ordered_json names = ordered_json::array();
  for (const std::string_view name : builtin_policy_names()) names.push_back(name);
  return json_answer(200, ordered_json{{"policies", std::move(names)}}.dump());
}

// {"policy":"meta","at":"2026-04-15","facts":{…}}; `at` is today where it is missing.
Response check(const Call& call) {
  const ordered_json body = ordered_json::parse(call.request.body, nullptr, false);
  if (!body.is_object() || !body.contains("facts")) {
    return error_answer(400, "bad_request", R"(Send {"policy":"meta","facts":{…}} as JSON.)");
  }
  const std::string name = text_member(body, "policy");
  const std::optional<Policy> policy = builtin_policy(name);
  if (!policy) return error_answer(400, "unknown_policy", "No policy is called \"" + name + "\"; ask /v1/policies.");
  std::optional<Date> at = today();
  if (body.contains("at")) at = parse_date(text_member(body, "at"));
  if (!at) return error_answer(400, "bad_date", "`at` is a day as 2026-04-15.");
  const Result<Facts> facts = read_facts(body["facts"].dump());
  if (!facts) return error_answer(400, "bad_facts", facts.error().place + ": " + facts.error().what);
  return json_answer(200, verdict_json(assess(*facts, *policy, *at)));
}

}  // namespace

std::vector<Route> policy_routes() {
  return {{"GET", "/v1/policies", Access::page, at_once([](const Call&) { return policies(); })},
          {"POST", "/v1/check", Access::page, at_once(check)}};
}

}  // namespace twinline
