// `twinline simulate`: Meta's stand-in, from the command line.
#pragma once

namespace CLI {
class App;
}

namespace twinline {

// Registers the verb. Its callback writes 0, 1 (it could not be played) or 2 (bad usage) to `exit_code`.
void add_simulate(CLI::App& app, int& exit_code);

}  // namespace twinline
