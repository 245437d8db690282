# Turns rules/*.json into one C++ file, so that the core carries its rules and opens no file.
#
#   twinline_embed_rules(OUTPUT FILE…) writes OUTPUT when the project is configured, and again when a FILE changed.
function(twinline_embed_rules output)
  set(rows "")
  foreach(file ${ARGN})
    get_filename_component(name "${file}" NAME_WE)
    file(READ "${file}" text)
    string(APPEND rows "    {\"${name}\", R\"rules(${text})rules\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  endforeach()
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT [[
#include "core/policy/builtin.h"

#include <utility>

namespace twinline {
namespace {

constexpr std::pair<std::string_view, std::string_view> files[] = {
@rows@};

}  // namespace

std::string_view builtin_rules(std::string_view name) {
  for (const auto& [file, text] : files) {
    if (file == name) return text;
  }
  return {};
}

}  // namespace twinline
]])
endfunction()
