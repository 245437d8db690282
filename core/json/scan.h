// Walks JSON that twinline wrote itself (canonical: compact, escapes of writer.h). For a look inside what is otherwise only
// carried; never for what came from outside.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace twinline {

// Calls with each element of an array; does nothing for other values.
void for_elements(std::string_view json, const std::function<void(std::string_view value)>& call);

// Calls with each member of an object, its name without escapes; does nothing for other values.
void for_members(std::string_view json, const std::function<void(std::string_view name, std::string_view value)>& call);

// The value of a member of an object; empty where there is none.
std::string_view find_member(std::string_view json, std::string_view name);

// The text of a string; of a number, true or false its spelling; empty for all else.
std::string scalar_text(std::string_view json);

}  // namespace twinline
