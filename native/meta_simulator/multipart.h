// A body of the type multipart/form-data, taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::simulator {

struct FormPart {
  std::string name, filename, content_type;
  std::string_view bytes;  // within the body
};

// Nothing if the body is not of that type or ends too early. `content_type` is the header, which names the boundary.
std::optional<std::vector<FormPart>> read_multipart(std::string_view content_type, std::string_view body);

}  // namespace twinline::simulator
