// `twinline plan`: the scheduler on a virtual clock.
//
// Prints every start and every end that is none as a line of JSON, or a summary for people. Exit 0 whatever became of
// the messages, 1 for a scenario that is wrong, 2 for bad usage.
#pragma once

#include <CLI/CLI.hpp>

namespace twinline {

void add_plan(CLI::App& app, int& exit_code);

}  // namespace twinline
