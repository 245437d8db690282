#include "native/api/body.h"

#include <algorithm>

#include "native/api/answers.h"
#include "native/http/url.h"

namespace twinline {

nlohmann::ordered_json body_of(const HttpRequest& request) {
  using nlohmann::ordered_json;
  const std::string& text = request.body;
  if (text.empty()) return ordered_json::object();
  const bool form = request.header("Content-Type").starts_with("application/x-www-form-urlencoded");
  const bool json = !form || text.find_first_not_of(" \t\r\n") == text.find('{');
  if (json) {
    ordered_json body = ordered_json::parse(text, nullptr, false);
    return body.is_object() ? body : ordered_json(ordered_json::value_t::discarded);
  }
  ordered_json body = ordered_json::object();
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    body[percent_decoded(pair.substr(0, equals), true)] = percent_decoded(value, true);
  }
  return body;
}

std::optional<Response> wrong_body(const nlohmann::ordered_json& body, std::initializer_list<std::string_view> members,
                                   std::string_view example) {
  const std::string instead = ". Send " + std::string(example) + '.';
  if (!body.is_object()) return error_answer(400, "bad_request", "This is no JSON object" + instead);
  for (const auto& [name, value] : body.items()) {
    if (std::find(members.begin(), members.end(), name) != members.end()) continue;
    nlohmann::json::json_pointer place;
    place.push_back(name);
    return error_answer(400, "bad_value", place.to_string() + " is not known here" + instead);
  }
  return std::nullopt;
}

std::string text_of(const nlohmann::ordered_json& body, std::string_view name) {
  const auto member = body.find(name);
  return member != body.end() && member->is_string() ? member->get<std::string>() : std::string();
}

}  // namespace twinline
