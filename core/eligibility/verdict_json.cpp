#include "core/eligibility/verdict_json.h"

#include <nlohmann/json.hpp>

namespace twinline {
namespace {

using Json = nlohmann::ordered_json;

Json value_json(const std::optional<FactValue>& value) {
  if (!value) return nullptr;
  return std::visit([](const auto& held) { return Json(held); }, *value);
}

// One fact: its value. Several: an object of them by name.
Json found_json(const JudgedRule& judged) {
  if (judged.found.size() == 1) return value_json(judged.found.front().second);
  Json found = nullptr;
  for (const auto& [name, value] : judged.found) found[std::string(to_string(name))] = value_json(value);
  return found;
}

void add_dates(Json& entry, const Dated& dated) {
  entry["source"] = dated.source;
  entry["from"] = to_string(dated.from);
  entry["until"] = dated.until ? Json(to_string(*dated.until)) : Json(nullptr);
}

Json rule_json(const JudgedRule& judged) {
  Json entry;
  entry["rule"] = judged.rule.name;
  entry["outcome"] = to_string(judged.outcome);
  entry["level"] = to_string(judged.rule.level);
  entry["found"] = found_json(judged);
  entry["need"] = need_text(judged.rule);
  entry["why"] = judged.rule.why;
  entry["fix"] = judged.rule.fix;
  add_dates(entry, judged.rule.dated);
  return entry;
}

Json consequence_json(const JudgedConsequence& judged) {
  Json entry;
  entry["consequence"] = judged.consequence.name;
  entry["text"] = judged.consequence.text;
  entry["concerned"] = judged.concerned ? Json(*judged.concerned) : Json(nullptr);
  add_dates(entry, judged.consequence.dated);
  return entry;
}

}  // namespace

std::string verdict_json(const Verdict& verdict) {
  Json json;
  json["verdict"] = to_string(verdict.eligible);
  json["policy"] = verdict.policy;
  json["at"] = to_string(verdict.at);
  json["rules"] = Json::array();
  for (const JudgedRule& judged : verdict.rules) json["rules"].push_back(rule_json(judged));
  json["consequences"] = Json::array();
  for (const JudgedConsequence& judged : verdict.consequences) {
    json["consequences"].push_back(consequence_json(judged));
  }
  // Facts may hold bytes that are no UTF-8; a verdict must not fail for them.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace twinline
