#include "native/meta_simulator/graph_call.h"

#include <algorithm>

#include "native/http/url.h"

namespace twinline::simulator {
namespace {

bool is_version(std::string_view part) {
  if (part.size() < 4 || part.front() != 'v') return false;
  return part.find('.') != std::string_view::npos && part.find_first_not_of("0123456789.", 1) == std::string_view::npos;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

void add_form(Json& parameters, std::string_view form) {
  for (const std::string& pair : split(form, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string name = percent_decoded(std::string_view(pair).substr(0, equals), true);
    parameters[name] = percent_decoded(std::string_view(pair).substr(std::min(equals + 1, pair.size())), true);
  }
}

}  // namespace

std::string ReadCall::text(std::string_view name) const {
  const auto found = parameters.find(name);
  if (found == parameters.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  return found->is_primitive() && !found->is_null() ? found->dump() : std::string();
}

ReadCall read_call(const HttpRequest& request) {
  ReadCall call;
  call.method = request.method;
  std::vector<std::string> parts = split(request.path, '/');
  if (!parts.empty() && is_version(parts.front())) parts.erase(parts.begin());
  if (!parts.empty() && parts.size() <= 2) {
    call.object = parts.front();
    if (parts.size() == 2) call.edge = parts.back();
  }
  add_form(call.parameters, request.query);
  if (request.header("Content-Type").starts_with("application/json")) {
    const Json body = Json::parse(request.body, nullptr, false);
    if (body.is_object()) call.parameters.update(body);
  } else if (const auto form = read_multipart(request.header("Content-Type"), request.body)) {
    for (const FormPart& part : *form) {
      if (part.filename.empty()) {
        call.parameters[part.name] = part.bytes;
      } else if (part.name == "file") {
        call.file = part;
      }
    }
  } else if (request.method == "POST") {
    add_form(call.parameters, request.body);
  }
  call.host = request.header("Host");
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view authorization = request.header("Authorization");
  call.token =
      authorization.starts_with(scheme) ? std::string(authorization.substr(scheme.size())) : call.text("access_token");
  return call;
}

std::vector<std::string> split_fields(std::string_view text) { return split(text, ','); }

}  // namespace twinline::simulator
