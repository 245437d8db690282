// A verb's one JSON document, read whole, and what it says where that cannot be used.
//
//     twinline: FILE: what is wrong, what to do
//     twinline: FILE: byte N: line L, MEMBER: what is wrong, what to do
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace twinline {

// "-" is standard input.
Result<std::string> read_whole_file(const std::string& path);

// On stderr.
void complain(const std::string& file, std::string_view what);
// `text` is what `file` holds.
void complain(const std::string& file, std::string_view text, const Error& error);

}  // namespace twinline
