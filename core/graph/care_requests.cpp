#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/graph/call.h"

namespace twinline {
namespace {

using Json = nlohmann::ordered_json;

Error wrong(std::string place, std::string what) {
  return Error{ErrorCode::bad_value, 0, place.empty() ? place : "/" + place, std::move(what)};
}

bool is_text(const Json& value) { return value.is_string(); }

bool is_list_of_texts(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), is_text);
}

Result<Json> object_of(std::string_view members) {
  Json body = Json::parse(members, nullptr, false);
  if (body.is_discarded()) return Error{ErrorCode::bad_json, 0, "", "is not JSON"};
  if (!body.is_object() || body.empty()) return wrong("", "must be an object with at least one member");
  return body;
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

bool is_template_name(const std::string& name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

}  // namespace

Request read_number_account(const GraphApi& api, std::string_view number) {
  return graph_call(api, "GET",
                    escaped_for_url(number) +
                        "?fields=id,display_phone_number,verified_name,quality_rating,is_on_biz_app,platform_type,"
                        "whatsapp_business_manager_messaging_limit");
}

Request read_account(const GraphApi& api, std::string_view waba) {
  return graph_call(api, "GET",
                    escaped_for_url(waba) + "?fields=id,name,currency,timezone_id,account_review_status,status");
}

Request read_profile(const GraphApi& api, std::string_view number) {
  return graph_call(api, "GET",
                    escaped_for_url(number) +
                        "/whatsapp_business_profile?fields=about,address,description,email,"
                        "profile_picture_url,websites,vertical");
}

Result<Request> change_profile(const GraphApi& api, std::string_view number, std::string_view members) {
  constexpr std::array<std::string_view, 5> texts = {"about", "address", "description", "email", "vertical"};
  const Result<Json> given = object_of(members);
  if (!given) return given.error();
  Json body{{"messaging_product", "whatsapp"}};
  for (auto entry = given->begin(); entry != given->end(); ++entry) {
    if (entry.key() == "messaging_product") continue;
    const bool list = entry.key() == "websites";
    if (!list && std::find(texts.begin(), texts.end(), entry.key()) == texts.end()) {
      return wrong(entry.key(), "is not a member of a profile: about, address, description, email, vertical, websites");
    }
    if (list && !is_list_of_texts(*entry)) return wrong(entry.key(), "must be a list of texts");
    if (!list && !is_text(*entry)) return wrong(entry.key(), "must be a text");
    body[entry.key()] = *entry;
  }
  Request request = graph_call(api, "POST", escaped_for_url(number) + "/whatsapp_business_profile");
  put_json_body(request, dumped(body));
  return request;
}

Request list_templates(const GraphApi& api, std::string_view waba, std::string_view after) {
  std::string path = escaped_for_url(waba) +
                     "/message_templates?fields=id,name,language,status,category,quality_score,rejected_reason,"
                     "components&limit=100";
  if (!after.empty()) path += "&after=" + escaped_for_url(after);
  return graph_call(api, "GET", path);
}

Result<Request> create_template(const GraphApi& api, std::string_view waba, std::string_view members) {
  const Result<Json> given = object_of(members);
  if (!given) return given.error();
  for (const char* needed : {"name", "language", "category"}) {
    const auto found = given->find(needed);
    if (found == given->end() || !is_text(*found) || found->get_ref<const std::string&>().empty()) {
      return wrong(needed, "is missing, a text is needed");
    }
  }
  if (!is_template_name(given->find("name")->get_ref<const std::string&>())) {
    return wrong("name", "can have small letters, digits and _ only");
  }
  const auto components = given->find("components");
  if (components == given->end() || !components->is_array() || components->empty()) {
    return wrong("components", "is missing, a list of components is needed; the body at least");
  }
  Request request = graph_call(api, "POST", escaped_for_url(waba) + "/message_templates");
  put_json_body(request, dumped(*given));
  return request;
}

Request delete_template(const GraphApi& api, std::string_view waba, std::string_view name) {
  return graph_call(api, "DELETE", escaped_for_url(waba) + "/message_templates?name=" + escaped_for_url(name));
}

}  // namespace twinline
