#include "core/json/scan.h"

#include <algorithm>

namespace twinline {

namespace {

// Length of the string at the start, quotes included.
std::size_t string_size(std::string_view json) {
  std::size_t at = 1;
  while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2 : 1;
  return at + 1;
}

std::size_t value_size(std::string_view json) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      at += string_size(json.substr(at));
      if (depth == 0) return at;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    }
    if (c == ',' && depth == 0) return at;
    ++at;
  }
  return json.size();
}

}  // namespace

void for_elements(std::string_view json, const std::function<void(std::string_view value)>& call) {
  if (json.size() < 2 || json.front() != '[') return;
  json = json.substr(1, json.size() - 2);
  while (!json.empty()) {
    const std::size_t size = value_size(json);
    call(json.substr(0, size));
    json.remove_prefix(std::min(json.size(), size + 1));
  }
}

void for_members(std::string_view json, const std::function<void(std::string_view, std::string_view)>& call) {
  if (json.size() < 2 || json.front() != '{') return;
  json = json.substr(1, json.size() - 2);
  while (!json.empty()) {
    const std::size_t key = string_size(json);
    const auto value = json.substr(std::min(json.size(), key + 1));
    const std::size_t size = value_size(value);
    call(scalar_text(json.substr(0, key)), value.substr(0, size));
    json = value.substr(std::min(value.size(), size + 1));
  }
}

std::string_view find_member(std::string_view json, std::string_view name) {
  if (json.size() < 2 || json.front() != '{') return {};
  json = json.substr(1, json.size() - 2);
  while (!json.empty()) {
    const std::size_t key = string_size(json);
    const auto value = json.substr(std::min(json.size(), key + 1));
    const std::size_t size = value_size(value);
    if (json.substr(1, key - 2) == name) return value.substr(0, size);
    json = value.substr(std::min(value.size(), size + 1));
  }
  return {};
}

std::string scalar_text(std::string_view json) {
  if (json.starts_with('{') || json.starts_with('[') || json == "null") return {};
  if (json.size() < 2 || json.front() != '"') return std::string(json);
  std::string text;
  json = json.substr(1, json.size() - 2);
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] != '\\') {
      text += json[at];
      continue;
    }
    switch (json[++at]) {
      case 'b':
        text += '\b';
        break;
      case 't':
        text += '\t';
        break;
      case 'n':
        text += '\n';
        break;
      case 'f':
        text += '\f';
        break;
      case 'r':
        text += '\r';
        break;
      case 'u': {
        const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
        text += static_cast<char>(digit(json[at + 3]) * 16 + digit(json[at + 4]));
        at += 4;
        break;
      }
      default:
        text += json[at];
    }
  }
  return text;
}

}  // namespace twinline
