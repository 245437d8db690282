#include "native/meta_simulator/multipart.h"

#include <algorithm>

namespace twinline::simulator {
namespace {

constexpr std::string_view line_end = "\r\n";

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// `name="…"` or `name=…` among the parameters of a header.
std::string parameter(std::string_view header, std::string_view name) {
  const std::string wanted = std::string(name) + "=";
  const std::string lower = lower_case(header);
  std::size_t at = lower.find(wanted);
  // "filename=" holds "name=" too.
  while (at != std::string::npos && at > 0 && lower[at - 1] != ' ' && lower[at - 1] != ';') {
    at = lower.find(wanted, at + 1);
  }
  if (at == std::string::npos) return {};
  std::string_view value = header.substr(at + wanted.size());
  if (value.empty() || value.front() != '"') return std::string(value.substr(0, value.find_first_of("; ")));
  std::string text;
  for (std::size_t i = 1; i < value.size() && value[i] != '"'; ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    text += value[i];
  }
  return text;
}

FormPart read_head(std::string_view head) {
  FormPart part;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find(line_end), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + line_end.size(), head.size()));
    const std::string name = lower_case(line.substr(0, line.find(':')));
    if (name == "content-disposition") {
      part.name = parameter(line, "name");
      part.filename = parameter(line, "filename");
    } else if (name == "content-type") {
      const std::size_t begin = line.find_first_not_of(' ', name.size() + 1);
      if (begin != std::string_view::npos) part.content_type = line.substr(begin);
    }
  }
  return part;
}

}  // namespace

std::optional<std::vector<FormPart>> read_multipart(std::string_view content_type, std::string_view body) {
  if (!lower_case(content_type).starts_with("multipart/form-data")) return {};
  const std::string boundary = parameter(content_type, "boundary");
  if (boundary.empty()) return {};
  const std::string mark = "--" + boundary;
  const std::string end_of_part = std::string(line_end) + mark;
  std::size_t at = body.find(mark);
  std::vector<FormPart> parts;
  while (at != std::string_view::npos) {
    body.remove_prefix(at + mark.size());
    if (body.starts_with("--")) return parts;
    const std::size_t head_end = body.find("\r\n\r\n");
    if (!body.starts_with(line_end) || head_end == std::string_view::npos) return {};
    FormPart part = read_head(body.substr(line_end.size(), head_end - line_end.size()));
    body.remove_prefix(head_end + 2 * line_end.size());
    const std::size_t part_end = body.find(end_of_part);
    if (part_end == std::string_view::npos) return {};
    part.bytes = body.substr(0, part_end);
    parts.push_back(std::move(part));
    at = part_end + line_end.size();
  }
  return {};
}

}  // namespace twinline::simulator
