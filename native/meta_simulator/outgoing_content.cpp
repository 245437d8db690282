#include "native/meta_simulator/outgoing_content.h"

#include <algorithm>
#include <array>
#include <utility>

#include "native/meta_simulator/graph_objects.h"
#include "native/meta_simulator/outgoing_message.h"

namespace twinline::simulator {
namespace {

constexpr std::size_t text_limit = 4096, caption_limit = 1024, button_limit = 3, button_title_limit = 20,
                      rows_limit = 10;
constexpr std::array<std::string_view, 5> media_types = {"audio", "document", "image", "sticker", "video"};
constexpr std::array<std::string_view, 12> interactive_types = {"button",          "list",
                                                                "product",         "product_list",
                                                                "cta_url",         "flow",
                                                                "catalog_message", "location_request_message",
                                                                "address_message", "request_contact_info",
                                                                "carousel",        "voice_call"};

using Fault = std::optional<GraphFault>;

std::string text_at(const Json& object, std::string_view name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& member(const Json& object, std::string_view name) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

GraphFault too_long(std::string_view where, std::size_t limit) {
  return bad_parameter("Param " + std::string(where) + " must be at most " + std::to_string(limit) +
                       " characters long.");
}

Fault text_fault(const Json& content) {
  const std::string body = text_at(content, "body");
  if (body.empty()) return missing_parameter("Parameter 'body' of 'text' is missing");
  if (characters(body) > text_limit) return too_long("text['body']", text_limit);
  return {};
}

Fault medium_fault(std::string_view type, const Json& content,
                   const std::function<bool(std::string_view)>& has_medium) {
  const std::string id = text_at(content, "id"), link = text_at(content, "link");
  if (id.empty() == link.empty()) {
    return missing_parameter("One of the parameters 'id' and 'link' of '" + std::string(type) + "' is expected");
  }
  if (!link.empty() && !link.starts_with("https://") && !link.starts_with("http://")) {
    return bad_parameter("Param " + std::string(type) + "['link'] is not a valid URI.");
  }
  if (!id.empty() && !has_medium(id)) {
    return bad_parameter("Param " + std::string(type) +
                         "['id'] is not a valid whatsapp business account media attachment ID");
  }
  if (characters(text_at(content, "caption")) > caption_limit) {
    return too_long(std::string(type) + "['caption']", caption_limit);
  }
  return {};
}

Fault buttons_fault(const Json& buttons) {
  if (!buttons.is_array() || buttons.empty() || buttons.size() > button_limit) {
    return bad_value("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3");
  }
  std::vector<std::string> ids;
  for (const Json& button : buttons) {
    const Json& reply = member(button, "reply");
    const std::string title = text_at(reply, "title");
    ids.push_back(text_at(reply, "id"));
    if (title.empty() || ids.back().empty()) return missing_parameter("A button needs 'reply' with 'id' and 'title'");
    if (characters(title) > button_title_limit) return bad_value("Button title length invalid. Max length: 20");
  }
  std::sort(ids.begin(), ids.end());
  if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) return bad_value("Duplicated button id");
  return {};
}

Fault interactive_fault(const Json& content) {
  const std::string type = text_at(content, "type");
  if (std::find(interactive_types.begin(), interactive_types.end(), type) == interactive_types.end()) {
    return bad_value("Parameter 'type' of 'interactive' is not known: '" + type + "'");
  }
  const Json& action = member(content, "action");
  if (!action.is_object()) return missing_parameter("Parameter 'action' of 'interactive' is missing");
  const bool needs_body = type != "product" && type != "catalog_message";
  if (needs_body && text_at(member(content, "body"), "text").empty()) {
    return missing_parameter("Parameter 'body' of 'interactive' is missing");
  }
  if (type == "button") return buttons_fault(member(action, "buttons"));
  if (type != "list") return {};
  std::size_t rows = 0;
  for (const Json& section : member(action, "sections")) rows += member(section, "rows").size();
  if (rows == 0 || rows > rows_limit) return bad_value("Total row count exceed max allowed count: 10");
  return {};
}

Fault location_fault(const Json& content) {
  for (const char* const name : {"latitude", "longitude"}) {
    if (member(content, name).is_null()) {
      return missing_parameter("Parameter '" + std::string(name) + "' of 'location' is missing");
    }
  }
  return {};
}

Fault reaction_fault(const Json& content) {
  if (!text_at(content, "message_id").starts_with("wamid.")) {
    return missing_parameter("Parameter 'message_id' of 'reaction' is missing");
  }
  if (!member(content, "emoji").is_string()) return missing_parameter("Parameter 'emoji' of 'reaction' is missing");
  return {};
}

Fault contacts_fault(const Json& content) {
  if (!content.is_array() || content.empty()) return missing_parameter("Parameter 'contacts' is an empty list");
  for (const Json& contact : content) {
    if (text_at(member(contact, "name"), "formatted_name").empty()) {
      return missing_parameter("Parameter 'formatted_name' of a contact's 'name' is missing");
    }
  }
  return {};
}

// How many different {{…}} a text has.
std::size_t parameters_in(std::string_view text) {
  std::vector<std::string_view> names;
  for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
    const std::size_t end = text.find("}}", at);
    if (end == std::string_view::npos) break;
    const std::string_view name = text.substr(at + 2, end - at - 2);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names.size();
}

bool is_component(const Json& component, std::string_view lower, std::string_view upper) {
  const std::string type = text_at(component, "type");
  return type == lower || type == upper;
}

Fault parameters_fault(const Json& content, const Template& used) {
  std::size_t expected = 0, given = 0;
  for (const Json& component : used.components) {
    if (is_component(component, "body", "BODY")) expected = parameters_in(text_at(component, "text"));
  }
  for (const Json& component : member(content, "components")) {
    if (is_component(component, "body", "BODY")) given = member(component, "parameters").size();
  }
  if (given == expected) return {};
  return GraphFault{.code = 132000,
                    .message = "(#132000) Number of parameters does not match the expected number of params",
                    .details = "body: number of localizable_params (" + std::to_string(given) +
                               ") does not match the expected number of params (" + std::to_string(expected) + ")"};
}

}  // namespace

Fault content_fault(std::string_view type, const Json& content,
                    const std::function<bool(std::string_view)>& has_medium) {
  if (type == "contacts") return contacts_fault(content);
  if (!content.is_object()) return missing_parameter("Parameter '" + std::string(type) + "' is no object");
  if (type == "text") return text_fault(content);
  if (type == "interactive") return interactive_fault(content);
  if (type == "location") return location_fault(content);
  if (type == "reaction") return reaction_fault(content);
  return medium_fault(type, content, has_medium);
}

FoundTemplate find_template(const Json& content, const Portfolio& account) {
  const std::string name = text_at(content, "name"), language = text_at(member(content, "language"), "code");
  if (name.empty()) return {nullptr, missing_parameter("Parameter 'name' of 'template' is missing")};
  if (language.empty()) return {nullptr, missing_parameter("Parameter 'code' of the template's 'language' is missing")};
  const auto found = std::find_if(account.templates.begin(), account.templates.end(), [&](const Template& each) {
    return each.name == name && each.language == language && each.status == "APPROVED";
  });
  if (found == account.templates.end()) {
    return {nullptr, GraphFault{.status = 404,
                                .code = 132001,
                                .message = "(#132001) Template name does not exist in the translation",
                                .details = "template name (" + name + ") does not exist in " + language}};
  }
  if (auto fault = parameters_fault(content, *found)) return {nullptr, std::move(fault)};
  return {&*found, {}};
}

std::string shown_text(std::string_view type, const Json& content, const Template* used) {
  if (used == nullptr) {
    std::string text = text_at(content, type == "text" ? "body" : type == "reaction" ? "emoji" : "caption");
    if (text.empty()) text = text_at(member(content, "body"), "text");
    return text.empty() ? "[" + std::string(type) + "]" : text;
  }
  std::string text;
  for (const Json& component : used->components) {
    if (is_component(component, "body", "BODY")) text = text_at(component, "text");
  }
  for (const Json& component : member(content, "components")) {
    if (!is_component(component, "body", "BODY")) continue;
    for (const Json& parameter : member(component, "parameters")) {
      const std::size_t begin = text.find("{{"), end = text.find("}}", begin);
      if (begin == std::string::npos || end == std::string::npos) break;
      text.replace(begin, end + 2 - begin, text_at(parameter, "text"));
    }
  }
  return text;
}

}  // namespace twinline::simulator
