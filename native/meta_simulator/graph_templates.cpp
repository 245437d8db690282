#include <algorithm>
#include <array>
#include <utility>

#include "native/meta_simulator/graph_objects.h"

namespace twinline::simulator {
namespace {

constexpr std::size_t name_limit = 512;
constexpr std::size_t body_limit = 1024;
// Meta knows these too and leaves them out where they have no value.
constexpr std::array<std::string_view, 4> often_absent = {"previous_category", "sub_category", "correct_category",
                                                          "message_send_ttl_seconds"};

Json shown(const Template& each) {
  Json json = {{"name", each.name},
               {"status", each.status},
               {"category", each.category},
               {"language", each.language},
               {"components", each.components},
               {"parameter_format", "POSITIONAL"},
               {"rejected_reason", each.rejected_reason},
               {"quality_score", {{"score", each.quality}}},
               {"id", each.id}};
  if (each.quality_at_s != 0) json["quality_score"]["date"] = each.quality_at_s;
  return json;
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= name_limit &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

const Json* body_of(const Json& components) {
  if (!components.is_array()) return nullptr;
  for (const Json& each : components) {
    const bool is_body = each.is_object() && each.value("type", Json()) == "BODY";
    if (is_body && each.value("text", Json()).is_string()) return &each.at("text");
  }
  return nullptr;
}

GraphFault template_fault(std::int64_t subcode, std::string message) {
  return {.code = 100, .subcode = subcode, .message = std::move(message)};
}

}  // namespace

JsonOrFault list_templates(const Portfolio& account, const ReadCall& call) {
  const std::string name = call.text("name");
  std::vector<std::string> fields = split_fields(call.text("fields"));
  Json data = Json::array();
  for (const Template& each : account.templates) {
    if (!name.empty() && each.name != name) continue;
    const Json whole = shown(each);
    if (fields.empty()) {
      data.push_back(whole);
      continue;
    }
    Json part = Json::object();
    for (const std::string& field : fields) {
      if (std::find(often_absent.begin(), often_absent.end(), field) != often_absent.end()) continue;
      if (!whole.contains(field)) {
        return bad_parameter("Tried accessing nonexisting field (" + field + ") on node type (MessageTemplate)");
      }
      part[field] = whole.at(field);
    }
    part["id"] = each.id;
    data.push_back(std::move(part));
  }
  return page_of(std::move(data), call);
}

JsonOrFault create_template(Portfolio& account, const ReadCall& call, const std::string& id) {
  Template draft;
  draft.id = id;
  draft.name = call.text("name");
  draft.language = call.text("language");
  draft.category = call.text("category");
  if (!is_name(draft.name)) {
    return bad_parameter("Param name must be lower-case letters, digits and underscores, at most 512.");
  }
  if (draft.language.empty()) return bad_parameter("The parameter language is required.");
  if (draft.category != "UTILITY" && draft.category != "MARKETING" && draft.category != "AUTHENTICATION") {
    return bad_parameter("Param category must be one of {UTILITY, MARKETING, AUTHENTICATION}.");
  }
  const auto components = call.parameters.find("components");
  if (components != call.parameters.end()) {
    draft.components =
        components->is_string() ? Json::parse(components->get<std::string>(), nullptr, false) : *components;
  }
  const Json* const body = body_of(draft.components);
  if (body == nullptr)
    return template_fault(2388043, "Message template \"components\" param is missing expected field(s)");
  if (body->get_ref<const std::string&>().size() > body_limit) {
    return template_fault(2388040, "Character Limit Exceeded");
  }
  const bool exists = std::any_of(account.templates.begin(), account.templates.end(), [&](const Template& each) {
    return each.name == draft.name && each.language == draft.language;
  });
  if (exists) return template_fault(2388024, "Content in This Language Already Exists");
  account.templates.push_back(draft);
  return Json{{"id", draft.id}, {"status", draft.status}, {"category", draft.category}};
}

JsonOrFault delete_template(Portfolio& account, const ReadCall& call) {
  const std::string name = call.text("name");
  const std::string id = call.text("hsm_id");
  if (name.empty()) return bad_parameter("The parameter name is required.");
  const std::size_t removed = std::erase_if(
      account.templates, [&](const Template& each) { return each.name == name && (id.empty() || each.id == id); });
  if (removed == 0) return template_fault(2593002, "Message Template Not Found");
  return Json{{"success", true}};
}

}  // namespace twinline::simulator
