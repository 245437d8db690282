// Input files as JSON texts: a file is one body, a .jsonl or .ndjson file one a line, "-" is standard input.
//
// What standard input holds is one body, unless its first line alone is one and more follows it; then it is lines. A blank
// line is nothing, an empty input is an error. A file that is bad does not keep the others from being read; records of a newer
// format end their own file. Errors go to
// stderr, one a line:
//
//     twinline: FILE: byte N: what is wrong, what to do
//     twinline: FILE:LINE: byte N: what is wrong, what to do      N counted within the line
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace twinline {

struct InputText {
  std::string_view file;   // as given
  std::uint64_t line = 0;  // from 1; 0: the text is the whole file
  std::string_view text;
};

// What is wrong with the text, or nothing.
using UseText = std::function<std::optional<Error>(const InputText&)>;

// True if every file could be read and no text was refused.
bool read_inputs(const std::vector<std::string>& files, const UseText& use);

}  // namespace twinline
