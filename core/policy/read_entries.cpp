#include "core/policy/read_entries.h"

#include "core/policy/members.h"
#include "core/policy/version.h"

namespace twinline {
namespace {

FactName fact_or_refuse(Members& members, std::string_view member, const std::string& text) {
  const std::optional<FactName> name = parse_fact_name(text);
  if (!name && !text.empty()) members.refuse(member, "names a fact that does not exist: \"" + text + "\"");
  return name.value_or(FactName::phone);
}

std::vector<FactName> read_facts_of(Members& members) {
  std::vector<FactName> facts;
  if (const std::string single = members.text_or_nothing("fact"); !single.empty()) {
    facts.push_back(fact_or_refuse(members, "fact", single));
  }
  for (const std::string& text : members.texts("facts")) facts.push_back(fact_or_refuse(members, "facts", text));
  return facts;
}

bool fits(Test test, FactType type) {
  switch (test) {
    case Test::at_least:
      return type == FactType::version || type == FactType::count;
    case Test::is:
      return type == FactType::yes_no;
    case Test::none_of:
    case Test::one_of:
      return type == FactType::text || type == FactType::country || type == FactType::list;
    case Test::never:
      return true;
  }
  return false;
}

FactValue read_least(Members& members, FactType type) {
  if (type == FactType::count) return members.number("at_least", 0);
  std::string version = members.text("at_least");
  if (!is_version(version)) members.refuse("at_least", "must be " + std::string(form_of(FactType::version)));
  return version;
}

// Words to find in a fact. Of a country a slip would never match and so pass everybody.
std::vector<std::string> read_words(Members& members, std::string_view test, FactType type) {
  std::vector<std::string> words = members.texts(test);
  const auto is_capital = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
  for (std::string& word : words) {
    if (word.empty()) members.refuse(test, "holds an empty text");
    if (type != FactType::country) continue;
    const bool country = word.size() == 2 && is_capital(word[0]) && is_capital(word[1]);
    if (!country) members.refuse(test, "must be a list of countries of two capital letters, such as \"NG\"");
    if (word == "UK") members.refuse(test, "names \"UK\"; the country's ISO code is \"GB\"");
  }
  if (words.empty() && test == "one_of") members.refuse(test, "is empty, so nobody could ever pass");
  return words;
}

// False where the rule states none: a slip in its name is told first.
bool read_test(Members& members, Rule& rule) {
  struct Named {
    std::string_view name;
    Test test;
  };
  constexpr Named tests[] = {{"at_least", Test::at_least},
                             {"is", Test::is},
                             {"none_of", Test::none_of},
                             {"one_of", Test::one_of},
                             {"never", Test::never}};
  std::string_view stated;
  for (const Named& candidate : tests) {
    if (members.take(candidate.name) == nullptr) continue;
    if (!stated.empty()) members.refuse(candidate.name, "stands beside another test; a rule has one");
    stated = candidate.name;
    rule.test = candidate.test;
  }
  if (stated.empty()) return false;
  if (rule.test == Test::never) {
    const JsonValue* value = members.take("never");
    if (value->kind != JsonValue::Kind::boolean || value->text != "true") members.refuse("never", "can only be true");
    return true;
  }
  if (rule.facts.empty()) {
    members.refuse("fact", "is missing, name the fact to test");
    return true;
  }
  const FactType type = type_of(rule.facts.front());
  for (const FactName fact : rule.facts) {
    if (type_of(fact) != type) members.refuse("facts", "must all be of one type");
  }
  if (!fits(rule.test, type)) {
    members.refuse(stated, "does not fit a fact that is " + std::string(form_of(type)));
    return true;
  }
  if (rule.test == Test::at_least) {
    rule.need = read_least(members, type);
  } else if (rule.test == Test::is) {
    const JsonValue* value = members.take("is");
    if (value->kind != JsonValue::Kind::boolean) members.refuse("is", "must be true or false");
    rule.need = value->text == "true";
  } else {
    rule.need = read_words(members, stated, type);
  }
  return true;
}

}  // namespace

std::vector<std::pair<std::string_view, Level>> level_words() {
  return {{"block", Level::block}, {"warn", Level::warn}};
}

Rule read_rule(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error) {
  Members members(entry, place, first_error);
  Rule rule;
  rule.name = members.text("rule");
  rule.level = members.word("level", level_words());
  rule.facts = read_facts_of(members);
  const bool tested = read_test(members, rule);
  rule.why = members.text("why");
  rule.fix = members.text("fix");
  rule.dated = members.dated();
  members.finish();
  if (!tested) members.refuse("rule", "has no test: state one of at_least, is, none_of, one_of, never");
  return rule;
}

Consequence read_consequence(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error) {
  Members members(entry, place, first_error);
  Consequence consequence;
  consequence.name = members.text("consequence");
  consequence.text = members.text("text");
  if (const std::string fact = members.text_or_nothing("fact"); !fact.empty()) {
    consequence.fact = fact_or_refuse(members, "fact", fact);
    if (type_of(*consequence.fact) != FactType::list) members.refuse("fact", "must be a fact that is a list");
  }
  consequence.any_of = members.texts("any_of");
  if (consequence.fact.has_value() == consequence.any_of.empty()) {
    members.refuse("any_of", "and \"fact\" come together or not at all");
  }
  consequence.dated = members.dated();
  members.finish();
  return consequence;
}

Limit read_limit(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error) {
  Members members(entry, place, first_error);
  Limit limit;
  limit.name = members.text("limit");
  limit.value = members.number("value", 0);
  limit.dated = members.dated();
  members.finish();
  return limit;
}

ErrorRule read_error_rule(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error) {
  Members members(entry, place, first_error);
  ErrorRule rule;
  rule.code = members.number("code", 0);
  rule.last_code = members.number_if_there("last_code", rule.code).value_or(rule.code);
  rule.subcode = members.number_if_there("subcode", 0);
  rule.meaning = members.text("meaning");
  rule.action = members.text("action");
  rule.advice = members.word<RetryAdvice>("advice", {{"retry", RetryAdvice::retry},
                                                     {"back_off", RetryAdvice::back_off},
                                                     {"wait_for_user", RetryAdvice::wait_for_user},
                                                     {"use_template", RetryAdvice::use_template},
                                                     {"fetch_again", RetryAdvice::fetch_again},
                                                     {"look_in_app", RetryAdvice::look_in_app},
                                                     {"stop", RetryAdvice::stop},
                                                     {"authorise", RetryAdvice::authorise},
                                                     {"onboard_again", RetryAdvice::onboard_again},
                                                     {"never", RetryAdvice::never}});
  rule.reach = members.word<Reach>("reach", {{"message", Reach::message},
                                             {"user", Reach::user},
                                             {"number", Reach::number},
                                             {"account", Reach::account},
                                             {"app", Reach::app}});
  const bool repeats = rule.advice == RetryAdvice::retry || rule.advice == RetryAdvice::back_off ||
                       rule.advice == RetryAdvice::wait_for_user;
  if (repeats) {
    rule.first_wait_ms = members.number("first_wait_ms", 1);
    rule.factor = members.number("factor", 1);
    rule.attempts = members.number("attempts", 1);
  }
  rule.dated = members.dated();
  members.finish();
  return rule;
}

GraphVersion read_graph_version(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error) {
  Members members(entry, place, first_error);
  GraphVersion version;
  version.version = members.text("version");
  version.dated = members.dated();
  members.finish();
  return version;
}

Explained read_explained(const JsonValue& entry, const std::string& place, std::string_view name_member,
                         std::optional<Error>& first_error) {
  Members members(entry, place, first_error);
  Explained explained;
  explained.name = members.text(name_member);
  explained.meaning = members.text("meaning");
  explained.action = members.text("action");
  if (members.take("urgency") != nullptr) {
    explained.urgency = members.word<Urgency>(
        "urgency", {{"note", Urgency::note}, {"warning", Urgency::warning}, {"urgent", Urgency::urgent}});
  }
  explained.dated = members.dated();
  members.finish();
  return explained;
}

Issue read_issue(const JsonValue& entry, const std::string& place, std::optional<Error>& first_error) {
  Members members(entry, place, first_error);
  Issue issue;
  issue.name = members.text("issue");
  issue.error_ids = members.texts("error_ids");
  issue.words = members.texts("words");
  issue.states = members.texts("states");
  if (issue.error_ids.empty() && issue.words.empty() && issue.states.empty()) {
    members.refuse("issue", "cannot be recognised: state one of error_ids, words, states");
  }
  issue.title = members.text("title");
  issue.meaning = members.text("meaning");
  issue.action = members.text("action");
  issue.waiting_helps = members.yes_no("waiting_helps");
  issue.acting_helps = members.yes_no("acting_helps");
  issue.expectation = members.text("expectation");
  issue.quote = members.texts("quote");
  issue.topic = members.text_or_nothing("topic");
  issue.dated = members.dated();
  members.finish();
  return issue;
}

}  // namespace twinline
