#include "core/policy/load.h"

#include <algorithm>

#include "core/policy/builtin.h"
#include "core/policy/members.h"
#include "core/policy/read_entries.h"

namespace twinline {
namespace {

// Reads the list `member`, if it is there; nothing where it is not.
template <class Entry, class Read>
std::optional<std::vector<Entry>> read_list(Members& file, std::string_view member, std::optional<Error>& first_error,
                                            Read read) {
  const JsonValue* list = file.take(member);
  if (list == nullptr) return {};
  if (list->kind != JsonValue::Kind::array) {
    file.refuse(member, "must be a list");
    return {};
  }
  std::vector<Entry> entries;
  const std::string place = place_of(file.place(), member);
  for (std::size_t i = 0; i < list->children.size(); ++i) {
    entries.push_back(read(list->children[i], place_of(place, std::to_string(i)), first_error));
  }
  return entries;
}

// The lists of words of Meta's that are explained, and which member names the word.
struct ExplainedList {
  std::string_view list, name_member;
  std::vector<Explained> Policy::*entries;
};
constexpr ExplainedList explained_lists[] = {{"removals", "reason", &Policy::removals},
                                             {"restrictions", "restriction", &Policy::restrictions},
                                             {"qualities", "quality", &Policy::qualities},
                                             {"tiers", "tier", &Policy::tiers}};

// An entry of the file is found before an inherited one of the same name.
void read_explained_lists(Members& file, Policy& policy, std::optional<Error>& first_error) {
  for (const ExplainedList& known : explained_lists) {
    const auto read = [&](const JsonValue& entry, const std::string& place, std::optional<Error>& error) {
      return read_explained(entry, place, known.name_member, error);
    };
    auto& entries = policy.*known.entries;
    if (const auto list = read_list<Explained>(file, known.list, first_error, read)) {
      entries.insert(entries.begin(), list->begin(), list->end());
    }
  }
}

bool overlap(const Dated& left, const Dated& right) {
  return (!right.until || left.from < *right.until) && (!left.until || right.from < *left.until);
}

// Two entries of one name may follow each other in time, never hold on the same day.
template <class Entry>
void check_days(const std::vector<Entry>& entries, Members& file, std::string_view member,
                std::optional<Error>& first_error) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const bool twice = entries[k].name == entries[i].name && overlap(entries[k].dated, entries[i].dated);
      if (!twice || first_error) continue;
      const std::string place = place_of(place_of(file.place(), member), std::to_string(i));
      first_error = Error{ErrorCode::bad_value, file.take(member)->children[i].byte, place_of(place, "from"),
                          "\"" + entries[i].name + "\" is stated twice for the same day"};
    }
  }
}

// A limit that nobody asks for is a slip of the pen.
void check_names(const std::vector<Limit>& stated, const std::vector<Limit>& known, Members& file,
                 std::optional<Error>& first_error) {
  for (std::size_t i = 0; i < stated.size(); ++i) {
    const auto same = [&](const Limit& limit) { return limit.name == stated[i].name; };
    if (first_error || std::any_of(known.begin(), known.end(), same)) continue;
    const std::string place = place_of(place_of(file.place(), "limits"), std::to_string(i));
    first_error = Error{ErrorCode::bad_value, file.take("limits")->children[i].byte, place_of(place, "limit"),
                        "is no limit that twinline knows: \"" + stated[i].name + "\""};
  }
}

// What the file states replaces what it inherits under the same name; the place in the order stays.
template <class Entry>
void replace_by_name(std::vector<Entry>& inherited, std::vector<Entry> stated) {
  std::vector<Entry> merged;
  const auto is_stated = [&](const Entry& old) {
    return std::any_of(stated.begin(), stated.end(), [&](const Entry& entry) { return entry.name == old.name; });
  };
  const auto is_merged = [&](const std::string& name) {
    return std::any_of(merged.begin(), merged.end(), [&](const Entry& entry) { return entry.name == name; });
  };
  const auto add_all = [&](const std::string& name) {
    for (const Entry& entry : stated) {
      if (entry.name == name) merged.push_back(entry);
    }
  };
  for (const Entry& old : inherited) {
    if (!is_stated(old)) {
      merged.push_back(old);
    } else if (!is_merged(old.name)) {
      add_all(old.name);
    }
  }
  for (const Entry& entry : stated) {
    if (!is_merged(entry.name)) add_all(entry.name);
  }
  inherited = std::move(merged);
}

void read_levels(Members& file, std::vector<Rule>& rules, std::optional<Error>& first_error) {
  const JsonValue* levels = file.take("levels");
  if (levels == nullptr) return;
  Members members(*levels, "/levels", first_error);
  for (const JsonValue& entry : levels->children) {
    const Level level = members.word(entry.name, level_words());
    bool known = false;
    for (Rule& rule : rules) {
      if (rule.name != entry.name) continue;
      rule.level = level;
      known = true;
    }
    if (!known) members.refuse(entry.name, "is no rule of this policy");
  }
}

// The compiled-in lists are tested to be without mistakes, so an error here cannot reach a user.
Policy shared_lists() {
  Policy shared;
  for (const std::string_view name :
       {"limits", "errors", "graph_versions", "removals", "restrictions", "qualities", "issues"}) {
    const Result<JsonValue> document = parse_document(builtin_rules(name));
    if (!document) continue;
    std::optional<Error> ignored;
    Members file(*document, "", ignored);
    if (auto list = read_list<Limit>(file, "limits", ignored, read_limit)) shared.limits = std::move(*list);
    if (auto list = read_list<ErrorRule>(file, "errors", ignored, read_error_rule)) shared.errors = std::move(*list);
    if (auto list = read_list<GraphVersion>(file, "graph_versions", ignored, read_graph_version)) {
      shared.graph_versions = std::move(*list);
    }
    read_explained_lists(file, shared, ignored);
    if (auto list = read_list<Issue>(file, "issues", ignored, read_issue)) shared.issues = std::move(*list);
  }
  return shared;
}

// What a file starts from: the policy it extends, or only what all policies share.
Policy inherited_policy(Members& file) {
  const std::string parent = file.text_or_nothing("extends");
  if (!parent.empty()) {
    if (std::optional<Policy> policy = builtin_policy(parent)) return *policy;
    file.refuse("extends", "names no policy that is compiled in (meta, connexease, gupshup)");
  }
  return shared_lists();
}

}  // namespace

Result<Policy> parse_policy(std::string_view json) {
  const Result<JsonValue> document = parse_document(json);
  if (!document) return document.error();
  std::optional<Error> first_error;
  Members file(*document, "", first_error);
  if (first_error) return *first_error;

  const std::string name = file.text("policy");
  Policy policy = inherited_policy(file);
  policy.name = name;
  policy.title = file.text("title");
  if (auto rules = read_list<Rule>(file, "rules", first_error, read_rule)) {
    check_days(*rules, file, "rules", first_error);
    replace_by_name(policy.rules, std::move(*rules));
  }
  read_levels(file, policy.rules, first_error);
  if (auto list = read_list<Consequence>(file, "consequences", first_error, read_consequence)) {
    check_days(*list, file, "consequences", first_error);
    replace_by_name(policy.consequences, std::move(*list));
  }
  if (auto list = read_list<Limit>(file, "limits", first_error, read_limit)) {
    check_days(*list, file, "limits", first_error);
    check_names(*list, policy.limits, file, first_error);
    replace_by_name(policy.limits, std::move(*list));
  }
  // An entry of the file is found before an inherited one of the same code.
  if (auto list = read_list<ErrorRule>(file, "errors", first_error, read_error_rule)) {
    policy.errors.insert(policy.errors.begin(), list->begin(), list->end());
  }
  if (auto list = read_list<GraphVersion>(file, "graph_versions", first_error, read_graph_version)) {
    policy.graph_versions = std::move(*list);
  }
  read_explained_lists(file, policy, first_error);
  if (auto list = read_list<Issue>(file, "issues", first_error, read_issue)) {
    policy.issues.insert(policy.issues.begin(), list->begin(), list->end());
  }
  file.finish();
  if (policy.rules.empty()) file.refuse("rules", "is missing: state rules, or extend a policy that has some");
  if (first_error) return *first_error;
  return policy;
}

std::optional<Policy> builtin_policy(std::string_view name) {
  const std::span<const std::string_view> names = builtin_policy_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) return {};
  Result<Policy> policy = parse_policy(builtin_rules(name));
  if (!policy) return {};
  return std::move(*policy);
}

std::span<const std::string_view> builtin_policy_names() {
  static constexpr std::string_view names[] = {"meta", "connexease", "gupshup"};
  return names;
}

}  // namespace twinline
