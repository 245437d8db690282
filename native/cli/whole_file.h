// A verb's one JSON document, read whole, and what it says where that cannot be used.
//
//     twinline: FILE: what is wrong, what to do
//     twinline: FILE: byte N: line L, MEMBER: what is wrong, what to do
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace twinline {

// "-" is standard input. Nothing where it cannot be read, and stderr says why.
std::optional<std::string> read_whole_file(const std::string& path);

void complain(const std::string& file, std::string_view what);
// `text` is what `file` holds.
void complain(const std::string& file, std::string_view text, const Error& error);

// False, and stderr says why, where something printed to std::cout was not written. A reader that has gone away is no error.
bool printed_all();

}  // namespace twinline
