// `twinline check`: may this business come to coexistence, and what does it cost it?
//
// Reads a facts file and prints the verdict of core/eligibility, as a table for people or as JSON. Exit 0 whatever the
// verdict is, 1 for bad input, 2 for bad usage.
#pragma once

#include <CLI/CLI.hpp>

namespace twinline {

void add_check(CLI::App& app, int& exit_code);

}  // namespace twinline
