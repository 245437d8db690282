# Turns a few entries of rules/*.json into a C++ table, for those who need a number or a sentence and no reader of policies.
#
#   twinline_embed_table(OUTPUT FOLDER LIMITS name… ERRORS code…) writes OUTPUT when the project is configured, and again when
#   one of the two files changed. A name that the file does not have ends the configuration.
function(twinline_embed_table output folder)
  cmake_parse_arguments(PARSE_ARGV 2 wanted "" "" "LIMITS;ERRORS")
  set(limits "")
  twinline_rule_entries("${folder}/limits.json" limits limit "${wanted_LIMITS}" entries)
  foreach(entry IN LISTS entries)
    string(JSON name GET "${entry}" limit)
    string(JSON value GET "${entry}" value)
    twinline_rule_days("${entry}" days)
    string(APPEND limits "    {\"${name}\", ${value}, ${days}},\n")
  endforeach()
  set(errors "")
  twinline_rule_entries("${folder}/errors.json" errors code "${wanted_ERRORS}" entries)
  foreach(entry IN LISTS entries)
    string(JSON code GET "${entry}" code)
    string(JSON meaning GET "${entry}" meaning)
    string(JSON action GET "${entry}" action)
    twinline_rule_days("${entry}" days)
    string(APPEND errors "    {${code}, R\"text(${meaning})text\", R\"text(${action})text\", ${days}},\n")
  endforeach()
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT [[
#include "core/policy/builtin_table.h"

namespace twinline {
namespace {

struct DatedLimit {
  std::string_view name;
  std::int64_t value;
  std::string_view from, until;
};
constexpr DatedLimit limits[] = {
@limits@};

struct DatedError {
  std::int64_t code;
  std::string_view meaning, action, from, until;
};
constexpr DatedError errors[] = {
@errors@};

template <class Entry>
bool holds(const Entry& entry, std::string_view day) {
  return entry.from <= day && (entry.until.empty() || day < entry.until);
}

}  // namespace

std::optional<std::int64_t> builtin_limit(std::string_view name, Date date) {
  const std::string day = to_string(date);
  for (const DatedLimit& limit : limits) {
    if (limit.name == name && holds(limit, day)) return limit.value;
  }
  return {};
}

BuiltinError builtin_error(std::int64_t code, Date date) {
  const std::string day = to_string(date);
  for (const DatedError& error : errors) {
    if (error.code == code && holds(error, day)) return {error.meaning, error.action};
  }
  return {};
}

}  // namespace twinline
]])
endfunction()

# The entries of the list `list` in `file` whose member `member` is one of `names`.
function(twinline_rule_entries file list member names result)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(READ "${file}" text)
  string(JSON count LENGTH "${text}" ${list})
  math(EXPR last "${count} - 1")
  set(missing ${names})
  set(found "")
  foreach(at RANGE ${last})
    string(JSON entry GET "${text}" ${list} ${at})
    string(JSON name GET "${entry}" ${member})
    if(name IN_LIST names)
      list(REMOVE_ITEM missing ${name})
      string(REPLACE ";" "\\;" entry "${entry}") # a list of CMake, and sentences have semicolons
      list(APPEND found "${entry}")
    endif()
  endforeach()
  if(missing)
    message(FATAL_ERROR "${file} has no entry for: ${missing}")
  endif()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

function(twinline_rule_days entry result)
  string(JSON from GET "${entry}" from)
  string(JSON until ERROR_VARIABLE none GET "${entry}" until)
  if(until MATCHES "NOTFOUND$")
    set(until "")
  endif()
  set(${result} "\"${from}\", \"${until}\"" PARENT_SCOPE)
endfunction()
