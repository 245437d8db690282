#include "core/lifecycle/onboarding_json.h"

#include <nlohmann/json.hpp>

#include "core/lifecycle/json_registers.h"
#include "core/lifecycle/onboarding_words.h"

namespace twinline {
namespace {

using registers::Json;
using registers::text_of;
using registers::time_of;

Outcome outcome_of(std::string_view text) {
  for (std::size_t i = 0; i < std::size(outcome_names); ++i) {
    if (outcome_names[i] == text) return static_cast<Outcome>(i);
  }
  return Outcome::unknown;
}

// A text of a value and its name, for writer and reader alike; absent where it is empty.
template <class Value>
struct TextMember {
  std::string_view name;
  std::string Value::*text;
};
constexpr TextMember<SignupEvent> event_texts[] = {
    {"event", &SignupEvent::event},
    {"waba", &SignupEvent::waba},
    {"phone_number_id", &SignupEvent::phone_number_id},
    {"business", &SignupEvent::business},
    {"step", &SignupEvent::step},
    {"error_id", &SignupEvent::error_id},
    {"error_message", &SignupEvent::error_message},
    {"session_id", &SignupEvent::session_id},
};
constexpr TextMember<CallAnswer> answer_texts[] = {
    {"title", &CallAnswer::title},
    {"details", &CallAnswer::details},
    {"trace", &CallAnswer::trace},
    {"action", &CallAnswer::action},
};
constexpr TextMember<FoundNumber> found_texts[] = {
    {"phone", &FoundNumber::phone},
    {"name", &FoundNumber::name},
    {"platform", &FoundNumber::platform},
};
struct YesNoMember {
  std::string_view name;
  std::optional<bool> FoundNumber::*yes_no;
};
constexpr YesNoMember found_yes_nos[] = {{"coexists", &FoundNumber::coexists}, {"on_app", &FoundNumber::on_app}};

template <class Members, class Value>
void put_texts(Json& json, const Members& members, const Value& value) {
  for (const auto& member : members) registers::put_text(json, member.name, value.*member.text);
}

template <class Members, class Value>
void read_texts(const Json& json, const Members& members, Value& value) {
  for (const auto& member : members) value.*member.text = text_of(json, member.name);
}

Json event_json(const SignupEvent& event) {
  Json json{{"at", event.at}, {"kind", to_string(event.kind)}};
  put_texts(json, event_texts, event);
  return json;
}

SignupEvent read_event(const Json& json) {
  SignupEvent event;
  event.at = time_of(json, "at").value_or(0);
  event.kind = parse_signup_kind(text_of(json, "kind")).value_or(SignupKind::other);
  read_texts(json, event_texts, event);
  return event;
}

Json answer_json(const CallAnswer& answer) {
  Json json{{"outcome", to_string(answer.outcome)}, {"at", answer.at}};
  if (answer.again) json["again"] = true;
  if (answer.code != 0) json["code"] = answer.code;
  if (answer.subcode != 0) json["subcode"] = answer.subcode;
  put_texts(json, answer_texts, answer);
  return json;
}

CallAnswer read_answer(const Json& json) {
  CallAnswer answer;
  answer.outcome = outcome_of(text_of(json, "outcome"));
  answer.at = time_of(json, "at").value_or(0);
  answer.again = registers::yes_no_of(json, "again").value_or(false);
  answer.code = time_of(json, "code").value_or(0);
  answer.subcode = time_of(json, "subcode").value_or(0);
  read_texts(json, answer_texts, answer);
  return answer;
}

Json call_json(const CallKey& key, const MetaCall& call) {
  Json json{{"code_at", key.code_at}, {"call", to_string(key.call)}};
  registers::put_text(json, "number", key.number);
  registers::put_time(json, "first_asked_at", call.first_asked_at);
  registers::put_time(json, "asked_at", call.asked_at);
  if (call.answer) json["answer"] = answer_json(*call.answer);
  return json;
}

void read_call(const Json& json, Onboarding& fact) {
  const auto call = parse_onboarding_call(text_of(json, "call"));
  const auto code_at = time_of(json, "code_at");
  if (!call || !code_at) return;
  MetaCall& read = fact.calls[{*code_at, *call, text_of(json, "number")}];
  read.first_asked_at = time_of(json, "first_asked_at");
  read.asked_at = time_of(json, "asked_at");
  if (const Json* answer = registers::find(json, "answer")) read.answer = read_answer(*answer);
}

Json found_json(const std::string& id, const FoundNumber& found) {
  Json json{{"id", id}};
  put_texts(json, found_texts, found);
  for (const YesNoMember& member : found_yes_nos) {
    if (const auto yes_no = found.*member.yes_no) json[std::string(member.name)] = *yes_no;
  }
  return json;
}

FoundNumber read_found(const Json& json) {
  FoundNumber found;
  found.at = time_of(json, "at").value_or(0);
  read_texts(json, found_texts, found);
  for (const YesNoMember& member : found_yes_nos) found.*member.yes_no = registers::yes_no_of(json, member.name);
  return found;
}

Json told_json(const std::string& value) {
  Json json = Json::parse(value, nullptr, false);
  return json.is_discarded() ? Json(nullptr) : json;
}

Json as_json(const Problem& problem) {
  Json json{{"issue", problem.issue},
            {"title", problem.title},
            {"meaning", problem.meaning},
            {"action", problem.action},
            {"waiting_helps", problem.waiting_helps},
            {"acting_helps", problem.acting_helps},
            {"expectation", problem.expectation}};
  json["quote"] = Json::array();
  for (const auto& [what, value] : problem.quote) json["quote"].push_back(Json{{"what", what}, {"value", value}});
  registers::put_text(json, "message", problem.message);
  registers::put_text(json, "topic", problem.topic);
  registers::put_text(json, "source", problem.source);
  return json;
}

// When to use which way.
Json ways_json() {
  Json ways = Json::array();
  for (const Way way : {Way::coexistence, Way::cloud_api}) {
    ways.push_back(Json{{"value", to_string(way)}, {"text", guidance(way)}});
  }
  return ways;
}

Json steps_json(const OnboardingView& view) {
  Json steps = Json::array();
  for (const StepView& step : view.steps) {
    Json json{{"step", to_string(step.step)}, {"state", to_string(step.state)}};
    if (!step.value.empty()) json["value"] = told_json(step.value);
    json["text"] = step.text;
    if (step.step == OnboardingStep::choose_way) json["choices"] = ways_json();
    steps.push_back(std::move(json));
  }
  return steps;
}

}  // namespace

std::string write_fact(const Onboarding& fact) {
  Json json = Json::object();
  registers::put_time(json, "created_at", fact.created_at);
  registers::put_text(json, "app", fact.app);
  for (const auto& [step, told] : fact.told) {
    json["told"][std::string(to_string(step))] = Json{{"at", told.at}, {"value", told_json(told.value)}};
  }
  for (const SignupEvent& event : fact.signup) json["signup"].push_back(event_json(event));
  registers::put_time(json, "code_at", fact.code_at);
  for (const auto& [key, call] : fact.calls) json["calls"].push_back(call_json(key, call));
  for (const auto& [id, found] : fact.found) {
    Json entry = found_json(id, found);
    entry["at"] = found.at;
    json["found"].push_back(std::move(entry));
  }
  return registers::dumped(json);
}

Result<Onboarding> read_fact(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return Error{ErrorCode::bad_json, 0, "", "a fact of an onboarding must be one JSON object"};
  Onboarding fact;
  fact.created_at = time_of(json, "created_at");
  fact.app = text_of(json, "app");
  for (const auto& [name, entry] : registers::members_of(json, "told")) {
    const auto step = parse_onboarding_step(name);
    const Json* value = registers::find(*entry, "value");
    const bool taken_back = value == nullptr && entry->is_object();
    if (!step || (value == nullptr && !taken_back)) continue;
    fact.told[*step] =
        Stated{time_of(*entry, "at").value_or(0), value == nullptr ? "null" : registers::canonical(*value)};
  }
  for (const Json* event : registers::elements_of(json, "signup")) {
    if (event->is_object()) fact.signup.insert(read_event(*event));
  }
  fact.code_at = time_of(json, "code_at");
  for (const Json* call : registers::elements_of(json, "calls")) read_call(*call, fact);
  for (const Json* entry : registers::elements_of(json, "found")) {
    fact.found[text_of(*entry, "id")] = read_found(*entry);
  }
  return fact;
}

std::string onboarding_json(std::string_view id, const Onboarding& onboarding, const OnboardingView& view) {
  Json json{{"id", id}, {"app", onboarding.app}};
  if (const auto way = onboarding.way()) json["way"] = to_string(*way);
  json["stage"] = to_string(view.stage);
  json["steps"] = steps_json(view);
  if (view.next) {
    Json next{{"step", to_string(*view.next)}, {"text", view.text}};
    registers::put_time(next, "until", view.until);
    json["next"] = std::move(next);
  }
  if (view.problem) json["problem"] = as_json(*view.problem);
  json["signup"] = Json::array();
  for (const SignupEvent& event : onboarding.signup) json["signup"].push_back(event_json(event));
  registers::put_text(json, "waba", onboarding.waba());
  registers::put_text(json, "number", onboarding.number());
  json["numbers"] = Json::array();
  for (const auto& [number, found] : onboarding.found) json["numbers"].push_back(found_json(number, found));
  registers::put_time(json, "created", onboarding.created_at);
  return registers::dumped(json);
}

std::string problem_json(const Problem& problem) { return registers::dumped(as_json(problem)); }

}  // namespace twinline
