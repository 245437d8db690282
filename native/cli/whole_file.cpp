#include "native/cli/whole_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

#include "core/policy/document.h"

namespace twinline {

Result<std::string> read_whole_file(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  errno = 0;
  std::error_code unknown;
  const bool folder = std::filesystem::is_directory(path, unknown);
  std::ifstream file(path, std::ios::binary);
  if (!folder && file) return std::string(std::istreambuf_iterator<char>(file), {});
  const std::string why = std::strerror(folder ? EISDIR : errno);
  return Error{ErrorCode::empty_input, 0, "", "cannot be read (" + why + "), check the name and its rights"};
}

void complain(const std::string& file, std::string_view what) {
  std::cerr << "twinline: " << file << ": " << what << '\n';
}

void complain(const std::string& file, std::string_view text, const Error& error) {
  const std::string place = error.place.empty() ? "" : ", " + error.place;
  complain(file, "byte " + std::to_string(error.byte) + ": line " + std::to_string(line_of(text, error.byte)) + place +
                     ": " + error.what);
}

}  // namespace twinline
