// `twinline decode FILE…`: webhook bodies as events, one JSON object a line, in the order of the bodies.
#pragma once

namespace CLI {
class App;
}

namespace twinline {

// Registers the verb. Its callback writes 0 or 1 (some input was bad) to `exit_code`.
void add_decode(CLI::App& app, int& exit_code);

}  // namespace twinline
